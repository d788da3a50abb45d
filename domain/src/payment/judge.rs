//! What becomes of a payment when its processor says where it stands.

use super::settle::Settlement;
use super::state::{AccountStanding, PaymentEffect, PaymentFacts, PaymentPolicy, PaymentState, ReviewReason, Told};
use crate::processor::{CryptoAmount, PaymentSnapshot, PaymentStatus};

/// The next state and what is to be done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub state: PaymentState,
    pub effects: Vec<PaymentEffect>,
}

/// An invoice was made, or found again. `None`: the row has one already; another hand was quicker.
pub fn created(state: PaymentState) -> Option<PaymentState> {
    (state == PaymentState::Creating).then_some(PaymentState::Pending)
}

/// No invoice can be made. `None`: there is one already.
pub fn never_made(state: PaymentState) -> Option<PaymentState> {
    (state == PaymentState::Creating).then_some(PaymentState::Failed)
}

/// Money for another invoice of the same order: one that was made when an answer was lost, or that the processor made
/// of money sent again. An admin decides what it was for; what the row itself asked for goes on.
pub fn judge_other(row: &PaymentFacts, other: &PaymentSnapshot) -> Judged {
    let mut judging = Judging::of(row);
    if other.money_came() && other.status != PaymentStatus::Refunded {
        judging.review(ReviewReason::SecondPayment);
    }
    judging.end()
}

/// The processor's own word, just read. Reading the same again changes nothing more.
pub fn judge(row: &PaymentFacts, snapshot: &PaymentSnapshot, policy: &PaymentPolicy) -> Judged {
    let mut judging = Judging::of(row);
    if row.settlement.is_some() {
        judging.after_settlement(snapshot);
        return judging.end();
    }
    if snapshot.status == PaymentStatus::Refunded {
        judging.refunded();
        return judging.end();
    }
    if snapshot.money_came()
        && let Some(reason) = mismatch(row, snapshot, policy)
    {
        judging.review(reason);
        return judging.end();
    }
    if row.activated {
        judging.after_activation(snapshot, policy);
    } else {
        judging.before_activation(snapshot, policy);
    }
    judging.end()
}

/// Why money that came is not simply this order's.
fn mismatch(row: &PaymentFacts, snapshot: &PaymentSnapshot, policy: &PaymentPolicy) -> Option<ReviewReason> {
    let other_order = snapshot.payment.is_some_and(|payment| payment != row.id)
        || row.external.as_ref().is_some_and(|external| *external != snapshot.id);
    let other_price = snapshot.price.as_ref().is_some_and(|price| *price != row.price);
    let other_coin =
        matches!((&row.coin, &snapshot.coin), (Some(ours), Some(theirs)) if !ours.eq_ignore_ascii_case(theirs));
    let reasons = [
        (other_order, ReviewReason::OrderMismatch),
        (snapshot.parent.is_some(), ReviewReason::SecondPayment),
        (other_price, ReviewReason::PriceMismatch),
        (snapshot.sandbox && !policy.sandbox_allowed, ReviewReason::Sandbox),
        (snapshot.unclear.is_some(), ReviewReason::Unclear),
        (other_coin, ReviewReason::WrongCoin),
    ];
    reasons.into_iter().find_map(|(is, reason)| is.then_some(reason))
}

/// Does what came pay for what was asked? `None`: the amounts are not told, so the status alone counts.
fn covers(row: &PaymentFacts, snapshot: &PaymentSnapshot, policy: &PaymentPolicy) -> Option<bool> {
    let asked = row.asked_by(snapshot)?;
    Some(snapshot.received?.covers(asked, policy.missing_permille_max))
}

fn exceeds(row: &PaymentFacts, snapshot: &PaymentSnapshot, policy: &PaymentPolicy) -> bool {
    match (row.asked_by(snapshot), snapshot.received) {
        (Some(asked), Some(received)) => received.exceeds(asked, policy.excess_permille_max),
        _ => snapshot.status == PaymentStatus::Overpaid,
    }
}

struct Judging<'a> {
    row: &'a PaymentFacts,
    state: PaymentState,
    effects: Vec<PaymentEffect>,
}

impl<'a> Judging<'a> {
    fn of(row: &'a PaymentFacts) -> Self {
        Self { row, state: row.state, effects: Vec::new() }
    }

    fn end(self) -> Judged {
        Judged { state: self.state, effects: self.effects }
    }

    /// What activated stays what it is, with a question beside it; what did not waits for the answer.
    fn review(&mut self, reason: ReviewReason) {
        let waits = !self.row.activated && self.row.settlement.is_none();
        if waits {
            self.state = PaymentState::NeedsReview;
        }
        // One question at a time: one that binds is not replaced by one that doesn't, nor is one of other money.
        let stronger = |open: ReviewReason| (open.binds() || open.is_of_other_money()) && !reason.binds();
        let keeps = self.row.review.is_some_and(|open| open == reason || stronger(open));
        if keeps {
            return;
        }
        self.effects.push(PaymentEffect::OpenReview(reason));
        if waits {
            let told = if reason == ReviewReason::Short { Told::ClosedShort } else { Told::InReview };
            self.effects.push(PaymentEffect::Tell(told));
        }
    }

    fn refunded(&mut self) {
        if self.state == PaymentState::Refunded {
            return;
        }
        self.state = PaymentState::Refunded;
        if self.row.activated && !self.row.kept {
            self.effects.push(PaymentEffect::EndCycle);
        }
        if self.row.review.is_some() {
            self.effects.push(PaymentEffect::CloseReview);
        }
        self.effects.push(PaymentEffect::Tell(Told::Refunded));
    }

