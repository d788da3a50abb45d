//! A customer looks at own payments.

use nproxy_domain::{PaymentId, UserId};
use nproxy_store::{StoreError, payments};

use super::view::{PaymentView, view, views};
use crate::App;

pub const PAYMENTS_PER_PAGE_MAX: u32 = 100;

#[derive(Debug, thiserror::Error)]
pub enum GetError {
    /// Also where it is somebody else's.
    #[error("there is no such payment")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentPage {
    pub items: Vec<PaymentView>,
    /// For the page after this one, if there is one.
    pub next_cursor: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum ListError {
    #[error("this is no cursor of this list")]
    BadCursor,
    #[error("a page has 1 to {PAYMENTS_PER_PAGE_MAX} payments")]
    LimitOutOfRange,
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub async fn get_own(app: &App, user: UserId, id: PaymentId) -> Result<PaymentView, GetError> {
    let row = payments::get_own(app.store.read(), user, id).await?.ok_or(GetError::NotFound)?;
    Ok(view(app, row).await?)
}

pub async fn list_own(app: &App, user: UserId, cursor: Option<&str>, limit: u32) -> Result<PaymentPage, ListError> {
    if !(1..=PAYMENTS_PER_PAGE_MAX).contains(&limit) {
        return Err(ListError::LimitOutOfRange);
    }
    let before = cursor.map(|cursor| cursor.parse().map_err(|_| ListError::BadCursor)).transpose()?;
    // One more than asked for tells whether there is more.
    let mut rows = payments::own_page(app.store.read(), user, before, u64::from(limit) + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next_cursor = rows.last().filter(|_| more).map(|row| PaymentId(row.id).to_string());
    Ok(PaymentPage { items: views(app, rows).await?, next_cursor })
}
