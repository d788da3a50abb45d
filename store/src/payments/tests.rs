//! The lists of states in SQL are the domain's.

use nproxy_domain::payment::PaymentState;

use super::find::OPEN;
use super::watch::WAITING;

fn spelled(is: impl Fn(PaymentState) -> bool) -> String {
    let names: Vec<_> = PaymentState::ALL.iter().filter(|s| is(**s)).map(|s| format!("'{}'", s.as_str())).collect();
    format!("state IN ({})", names.join(", "))
}

#[test]
fn what_may_still_be_paid_is_the_domains_to_say() {
    assert_eq!(OPEN, spelled(PaymentState::is_open));
}

#[test]
fn what_waits_is_whatever_has_come_to_no_end() {
    use PaymentState::{Expired, Failed, Overpaid, Paid, PaidLate, Refunded};
    let ended = [Paid, Overpaid, PaidLate, Expired, Failed, Refunded];
    let mut ours: Vec<_> = WAITING.split('\'').skip(1).step_by(2).collect();
    let waits = |state: &&PaymentState| !ended.contains(*state);
    let mut theirs: Vec<_> = PaymentState::ALL.iter().filter(waits).map(|state| state.as_str()).collect();
    ours.sort_unstable();
    theirs.sort_unstable();
    assert_eq!(ours, theirs);
}
