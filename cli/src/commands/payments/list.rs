//! `nproxy payments list`

use nproxy_app::keys::words;
use nproxy_app::lists::{PAGE_ROWS_MAX, Turning};
use nproxy_app::payments::desk::{self, PaymentQuery};
use nproxy_domain::ProcessorId;
use nproxy_domain::payment::PaymentState;
use serde_json::json;

use super::shown::Shown;
use super::words::overview;
use crate::args::WhichPayments;
use crate::desk::Desk;
use crate::failure::Usage;
use crate::out::shown;

pub async fn run(at: &Desk, which: WhichPayments) -> anyhow::Result<()> {
    let Desk { app, out, .. } = at;
    let limit = which.limit as usize;
    let query = query(which)?;
    let mut payments: Vec<Shown> = Vec::new();
    let mut cursor = None;
    loop {
        let left = u32::try_from(limit - payments.len()).unwrap_or(PAGE_ROWS_MAX);
        let turning = Turning { cursor, limit: Some(left.min(PAGE_ROWS_MAX)), ..Turning::default() };
        let page = desk::list(app, &query, &turning).await?;
        payments.extend(page.items.into_iter().map(Shown::from));
        cursor = page.next_cursor;
        if cursor.is_none() || payments.len() >= limit {
            break;
        }
    }
    if let Some(id) = query.processor.as_ref().filter(|id| payments.is_empty() && app.processors.about(id).is_none()) {
        return Err(Usage(format!("there is no [processors.{}] in the configuration", shown(&id.0))).into());
    }
    let more = cursor.is_some();
    out.say(&json!({ "payments": payments, "more": more }), || {
        if payments.is_empty() {
            return "No payment matches.".to_owned();
        }
        let rest = if more { "; there are more, see --limit" } else { "" };
        format!("{}\n{}{rest}", overview(&payments), words::counted(payments.len(), "payment"))
    });
    Ok(())
}

fn query(which: WhichPayments) -> anyhow::Result<PaymentQuery> {
    let WhichPayments { state, review, processor, user, find, limit: _ } = which;
    let mut query = PaymentQuery {
        states: state.iter().filter_map(|name| PaymentState::parse(name)).collect(),
        in_review: review,
        processor: processor.map(ProcessorId),
        text: find,
        ..PaymentQuery::default()
    };
    match user {
        Some(user) if user.contains('@') => query.email = Some(user),
        Some(user) => {
            let id = user.parse().map_err(|_| Usage("--user is an e-mail address or an id".to_owned()))?;
            query.user = Some(id);
        }
        None => {}
    }
    Ok(query)
}
