//! Payments, and who pays.

use nproxy_app::lists::UserState;
use nproxy_domain::payment::{PaymentState, ReviewReason, Settlement};

use super::super::{Payments, People};
use super::counted;
use super::pool::requests;

pub(super) const PAYMENTS: Payments = Payments {
    title: "Payments in review",
    none: "No payment waits for a decision.",
    state: |state| match state {
        PaymentState::Creating => "being made",
        PaymentState::Pending => "waits for money",
        PaymentState::Confirming => "money seen",
        PaymentState::Paid => "paid",
        PaymentState::Underpaid => "paid in part",
        PaymentState::Overpaid => "overpaid",
        PaymentState::Expired => "expired",
        PaymentState::PaidLate => "paid late",
        PaymentState::Failed => "failed",
        PaymentState::Refunded => "refunded",
        PaymentState::NeedsReview => "in review",
    },
    review: |reason| match reason {
        ReviewReason::Short => "Less came than was asked for.",
        ReviewReason::Excess => "More came than was asked for.",
        ReviewReason::Failed => "Money came, and the processor then called the payment failed.",
        ReviewReason::Reversed => "The money was taken back after the month had begun.",
        ReviewReason::SecondPayment => "Money came a second time for the same invoice.",
        ReviewReason::PriceMismatch => "The processor tells another price than ours.",
        ReviewReason::OrderMismatch => "The processor tells it as the payment of another order.",
        ReviewReason::WrongCoin => "Another coin came than was asked for.",
        ReviewReason::Sandbox => "The processor says that this is play money.",
        ReviewReason::Unclear => "What the processor tells can't be read without doubt.",
        ReviewReason::AccountSuspended => "Money came for a suspended account.",
        ReviewReason::AccountDeleted => "Money came for an account that is deleted.",
        ReviewReason::Reported => "The customer says that it is paid; the processor doesn't.",
    },
    customer: |who| format!("Customer: {who}"),
    processor: |label| format!("Processor: {label}"),
    asked: |amount| format!("Asked for: {amount}"),
    came: |amount| format!("Came: {amount}"),
    reported: |transaction| format!("The customer named this transaction: {transaction}"),
    month: |from, to| format!("Its month: {from} to {to}"),
    settled: |how| format!("Settled: {how}"),
    settlement: |how| match how {
        Settlement::Activated => "the month was given",
        Settlement::Granted => "requests were granted",
        Settlement::RefundNoted => "a refund was noted",
        Settlement::Rejected => "nothing was due",
    },
    kept: "The customer keeps the month whatever becomes of the money.",
    timeline: "What happened, in UTC",
    event: |event| match event.kind {
        "placed" => "placed",
        "created" => "made by the processor",
        "webhook" => "the processor told us",
        "read" => "we asked the processor",
        "found" => "found at the processor",
        "reported" => "the customer reported it",
        "act" => "an admin acted",
        _ => "something failed",
    },
    confirm: "Confirm the money",
    activate: "Activate the month",
    grant: |n| format!("Grant {}", requests(n)),
    refund: "Note a refund",
    reject: "Nothing is due",
    keep: "Let the customer keep the month",
    money_only: "Your pairing may not settle payments.",
    who: "Customer",
};

pub(super) const PEOPLE: People = People {
    customer: "Customer",
    admin: "Admin",
    state: |state| match state {
        UserState::Active => "active",
        UserState::Suspended => "suspended",
        UserState::Closing => "about to be deleted",
        UserState::Deleted => "deleted",
    },
    since: |moment| format!("Here since {moment}"),
    seen: |when| format!("Last seen {when}"),
    never_seen: "Not signed in lately",
    suspended: |moment, reason| format!("Suspended since {moment}: {reason}"),
    closing: |moment| format!("Will be deleted after {moment}"),
    no_month: "No month runs.",
    month: |plan, ends| format!("Month: {plan}, until {ends}"),
    quota: |left, held, limit| format!("Requests: {left} left of {limit}, {held} held by running pictures"),
    queued: |months| format!("Behind it: {}", counted(months as u64, "month", "months")),
    grant: |n| format!("Grant {n}"),
    day: "Extend by a day",
    week: "Extend by a week",
    suspend: "Suspend",
    unsuspend: "Let in again",
};
