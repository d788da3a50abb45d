//! `nproxy payments confirm`, `settle`, `keep`

use nproxy_app::payments::desk::{self, Act, ActError, ShowError};
use nproxy_domain::PaymentId;

use super::shown::{File, Shown};
use super::with_advice;
use super::words::done;
use crate::args::Why;
use crate::ask;
use crate::desk::Desk;
use crate::failure::Usage;

pub async fn run(at: &Desk, id: PaymentId, act: Act, why: &Why) -> anyhow::Result<()> {
    let Desk { app, by, out } = at;
    if why.reason.trim().is_empty() {
        return Err(Usage(ActError::ReasonMissing.to_string()).into());
    }
    let before = File::from(desk::show(app, id).await.map_err(with_advice)?);
    ask::sure(&what(&act, &before.payment), why.sure)?;
    let acted = desk::act(app, by, id, act, &why.reason).await;
    let file = File::from(acted.map_err(|error| match error {
        ActError::NotFound => with_advice(ShowError::NotFound),
        ActError::ReasonMissing | ActError::Invalid(_) => Usage(error.to_string()).into(),
        other => anyhow::Error::from(other),
    })?);
    out.say(&file, || done(&file.payment));
    Ok(())
}

/// What is about to be done, so that it can be judged.
fn what(act: &Act, payment: &Shown) -> String {
    let Shown { email, price, plan, .. } = payment;
    let of = format!("the payment of {} {} by {email}", price.amount, price.currency);
    match act {
        Act::Confirm => format!("This says that the money of {of} came, and gives {}", plan.label),
        Act::Activate => format!("This gives {} for {of}, as if it had been paid as asked", plan.label),
        Act::Grant { requests } => format!("This gives {requests} requests for {of} and closes its question"),
        Act::RefundNoted { amount, .. } => {
            format!(
                "This notes that {amount} of {of} was sent back, closes it, and ends a month that it paid for, unless \
                 the customer may keep it"
            )
        }
        Act::Reject => format!("This says that nothing is due for {of}, and closes its question"),
        Act::Keep => format!("This leaves {email} the month of {of}, whatever becomes of the money"),
    }
}
