//! Payments that wait for a decision, page by page.

use nproxy_app::StoreError;
use nproxy_app::payments::desk::{AdminPayment, PaymentQuery, list};

use super::Sight;
use super::page::Page;
use super::sight::turned;
use crate::{Place, View};

pub(super) async fn view(sight: &Sight<'_>, cursor: Option<&str>) -> Result<View, StoreError> {
    let (app, words) = (sight.app, &sight.words.payments);
    let query = &PaymentQuery { in_review: true, ..PaymentQuery::default() };
    let listed = turned(cursor, |turning| Box::pin(async move { list(app, query, &turning).await })).await?;
    let mut page = Page::titled(words.title);
    if listed.items.is_empty() {
        page.say(words.none);
    } else {
        page.say(sight.in_all(listed.total));
    }
    for payment in &listed.items {
        page.gap();
        say(sight, &mut page, payment);
        let label = format!("{} · {}", payment.view.price, sight.address(&payment.email));
        page.row([sight.to(&label, Place::Payment { payment: payment.view.id })]);
    }
    let common = &sight.words.common;
    let first = cursor.map(|_| sight.to(common.first, Place::Payments { cursor: None }));
    let next = listed.next_cursor.map(|next| sight.to(common.next, Place::Payments { cursor: Some(next) }));
    page.row([first, next].into_iter().flatten());
    page.row(sight.web(["payments"]));
    Ok(page.end(sight, Place::Overview, Place::Payments { cursor: cursor.map(str::to_owned) }))
}

fn say(sight: &Sight<'_>, page: &mut Page, payment: &AdminPayment) {
    let words = &sight.words.payments;
    let view = &payment.view;
    let (price, plan) = (sight.name(&view.price.to_string()), sight.name(&view.plan_label));
    page.say(format!("• {price} · {plan} · {}", sight.email(&payment.email)));
    let since = payment.review_opened_at.map(|at| format!(" {}", sight.ago(at))).unwrap_or_default();
    page.say_if(payment.review.map(|reason| format!("{}{since}", (words.review)(reason))));
}
