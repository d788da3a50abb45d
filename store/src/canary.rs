//! A known text under the master key: a wrong key is found at the start, and never takes a key out of service.

use nproxy_domain::Env;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _, Set};
use uuid::Uuid;

use crate::entities::master_key_canary::{ActiveModel, Column, Entity};
use crate::error::StoreError;
use crate::seal::{MasterKey, Place, SealError};
use crate::store::Store;
use crate::tx::Tx;

const ROW: i64 = 1;
const PLACE: Place<'_> = Place { table: "master_key_canary", row: Uuid::nil(), column: "sealed" };
const TEXT: &[u8] = b"nproxy";

#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    #[error(
        "the master key is not the one that this database's secrets were sealed with; look at secrets.master_key or \
         secrets.master_key_file of the configuration"
    )]
    Wrong,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// At every start. The first one on a fresh database sets the master key for good.
    pub async fn check_master_key(&self, env: &Env) -> Result<(), MasterKeyError> {
        let sealed = self
            .write(|tx: Tx| async move {
                let fresh = ActiveModel { id: Set(ROW), sealed: Set(self.master_key().seal(env, PLACE, TEXT)) };
                let once = OnConflict::column(Column::Id).do_nothing().to_owned();
                Entity::insert(fresh).on_conflict(once).exec_without_returning(&tx).await?;
                let row = Entity::find_by_id(ROW).one(&tx).await?;
                row.map(|row| row.sealed).ok_or_else(|| StoreError::Internal("no canary".into()))
            })
            .await?;
        self.opens(&sealed).map_err(|_| MasterKeyError::Wrong)
    }

    /// Whether this process has the database's master key; not before the first [`Store::check_master_key`].
    pub(crate) async fn has_the_master_key(&self) -> Result<bool, StoreError> {
        let row = Entity::find_by_id(ROW).one(self.read()).await?;
        Ok(row.is_some_and(|row| self.opens(&row.sealed).is_ok()))
    }

    fn opens(&self, sealed: &[u8]) -> Result<(), SealError> {
        let text = self.master_key().open(PLACE, sealed)?;
        if text == TEXT { Ok(()) } else { Err(SealError::Damaged) }
    }
}

/// Puts the known text under another key, where the old one opens it.
pub(crate) async fn reseal(
    tx: &Tx,
    env: &Env,
    old: &MasterKey,
    new: &MasterKey,
) -> Result<Result<(), SealError>, StoreError> {
    let row = Entity::find_by_id(ROW).lock_exclusive().one(tx).await?;
    let opened = row.ok_or(SealError::Damaged).and_then(|row| old.open(PLACE, &row.sealed));
    if let Err(error) = opened {
        return Ok(Err(error));
    }
    let change = ActiveModel { sealed: Set(new.seal(env, PLACE, TEXT)), ..Default::default() };
    Entity::update_many().set(change).filter(Column::Id.eq(ROW)).exec(tx).await?;
    Ok(Ok(()))
}
