//! In English.

use chrono::{Datelike as _, Timelike as _};
use nproxy_domain::Timestamp;

use super::letter::Letter;
use super::news::{MonthEnd, MonthNews, PaymentNews, Purchase};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Stands before a link that is written out.
pub(super) const OR_OPEN: &str = "Or open this address:";

pub(super) fn payment(purchase: &Purchase) -> Letter {
    what_happened(purchase).page("Open the payment")
}

fn what_happened(purchase: &Purchase) -> Letter {
    let Purchase { plan, price, .. } = purchase;
    match &purchase.news {
        PaymentNews::Seen { confirmations_needed } => {
            let confirmations = match confirmations_needed {
                Some(1) => "1 confirmation".to_owned(),
                Some(n) => format!("{n} confirmations"),
                None => "its confirmations".to_owned(),
            };
            Letter::new(format!("We see your payment for {plan}"))
                .say(format!("Your payment for {plan} ({price}) is on its way: we see {}.", came(purchase)))
                .say(format!(
                    "It still needs {confirmations} on the network. There is nothing left for you to do, and you may \
                     close the page: we write again as soon as your plan is active."
                ))
        }
        PaymentNews::Short { missing, until } => {
            let missing = missing.as_deref().unwrap_or("the amount that the payment's page shows");
            let by = until.map_or_else(String::new, |until| format!(" by {}", moment(until)));
            Letter::new(format!("Your payment for {plan} is not complete"))
                .say(format!("Less than asked has arrived for {plan} ({price}): {}.", came_of(purchase)))
                .say(format!(
                    "To complete it, send {missing}{} to the same address{by}. The payment's page shows the address. \
                     Some exchanges take their fee from what they send: add it on top.",
                    on_network(purchase)
                ))
                .say("What you have sent is not lost.")
        }
        PaymentNews::ClosedShort => Letter::new(format!("Your payment for {plan} is not complete"))
            .say(format!("Less than asked has arrived for {plan} ({price}): {}.", came_of(purchase)))
            .say(
                "This invoice takes no more money, so please do not send the rest. A person looks at what has arrived; \
                 it is not lost.",
            ),
        PaymentNews::Late => Letter::new(format!("Your payment for {plan} came late and counts"))
            .say(format!(
                "Your payment for {plan} ({price}) arrived after its time was over: {}. It counts all the same.",
                came(purchase)
            ))
            .say("There is nothing left for you to do. The payment's page shows your month."),
        PaymentNews::InReview => Letter::new(format!("Your payment for {plan} is being looked at"))
            .say(format!("Your payment for {plan} ({price}) has arrived: {}.", came(purchase)))
            .say(
                "A person has to look at it before your plan becomes active. There is nothing to do for you: please do \
                 not pay a second time. The payment's page shows what came of it.",
            ),
        PaymentNews::Activated { requests, starts_at, ends_at, waits, excess } => {
            let letter = Letter::new(format!("{plan} is paid"))
                .say(format!("Thank you. {plan} ({price}) is paid: {requests} pictures."));
            let letter = match waits {
                None => letter.say(format!("It is active now and ends on {}.", moment(*ends_at))),
                Some(billing) => letter
                    .say(format!(
                        "It begins on {}, when your current month is over, and ends on {}.",
                        moment(*starts_at),
                        moment(*ends_at)
                    ))
                    .say(format!(
                        "You may begin it earlier, giving up what is left of the current month: {}",
                        billing.0
                    )),
            };
            letter.say_if(*excess, "More has arrived than was asked. A person looks at the difference.")
        }
        PaymentNews::Refunded { sent, month_ended } => {
            let letter = Letter::new(format!("Your payment for {plan} was sent back"));
            let letter = match sent {
                Some(sent) => letter.say(format!(
                    "We sent {} back to you for {plan} ({price}).\nAddress: {}\nTransaction: {}",
                    sent.amount, sent.address, sent.transaction
                )),
                None => letter.say(format!("Your payment for {plan} ({price}) was sent back to you.")),
            };
            letter.say_if(*month_ended, "What it had paid for is over.")
        }
    }
}

pub(super) fn month(month: &MonthEnd) -> Letter {
    let MonthEnd { plan, ends_at, grace_until, news } = month;
    let letter = match news {
        MonthNews::Ends => Letter::new(format!("{plan} ends on {}", day(*ends_at)))
            .say(format!("Your plan {plan} ends on {}. No further month is paid.", moment(*ends_at)))
            .say("Pay for the next one whenever you like: it begins when this one ends, so no day is lost."),
        MonthNews::Ended => Letter::new(format!("{plan} has ended"))
            .say(format!("Your plan {plan} ended on {}. Your pictures stay where they are.", moment(*ends_at)))
            .say("To make new ones, pay for another month."),
    };
    let letter = match grace_until {
        Some(until) => letter.say(format!(
            "What is left of this month may be used until {}. A month that is paid by then begins where this one ended.",
            moment(*until)
        )),
        None => letter,
    };
    letter.page("Open my plan")
}

/// Sent by hand, to try the mail server out.
pub(super) fn test(name: &str) -> Letter {
    Letter::new(format!("A test letter from {name}"))
        .say(format!("Letters from {name} reach you: this one was sent by hand to try it out."))
        .say(
            "If you found it among spam, look at the SPF and DKIM records of the domain that it comes from, before \
             customers miss theirs.",
        )
        .button(format!("Open {name}"))
}

pub(super) fn end(letter: Letter, support: Option<&str>) -> Letter {
    let letter = match support {
        Some(support) => letter.foot(format!("Questions? Our only support contact: {support}")),
        None => letter,
    };
    letter.foot("We never ask for a seed phrase or a password.")
}

/// `12.5 USDT on TRON (TRC-20)`.
fn came(purchase: &Purchase) -> String {
    let came = purchase.came.as_deref().unwrap_or("the payment");
    format!("{came}{}", on_network(purchase))
}

/// `12.5 USDT of 20 USDT on TRON (TRC-20)`.
fn came_of(purchase: &Purchase) -> String {
    match (&purchase.came, &purchase.asked) {
        (Some(came), Some(asked)) => format!("{came} of {asked}{}", on_network(purchase)),
        _ => came(purchase),
    }
}

fn on_network(purchase: &Purchase) -> String {
    purchase.network.as_ref().map_or_else(String::new, |network| format!(" on {network}"))
}

pub(super) fn day(at: Timestamp) -> String {
    format!("{} {} {}", at.day(), MONTHS[at.month0() as usize], at.year())
}

fn moment(at: Timestamp) -> String {
    format!("{}, {:02}:{:02} UTC", day(at), at.hour(), at.minute())
}
