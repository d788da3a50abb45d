//! What an act will do and did, and why it isn't done.

use nproxy_domain::payment::ActRefused;

use super::super::{Acts, Refusals};
use super::counted;
use super::pool::requests;

pub(super) const ACTS: Acts = Acts {
    activate_key: |key| format!("Put the key {key} back to work? Its failures in a row are forgotten."),
    disable_key: |key| format!("Take the key {key} out of use?"),
    in_flight_ends: |n| {
        let end = if n == 1 { "comes to its end" } else { "come to their end" };
        format!("{} in flight {end}.", counted(u64::try_from(n).unwrap_or(0), "request", "requests"))
    },
    last_of_pool: |provider| {
        format!("It is the last key of {provider} that can be used: without it no picture is made there.")
    },
    test_key: |key| format!("Ask the upstream whether it knows the key {key}? That costs nothing and changes nothing."),
    key_works: |key, ms| format!("The upstream knows the key {key} ({ms} ms)."),
    key_failed: |key, why| format!("The key {key} did not pass: {why}"),
    key_no_check: |key| format!("The key {key} can't be tested: its provider has no free call for that."),
    ask_balance: |key| format!("Ask the upstream what is left for the key {key}?"),
    enter_balance: |account| {
        format!(
            "Enter what the account {account} has left? Write the amount in dollars, like <code>42.50</code>, and after \
             it why, if you like. From then on its costs are counted down from it."
        )
    },
    balance: "Balance",
    balance_unknown: "unknown",
    settle_confirm: |payment| {
        format!("Confirm that the money for {payment} has come? The month begins, and the customer is told.")
    },
    settle_activate: |payment| {
        format!("Give the month of {payment} as if it had been paid in full? The customer is told.")
    },
    settle_grant: |payment, n| {
        format!("Grant {} on top of the current month instead of the month of {payment}?", requests(n))
    },
    settle_refund: |payment| {
        format!(
            "Note that the money of {payment} was sent back? Write the address, the amount and the transaction with \
             spaces between them, and after them why, if you like. The customer is told, and a month that it paid for \
             ends, unless the customer may keep it."
        )
    },
    settle_reject: |payment| format!("Close {payment}: nothing is due?"),
    settle_keep: |payment| format!("Let the customer keep the month of {payment} whatever becomes of the money?"),
    grant: |who, n| format!("Grant {who} {} on top of the current month?", requests(n)),
    limit: "Requests of the month",
    extend: |who, hours| format!("Let the current month of {who} end {} later?", hours_in_words(hours)),
    ends_at: "The month ends",
    moved: |n| format!("{} behind it moved along.", counted(n, "month", "months")),
    suspend: |who| {
        format!(
            "Suspend {who}? It signs out everywhere, and nobody signs in, asks for pictures or makes invoices with it. \
             The month runs on."
        )
    },
    unsuspend: |who| format!("Let {who} in again?"),
    retry: |who| {
        format!("Try the picture again for {who}? The house pays: one request is granted on top of the month for it.")
    },
    retried: "It is tried again; this is the new picture",
    turn: |switch, value| format!("Turn {switch} to {value}? It holds at once, everywhere."),
    mute: |until| format!("No notices until {until}? What is critical comes all the same."),
    unmute: "Hear of everything again?",
    not_muted: "not muted",
    muted_until: |until| format!("muted until {until}"),
    hours: |hours| format!("No notices from {hours} UTC every day? What is critical comes all the same."),
    no_hours: "no quiet hours",
    language: |language| format!("Speak {language} with you from now on?"),
};

pub(super) const REFUSALS: Refusals = Refusals {
    key_gone: "There is no such key any more.",
    payment_gone: "There is no such payment.",
    user_gone: "There is no such account any more.",
    picture_gone: "There is no such picture any more.",
    switch_gone: "There is no such switch any more.",
    reader_gone: "This chat is not paired any more.",
    reason: "A reason has 1 to 500 characters. Begin again and write a shorter one.",
    no_account: "The key belongs to no account, so no balance can be entered.",
    amount: "The amount is missing. Begin again and write it in dollars, like <code>42.50</code>.",
    refund: "Begin again and write the address, the amount and the transaction, with spaces between them.",
    money_only: "Your pairing may not do this. An operator can give it the scope <code>money</code>.",
    no_month: "The customer has no month at present.",
    too_many: "The month can't have so many requests.",
    is_admin: "The account is an admin's; its role is taken away on the command line first.",
    is_so: "It is so already.",
    not_retryable: "It can't be tried again.",
    retried_already: "It was tried again already.",
    account_inactive: "The account is suspended or about to be deleted.",
    month_in_the_way: "The month can't be given back: another one lies where it would. Give the customer a month instead.",
    act: |refused| match refused {
        ActRefused::NotByHand => "This processor tells by itself what was paid.",
        ActRefused::AlreadyActivated => "It has begun a month already.",
        ActRefused::NothingToSettle => "There is nothing to settle.",
        ActRefused::AlreadySettled => "It was settled before.",
        ActRefused::NotActivated => "It has begun no month.",
        ActRefused::AlreadyKept => "The customer keeps it already.",
        ActRefused::AccountSuspended => {
            "The account is suspended; settle it another way, or let the customer in again first."
        }
        ActRefused::AccountDeleted => "The account is deleted; settle it another way.",
    },
    no_such_position: "The switch has no such position any more.",
    not_configured: "The provider is not in the configuration any more.",
};

fn hours_in_words(hours: u32) -> String {
    match hours {
        24 => "a day".to_owned(),
        168 => "a week".to_owned(),
        n => counted(n, "hour", "hours"),
    }
}
