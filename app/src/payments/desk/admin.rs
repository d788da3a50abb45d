//! A payment as an admin sees it: what its customer sees, and what is behind it.

use std::collections::HashMap;

use nproxy_domain::payment::ReviewReason;
use nproxy_domain::redact::line;
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::payments::PaymentRow;
use nproxy_store::{StoreError, users};

use crate::App;
use crate::payments::PaymentView;
use crate::payments::view::views;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminPayment {
    pub view: PaymentView,
    pub email: String,
    /// The processor's id of it.
    pub external_id: Option<String>,
    /// The open question.
    pub review: Option<ReviewReason>,
    pub review_detail: Option<String>,
    pub review_opened_at: Option<Timestamp>,
    /// The transaction that its customer says he paid with.
    pub reported_tx: Option<String>,
    /// The customer keeps the month whatever becomes of the money.
    pub kept: bool,
    pub settled_at: Option<Timestamp>,
    /// What went wrong last.
    pub detail: Option<String>,
    /// When the newest reading that came to its end began.
    pub read_at: Option<Timestamp>,
    /// `None`: its processor is not asked any more.
    pub next_read_at: Option<Timestamp>,
    /// Readings in a row that failed.
    pub read_failures: u32,
}

/// In the order of the rows, with one look at their customers.
pub(crate) async fn all(app: &App, rows: Vec<PaymentRow>) -> Result<Vec<AdminPayment>, StoreError> {
    let mut users: Vec<UserId> = rows.iter().map(|row| UserId(row.user_id)).collect();
    users.sort_unstable();
    users.dedup();
    let emails = users::emails(app.store.read(), &users).await?;
    let views = views(app, rows.clone()).await?;
    rows.into_iter().zip(views).map(|(row, view)| of(row, view, &emails)).collect()
}

pub(super) async fn one(app: &App, row: PaymentRow) -> Result<AdminPayment, StoreError> {
    let gone = || StoreError::Internal("a row without its view".into());
    all(app, vec![row]).await?.pop().ok_or_else(gone)
}

fn of(row: PaymentRow, view: PaymentView, emails: &HashMap<UserId, String>) -> Result<AdminPayment, StoreError> {
    let review = row.review.as_deref().map(|name| {
        ReviewReason::parse(name).ok_or_else(|| StoreError::Unreadable(format!("payment {}: {name:?}", row.id)))
    });
    let on_a_line = |text: Option<String>| text.map(|text| line(&text));
    Ok(AdminPayment {
        view,
        email: emails.get(&UserId(row.user_id)).cloned().unwrap_or_default(),
        external_id: on_a_line(row.external_id),
        review: review.transpose()?,
        review_detail: on_a_line(row.review_detail),
        review_opened_at: row.review_opened_at,
        reported_tx: on_a_line(row.reported_tx),
        kept: row.kept,
        settled_at: row.settled_at,
        detail: on_a_line(row.detail),
        read_at: row.read_at,
        next_read_at: row.next_read_at,
        read_failures: u32::try_from(row.read_failures).unwrap_or(u32::MAX),
    })
}
