//! An admin has a processor asked at once.

use nproxy_domain::PaymentId;
use nproxy_store::StoreError;
use nproxy_store::payments::{self, PaymentRow};
use serde_json::{Value, json};

use super::show::{PaymentFile, file};
use crate::App;
use crate::audit::{By, Change};
use crate::payments::{ReadError, read};

#[derive(Debug, thiserror::Error)]
pub enum ReadNowError {
    #[error("there is no such payment")]
    NotFound,
    #[error("its invoice is not made yet, so there is nothing to ask about")]
    NotMade,
    #[error("its processor is not in the configuration any more, so nobody can be asked")]
    ProcessorGone,
    /// In the processor's words, redacted.
    #[error("the processor did not answer: {0}")]
    Processor(String),
    #[error("its money comes past us, so nobody can be asked; an admin confirms it")]
    ByHand,
    #[error("it is being read at this moment; look again shortly")]
    Busy,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ReadError> for ReadNowError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::NotMade => Self::NotMade,
            ReadError::ProcessorGone => Self::ProcessorGone,
            ReadError::Processor(words) => Self::Processor(words),
            ReadError::ByHand => Self::ByHand,
            ReadError::Busy => Self::Busy,
            ReadError::Store(error) => Self::Store(error),
        }
    }
}

/// On record as `payments.read` once the processor was asked, whether or not it answered. What its answer changed is the
/// system's doing, and stands in the payment's history.
pub async fn read_now(app: &App, by: &By, id: PaymentId) -> Result<PaymentFile, ReadNowError> {
    let before = payments::get(app.store.read(), id).await?.ok_or(ReadNowError::NotFound)?;
    let trouble = match read(app, id).await {
        Ok(()) => None,
        Err(ReadError::Processor(words)) => Some(words),
        Err(nobody_was_asked) => return Err(nobody_was_asked.into()),
    };
    let row = payments::get(app.store.read(), id).await?.ok_or(ReadNowError::NotFound)?;
    let (before, after) = (&before, &state_of(&row, trouble.as_deref()));
    let line = app.store.write(|tx| async move {
        let line = Change::of("payments.read", format!("payment:{id}")).before(state_of(before, None));
        by.did(&tx, &app.env, line.after(after.clone())).await
    });
    line.await?;
    match trouble {
        Some(words) => Err(ReadNowError::Processor(words)),
        None => Ok(file(app, row).await?),
    }
}

fn state_of(row: &PaymentRow, trouble: Option<&str>) -> Value {
    let mut state =
        json!({ "state": row.state, "received": row.received, "review": row.review, "read_at": row.read_at });
    if let Some(trouble) = trouble {
        state["trouble"] = json!(trouble);
    }
    state
}
