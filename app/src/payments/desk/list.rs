//! All payments, newest first.

use nproxy_domain::payment::PaymentState;
use nproxy_domain::{ProcessorId, Timestamp, UserId};
use nproxy_store::payments::PaymentFilter;
use nproxy_store::{StoreError, users};
use serde_json::Value;

use super::admin::AdminPayment;
use crate::App;
use crate::audit::By;
use crate::lists::{self, Export, ListError, Listed, Total, Turning};

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
    /// Its month was activated at this moment or later.
    pub activated_from: Option<Timestamp>,
    /// Its month was activated before.
    pub activated_to: Option<Timestamp>,
    /// Exactly its id, the processor's id of it, the address, or a transaction that was seen or reported.
    pub text: Option<String>,
}

pub async fn list(app: &App, query: &PaymentQuery, turning: &Turning) -> Result<Listed<AdminPayment>, ListError> {
    let Some(filter) = filter(app, query).await? else {
        return Ok(Listed { items: Vec::new(), next_cursor: None, total: Total::default() });
    };
    lists::page(app, &filter, turning).await
}

/// The same payments for a file; `said` is what was asked, for the record.
pub async fn export(
    app: &App,
    by: &By,
    query: &PaymentQuery,
    said: Value,
) -> Result<Export<PaymentFilter>, StoreError> {
    // Nobody's payments are those of nobody.
    let nobody = || PaymentFilter { user: Some(UserId(uuid::Uuid::nil())), ..PaymentFilter::default() };
    let filter = filter(app, query).await?.unwrap_or_else(nobody);
    lists::export(app, by, filter, said).await
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
    let PaymentQuery { states, in_review, processor, activated_from, activated_to, .. } = query.clone();
    Ok(Some(PaymentFilter { states, in_review, processor, user, activated_from, activated_to, text }))
}
