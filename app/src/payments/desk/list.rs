//! All payments, newest first.

use nproxy_domain::payment::PaymentState;
use nproxy_domain::{ProcessorId, UserId};
use nproxy_store::payments::{self, PaymentFilter};
use nproxy_store::{StoreError, users};

use super::admin::{self, AdminPayment};
use crate::App;
use crate::payments::get::{ListError, Page};

/// Which payments are wanted; nothing said is nothing asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentQuery {
    /// Any of these.
    pub states: Vec<PaymentState>,
    /// Only those with an open question.
    pub in_review: bool,
    pub processor: Option<ProcessorId>,
    pub user: Option<UserId>,
    /// The whole address of the customer, in upper or lower case alike.
    pub email: Option<String>,
    /// Exactly its id, the processor's id of it, the address, or a transaction that was seen or reported.
    pub text: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminPage {
    pub items: Vec<AdminPayment>,
    /// For the page after this one, if there is one.
    pub next_cursor: Option<String>,
}

pub async fn list(app: &App, query: &PaymentQuery, cursor: Option<&str>, limit: u32) -> Result<AdminPage, ListError> {
    let page = Page::of(cursor, limit)?;
    let Some(filter) = filter(app, query).await? else {
        return Ok(AdminPage { items: Vec::new(), next_cursor: None });
    };
    let rows = payments::page(app.store.read(), &filter, page.before, page.rows_max()).await?;
    let (rows, next_cursor) = page.cut(rows);
    Ok(AdminPage { items: admin::all(app, rows).await?, next_cursor })
}

/// `None`: nobody is meant, so nothing is found.
async fn filter(app: &App, query: &PaymentQuery) -> Result<Option<PaymentFilter>, StoreError> {
    let mut user = query.user;
    if let Some(email) = &query.email {
        let Some(row) = users::by_email(app.store.read(), &email.trim().to_lowercase()).await? else {
            return Ok(None);
        };
        let named = UserId(row.id);
        if user.is_some_and(|user| user != named) {
            return Ok(None);
        }
        user = Some(named);
    }
    let text = query.text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let PaymentQuery { states, in_review, processor, .. } = query.clone();
    Ok(Some(PaymentFilter { states, in_review, processor, user, text }))
}
