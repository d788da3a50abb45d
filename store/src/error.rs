//! What can go wrong in the database, sorted by what the caller can do about it.

use sea_orm::{DbErr, RuntimeErr};

/// An error of the database.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// It can't be reached, or has no room: try again later (503).
    #[error("the database can't be reached: {0}")]
    Unavailable(String),
    /// Other transactions got in the way until all tries were used up.
    #[error("the transaction kept colliding with others: {0}")]
    Conflict(String),
    /// A unique index refused the row. `constraint` is the index's name on PostgreSQL
    /// (`turns_user_id_idempotency_key_key`) and the columns on SQLite (`turns.user_id, turns.idempotency_key`).
    #[error("there is such a row already: {constraint}")]
    Unique { constraint: String },
    /// The row refers to one that isn't there.
    #[error("a row that this one refers to is missing: {0}")]
    ForeignKey(String),
    /// The database's last word on money and stages.
    #[error("the database refuses the row: {0}")]
    Check(String),
    /// What a row holds can't be understood.
    #[error("unreadable row: {0}")]
    Unreadable(String),
    /// The URL or another option.
    #[error("{0}")]
    Options(String),
    /// A bug of ours: wrong SQL, or a statement in a transaction that is over.
    #[error("database: {0}")]
    Internal(String),
}

impl StoreError {
    pub fn is_unique(&self) -> bool {
        matches!(self, Self::Unique { .. })
    }

    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }

    fn of_database(error: &dyn sqlx::error::DatabaseError) -> Self {
        use sqlx::error::ErrorKind;
        let text = error.message().to_owned();
        match error.kind() {
            ErrorKind::UniqueViolation => {
                let constraint = error
                    .constraint()
                    .map_or_else(|| text.trim_start_matches("UNIQUE constraint failed: ").to_owned(), str::to_owned);
                Self::Unique { constraint }
            }
            ErrorKind::ForeignKeyViolation => Self::ForeignKey(text),
            ErrorKind::CheckViolation | ErrorKind::NotNullViolation => Self::Check(text),
            _ => {
                let code = error.code().unwrap_or_default();
                match code.as_ref() {
                    "40001" | "40P01" => Self::Conflict(text),
                    code if unavailable(code) => Self::Unavailable(text),
                    _ => Self::Internal(text),
                }
            }
        }
    }
}

/// SQLSTATE: lost connections (08), no resources (53), shutting down or starting (57P), out of patience (57014),
/// a standby (25006), no such database or not let in (3D000, 28).
/// SQLite: busy, locked, I/O error, full, can't open.
fn unavailable(code: &str) -> bool {
    if code.len() == 5 {
        return ["08", "53", "57P", "57014", "25006", "3D000", "28"].iter().any(|begin| code.starts_with(begin));
    }
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13 | 14))
}

impl From<&sqlx::Error> for StoreError {
    fn from(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => Self::of_database(error.as_ref()),
            sqlx::Error::Configuration(error) => Self::Options(error.to_string()),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error.to_string()),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Unreadable(error.to_string()),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::from(&error)
    }
}

impl From<&DbErr> for StoreError {
    fn from(error: &DbErr) -> Self {
        match error {
            DbErr::Conn(RuntimeErr::SqlxError(e))
            | DbErr::Exec(RuntimeErr::SqlxError(e))
            | DbErr::Query(RuntimeErr::SqlxError(e)) => Self::from(e.as_ref()),
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unavailable(error.to_string()),
            DbErr::Type(_) | DbErr::Json(_) | DbErr::TryIntoErr { .. } => Self::Unreadable(error.to_string()),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        Self::from(&error)
    }
}

impl From<riverqueue::Error> for StoreError {
    fn from(error: riverqueue::Error) -> Self {
        let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(cause) = source {
            if let Some(cause) = cause.downcast_ref::<sqlx::Error>() {
                return Self::from(cause);
            }
            source = cause.source();
        }
        Self::Internal(error.to_string())
    }
}
