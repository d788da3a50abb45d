//! What an admin may do with a payment.

use serde::{Deserialize, Serialize};

use super::state::{AccountStanding, PaymentEffect, PaymentFacts, PaymentState, Told, names};

/// An admin's act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum Act {
    /// The money of a processor without a voice of its own has come.
    Confirm,
    /// The month is given as if it had been paid as asked.
    Activate,
    /// Requests on top of the customer's current month instead.
    Grant { requests: u32 },
    /// The money was sent back, by hand: where to, how much, in which transaction.
    RefundNoted { address: String, amount: String, transaction: String },
    /// Nothing is due.
    Reject,
    /// The customer keeps the month whatever becomes of the money.
    Keep,
}

names! {
    /// How an admin closed a payment.
    Settlement {
        Activated = "activated",
        Granted = "granted",
        RefundNoted = "refund_noted",
        Rejected = "rejected",
    }
}

/// The next state, what is to be done, and how the row is closed, if it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub state: PaymentState,
    pub effects: Vec<PaymentEffect>,
    pub settlement: Option<Settlement>,
    pub kept: bool,
}

/// Why an act is not to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActRefused {
    #[error("this processor tells by itself what was paid")]
    NotByHand,
    #[error("it has activated a month already")]
    AlreadyActivated,
    #[error("there is nothing to settle")]
    NothingToSettle,
    #[error("it was settled before")]
    AlreadySettled,
    #[error("no month was activated by it")]
    NotActivated,
    #[error("the customer keeps it already")]
    AlreadyKept,
    #[error("the account is suspended; settle it another way, or lift the suspension first")]
    AccountSuspended,
    #[error("the account is deleted; settle it another way")]
    AccountDeleted,
}

/// Decides an act. `by_hand`: the processor's payments are confirmed by admins.
pub fn act(row: &PaymentFacts, act: &Act, by_hand: bool) -> Result<Settled, ActRefused> {
    match act {
        Act::Keep => keep(row),
        Act::Confirm => confirm(row, by_hand),
        _ => settle(row, act),
    }
}

fn keep(row: &PaymentFacts) -> Result<Settled, ActRefused> {
    if !row.activated {
        return Err(ActRefused::NotActivated);
    }
    if row.kept {
        return Err(ActRefused::AlreadyKept);
    }
    Ok(Settled { state: row.state, effects: Vec::new(), settlement: None, kept: true })
}

fn confirm(row: &PaymentFacts, by_hand: bool) -> Result<Settled, ActRefused> {
    if !by_hand {
        return Err(ActRefused::NotByHand);
    }
    if row.activated {
        return Err(ActRefused::AlreadyActivated);
    }
    if row.settlement.is_some() {
        return Err(ActRefused::AlreadySettled);
    }
    in_good_standing(row)?;
    let late = row.was_expired;
    let mut effects = vec![PaymentEffect::Activate];
    if row.review.is_some() {
        effects.push(PaymentEffect::CloseReview);
    }
    effects.push(PaymentEffect::Tell(Told::Activated));
    let state = if late { PaymentState::PaidLate } else { PaymentState::Paid };
    Ok(Settled { state, effects, settlement: None, kept: row.kept })
}

fn settle(row: &PaymentFacts, act: &Act) -> Result<Settled, ActRefused> {
    let Some(reason) = row.review else {
        if let Act::RefundNoted { .. } = act
            && row.activated
            && row.settlement.is_none()
            && row.state != PaymentState::Refunded
        {
            return Ok(refunded_past_the_processor(row));
        }
        return Err(if row.settlement.is_some() { ActRefused::AlreadySettled } else { ActRefused::NothingToSettle });
    };
    let mut effects = Vec::new();
    let (settlement, state) = match act {
        Act::Activate => {
            if row.activated {
                return Err(ActRefused::AlreadyActivated);
            }
            in_good_standing(row)?;
            effects.push(PaymentEffect::Activate);
            effects.push(PaymentEffect::Tell(Told::Activated));
            (Settlement::Activated, PaymentState::Paid)
        }
        Act::Grant { .. } => {
            in_good_standing(row)?;
            (Settlement::Granted, if row.activated { row.state } else { PaymentState::Paid })
        }
        Act::RefundNoted { .. } => {
            let money_went_back = !row.activated || !reason.is_of_other_money();
            (Settlement::RefundNoted, if money_went_back { PaymentState::Refunded } else { row.state })
        }
        _ => (Settlement::Rejected, if row.activated { row.state } else { rejected(row) }),
    };
    let refunded_now = state == PaymentState::Refunded && row.state != PaymentState::Refunded;
    if refunded_now && row.activated && !row.kept {
        effects.push(PaymentEffect::EndCycle);
    }
    effects.push(PaymentEffect::CloseReview);
    if settlement == Settlement::RefundNoted {
        effects.push(PaymentEffect::Tell(Told::Refunded));
    }
    // A report that nothing bears out closes nothing but itself: the money may still come.
    let goes_on = settlement == Settlement::Rejected && !row.activated && row.state != PaymentState::NeedsReview;
    Ok(Settled { state, effects, settlement: (!goes_on).then_some(settlement), kept: row.kept })
}

/// Sent from a wallet, or by a processor that has no word for it: nothing but this act tells of it.
fn refunded_past_the_processor(row: &PaymentFacts) -> Settled {
    let ends = (!row.kept).then_some(PaymentEffect::EndCycle);
    let effects = ends.into_iter().chain([PaymentEffect::Tell(Told::Refunded)]).collect();
    let settlement = Some(Settlement::RefundNoted);
    Settled { state: PaymentState::Refunded, effects, settlement, kept: row.kept }
}

fn rejected(row: &PaymentFacts) -> PaymentState {
    if row.state == PaymentState::NeedsReview { PaymentState::Failed } else { row.state }
}

fn in_good_standing(row: &PaymentFacts) -> Result<(), ActRefused> {
    match row.account {
        AccountStanding::Good => Ok(()),
        AccountStanding::Suspended => Err(ActRefused::AccountSuspended),
        AccountStanding::Deleted => Err(ActRefused::AccountDeleted),
    }
}
