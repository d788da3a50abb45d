//! Which backups were made.

use nproxy_domain::{Env, Timestamp};
use sea_orm::{ConnectionTrait, EntityTrait as _, FromQueryResult, Statement};

use crate::entities::backups::{ActiveModel, Entity, Model};
use crate::{StoreError, Tx};

/// A row to be: a backup that came to its end.
#[derive(Clone, Debug)]
pub struct NewBackup {
    /// Of the file, without its folder.
    pub name: String,
    /// When its reading of the database began.
    pub made_at: Timestamp,
    pub took_ms: i64,
    pub bytes: u64,
    /// The fingerprint of the master key that the secrets in it are sealed with.
    pub master_key: String,
}

pub async fn record(tx: &Tx, env: &Env, new: NewBackup) -> Result<(), StoreError> {
    let row = Model {
        id: env.uuid(),
        name: new.name,
        made_at: new.made_at,
        took_ms: new.took_ms,
        bytes: i64::try_from(new.bytes).unwrap_or(i64::MAX),
        master_key: new.master_key,
    };
    Entity::insert(ActiveModel::from(row)).exec_without_returning(tx).await?;
    Ok(())
}

/// What there would be to lose, and what of it is safe.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Signs {
    /// The newest backup.
    pub made_at: Option<Timestamp>,
    pub bytes: Option<i64>,
    /// When the oldest account was made.
    pub since: Option<Timestamp>,
}

/// Each by its index.
pub async fn signs(db: &impl ConnectionTrait) -> Result<Signs, StoreError> {
    let sql = "SELECT (SELECT made_at FROM backups ORDER BY made_at DESC LIMIT 1) AS made_at,
            (SELECT bytes FROM backups ORDER BY made_at DESC LIMIT 1) AS bytes,
            (SELECT created_at FROM users ORDER BY created_at LIMIT 1) AS since";
    let statement = Statement::from_string(db.get_database_backend(), sql);
    Ok(Signs::find_by_statement(statement).one(db).await?.unwrap_or_default())
}
