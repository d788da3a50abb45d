//! A customer looks at own payments.

use nproxy_domain::{PaymentId, UserId};
use nproxy_store::StoreError;
use nproxy_store::payments::{self, PaymentRow};

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
    let page = Page::of(cursor, limit)?;
    let rows = payments::own_page(app.store.read(), user, page.before, page.rows_max()).await?;
    let (rows, next_cursor) = page.cut(rows);
    Ok(PaymentPage { items: views(app, rows).await?, next_cursor })
}

/// A page of a list of payments, newest first: nothing is left out or shown twice while pages are turned.
pub(super) struct Page {
    pub before: Option<PaymentId>,
    limit: u32,
}

impl Page {
    pub fn of(cursor: Option<&str>, limit: u32) -> Result<Self, ListError> {
        if !(1..=PAYMENTS_PER_PAGE_MAX).contains(&limit) {
            return Err(ListError::LimitOutOfRange);
        }
        let before = cursor.map(|cursor| cursor.parse().map_err(|_| ListError::BadCursor)).transpose()?;
        Ok(Self { before, limit })
    }

    /// One more than asked for tells whether there is more.
    pub fn rows_max(&self) -> u64 {
        u64::from(self.limit) + 1
    }

    /// The page's own rows, and the cursor of the page after it, if there is one.
    pub fn cut(&self, mut rows: Vec<PaymentRow>) -> (Vec<PaymentRow>, Option<String>) {
        let more = rows.len() > self.limit as usize;
        rows.truncate(self.limit as usize);
        let next_cursor = rows.last().filter(|_| more).map(|row| PaymentId(row.id).to_string());
        (rows, next_cursor)
    }
}