    /// An admin closed it: only money that moves again is a question.
    fn after_settlement(&mut self, snapshot: &PaymentSnapshot) {
        if snapshot.status == PaymentStatus::Refunded {
            if self.state != PaymentState::Refunded {
                self.refunded_after_settlement();
            }
        } else if self.more_came(snapshot) {
            self.review(ReviewReason::SecondPayment);
        }
    }

    fn refunded_after_settlement(&mut self) {
        let given = self.row.activated || self.row.settlement == Some(Settlement::Granted);
        if !self.row.activated {
            self.state = PaymentState::Refunded;
        }
        if given {
            self.review(ReviewReason::Reversed);
        }
    }

    /// More than was there when it was settled. What was activated without a word of its amount may be told later.
    fn more_came(&self, snapshot: &PaymentSnapshot) -> bool {
        let known = self.row.received.filter(|_| !self.row.is_in_another_coin(snapshot));
        let before = match known {
            None if self.row.activated => return false,
            before => before.unwrap_or(CryptoAmount::ZERO),
        };
        snapshot.received.is_some_and(|now| now > before)
    }

    /// The month is the customer's; only what speaks against the money is a question.
    fn after_activation(&mut self, snapshot: &PaymentSnapshot, policy: &PaymentPolicy) {
        match snapshot.status {
            PaymentStatus::Paid | PaymentStatus::Overpaid | PaymentStatus::PaidLate => {
                if exceeds(self.row, snapshot, policy) && self.state != PaymentState::Overpaid {
                    self.state = PaymentState::Overpaid;
                    self.review(ReviewReason::Excess);
                } else if self.row.review == Some(ReviewReason::Reversed) {
                    self.effects.push(PaymentEffect::CloseReview);
                }
            }
            // Less, within what the operator lets pass, stays paid.
            PaymentStatus::ClosedShort | PaymentStatus::Underpaid | PaymentStatus::Expired
                if covers(self.row, snapshot, policy) == Some(true) => {}
            PaymentStatus::Refunded => {}
            _ => self.review(ReviewReason::Reversed),
        }
    }

    fn before_activation(&mut self, snapshot: &PaymentSnapshot, policy: &PaymentPolicy) {
        if self.row.review.is_some_and(ReviewReason::binds) {
            return;
        }
        match snapshot.status {
            PaymentStatus::Pending => self.waits(PaymentState::Pending),
            PaymentStatus::Confirming => {
                self.waits(PaymentState::Confirming);
                self.tell(Told::Seen);
            }
            // What the operator lets pass is not to be sent: it pays as soon as the processor waits no longer.
            PaymentStatus::Underpaid if covers(self.row, snapshot, policy) == Some(true) => {
                self.waits(PaymentState::Confirming);
                self.tell(Told::Seen);
            }
            PaymentStatus::Underpaid => {
                self.waits(PaymentState::Underpaid);
                self.tell(Told::Short);
            }
            PaymentStatus::ClosedShort => self.closed_short(snapshot, policy),
            PaymentStatus::Paid | PaymentStatus::Overpaid | PaymentStatus::PaidLate => self.paid(snapshot, policy),
            PaymentStatus::Expired if snapshot.some_came() => self.closed_short(snapshot, policy),
            PaymentStatus::Expired => self.waits(PaymentState::Expired),
            PaymentStatus::Failed if snapshot.some_came() => self.review(ReviewReason::Failed),
            PaymentStatus::Failed => self.waits(PaymentState::Failed),
            PaymentStatus::Refunded => {}
        }
    }

    /// A state without a decision. Money in review stays there until it is certain or an admin has looked.
    fn waits(&mut self, state: PaymentState) {
        if self.state != PaymentState::NeedsReview {
            self.state = state;
        }
    }

    /// Once each; the memory of what was told is the mail's.
    fn tell(&mut self, told: Told) {
        if self.row.state != self.state {
            self.effects.push(PaymentEffect::Tell(told));
        }
    }

    fn closed_short(&mut self, snapshot: &PaymentSnapshot, policy: &PaymentPolicy) {
        if covers(self.row, snapshot, policy) == Some(true) {
            self.paid(snapshot, policy);
        } else {
            self.review(ReviewReason::Short);
        }
    }

    fn paid(&mut self, snapshot: &PaymentSnapshot, policy: &PaymentPolicy) {
        if covers(self.row, snapshot, policy) == Some(false) {
            return self.review(ReviewReason::Short);
        }
        match self.row.account {
            AccountStanding::Good => {}
            AccountStanding::Suspended => return self.review(ReviewReason::AccountSuspended),
            AccountStanding::Deleted => return self.review(ReviewReason::AccountDeleted),
        }
        let excess = exceeds(self.row, snapshot, policy);
        self.state = if excess {
            PaymentState::Overpaid
        } else if self.row.was_expired || snapshot.status == PaymentStatus::PaidLate {
            PaymentState::PaidLate
        } else {
            PaymentState::Paid
        };
        self.effects.push(PaymentEffect::Activate);
        if self.row.review.is_some_and(ReviewReason::ends_with_full_payment) {
            self.effects.push(PaymentEffect::CloseReview);
        }
        if excess && !self.row.review.is_some_and(ReviewReason::is_of_other_money) {
            self.effects.push(PaymentEffect::OpenReview(ReviewReason::Excess));
        }
        if self.state == PaymentState::PaidLate {
            self.effects.push(PaymentEffect::Tell(Told::Late));
        }
        self.effects.push(PaymentEffect::Tell(Told::Activated));
    }
}
