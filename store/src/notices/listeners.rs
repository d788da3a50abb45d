//! Admins who hear of things in Telegram.

use nproxy_domain::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

use crate::StoreError;

/// One of them, as he set it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Listener {
    pub telegram_id: i64,
    pub language: String,
    pub muted_until: Option<Timestamp>,
    /// Minutes of the day in UTC, both or none.
    pub quiet_from_minute: Option<i64>,
    pub quiet_to_minute: Option<i64>,
}

impl Listener {
    /// His name as a recipient.
    pub fn recipient(&self) -> String {
        self.telegram_id.to_string()
    }
}

/// Those whose admin may act at present: few.
pub async fn listeners(db: &impl ConnectionTrait) -> Result<Vec<Listener>, StoreError> {
    let sql = "SELECT t.telegram_id, t.language, t.muted_until, t.quiet_from_minute, t.quiet_to_minute
        FROM telegram_admins t JOIN users u ON u.id = t.admin_id
        WHERE u.role = 'admin' AND u.suspended_at IS NULL AND u.delete_after IS NULL AND u.deleted_at IS NULL
        ORDER BY t.telegram_id";
    let statement = Statement::from_string(db.get_database_backend(), sql);
    Ok(Listener::find_by_statement(statement).all(db).await?)
}
