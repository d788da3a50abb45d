//! Payments as they go in life, step by step.

use super::*;
use crate::ids::PaymentId;
use crate::processor::{ExternalId, PaymentSnapshot, PaymentStatus, Price};
use PaymentEffect::{Activate, CloseReview, EndCycle, OpenReview, Tell};
use PaymentStatus as Status;

fn id() -> PaymentId {
    "01890000-0000-7000-8000-000000000001".parse().unwrap()
}

fn price() -> Price {
    Price { minor_units: 900, currency: "USD".to_owned() }
}

/// A row that waits for 10 coins.
pub(super) fn row() -> PaymentFacts {
    PaymentFacts {
        id: id(),
        state: PaymentState::Pending,
        external: Some(ExternalId("ext".to_owned())),
        price: price(),
        coin: Some("btc".to_owned()),
        coin_there: None,
        asked: Some("10".parse().unwrap()),
        received: None,
        was_expired: false,
        activated: false,
        review: None,
        settlement: None,
        kept: false,
        account: AccountStanding::Good,
    }
}

pub(super) fn says(status: Status, received: &str) -> PaymentSnapshot {
    PaymentSnapshot {
        payment: Some(id()),
        price: Some(price()),
        asked: Some("10".parse().unwrap()),
        received: Some(received.parse().unwrap()),
        coin: Some("BTC".to_owned()),
        ..PaymentSnapshot::new(ExternalId("ext".to_owned()), status)
    }
}

/// What the driver does with a verdict.
pub(super) fn apply(row: &mut PaymentFacts, judged: &Judged, snapshot: Option<&PaymentSnapshot>) {
    row.state = judged.state;
    row.was_expired |= judged.state == PaymentState::Expired;
    if let Some(told) = snapshot {
        if row.is_in_another_coin(told) {
            (row.asked, row.received) = (None, None);
        }
        if row.coin.is_none() {
            row.coin_there = told.coin.clone().or(row.coin_there.take());
            row.asked = told.asked.or(row.asked);
        }
        row.received = row.received.max(told.received);
    }
    for effect in &judged.effects {
        match effect {
            Activate => row.activated = true,
            OpenReview(reason) => row.review = Some(*reason),
            CloseReview => row.review = None,
            EndCycle | Tell(_) => {}
        }
    }
}

fn hears(row: &mut PaymentFacts, snapshot: &PaymentSnapshot) -> Vec<PaymentEffect> {
    let judged = judge(row, snapshot, &PaymentPolicy::default());
    apply(row, &judged, Some(snapshot));
    judged.effects
}

fn does(row: &mut PaymentFacts, what: &Act) -> Result<Vec<PaymentEffect>, ActRefused> {
    let settled = act(row, what, false)?;
    apply(row, &Judged { state: settled.state, effects: settled.effects.clone() }, None);
    row.settlement = settled.settlement.or(row.settlement);
    row.kept = settled.kept;
    Ok(settled.effects)
}

#[test]
fn seen_confirmed_paid() {
    let mut row = row();
    assert_eq!(hears(&mut row, &says(Status::Confirming, "10")), [Tell(Told::Seen)]);
    assert_eq!(hears(&mut row, &says(Status::Confirming, "10")), []);
    assert_eq!(hears(&mut row, &says(Status::Paid, "10")), [Activate, Tell(Told::Activated)]);
    assert_eq!(row.state, PaymentState::Paid);
    assert_eq!(hears(&mut row, &says(Status::Paid, "10")), [], "the second telling activates nothing");
}

#[test]
fn a_transaction_that_vanishes_goes_back_to_waiting() {
    let mut row = row();
    hears(&mut row, &says(Status::Confirming, "10"));
    assert_eq!(hears(&mut row, &says(Status::Pending, "0")), []);
    assert_eq!(row.state, PaymentState::Pending);
}

#[test]
fn a_little_less_is_enough_and_more_than_a_little_is_not() {
    let mut little = row();
    hears(&mut little, &says(Status::ClosedShort, "9.95"));
    assert_eq!((little.state, little.activated), (PaymentState::Paid, true));
    let mut short = row();
    let effects = hears(&mut short, &says(Status::ClosedShort, "9.94"));
    assert_eq!(effects, [OpenReview(ReviewReason::Short), Tell(Told::ClosedShort)]);
    assert_eq!((short.state, short.activated), (PaymentState::NeedsReview, false));
    assert_eq!(hears(&mut short, &says(Status::ClosedShort, "9.94")), []);
}

#[test]
fn whoever_was_asked_for_the_rest_hears_when_it_is_taken_no_more() {
    let mut row = row();
    assert_eq!(hears(&mut row, &says(Status::Underpaid, "4")), [Tell(Told::Short)]);
    let effects = hears(&mut row, &says(Status::ClosedShort, "4"));
    assert_eq!(effects, [OpenReview(ReviewReason::Short), Tell(Told::ClosedShort)]);
}

#[test]
fn the_little_that_an_exchange_kept_is_not_asked_for() {
    let mut row = row();
    assert_eq!(hears(&mut row, &says(Status::Underpaid, "9.96")), [Tell(Told::Seen)]);
    assert_eq!((row.state, row.activated), (PaymentState::Confirming, false), "the processor waits for more");
    assert_eq!(hears(&mut row, &says(Status::ClosedShort, "9.96")), [Activate, Tell(Told::Activated)]);
}

/// Of 10 USDT or of 0.002 BTC, as the customer chooses on the processor's page.
fn in_coin(status: Status, coin: &str, asked: &str, received: &str) -> PaymentSnapshot {
    PaymentSnapshot { coin: Some(coin.to_owned()), asked: asked.parse().ok(), ..says(status, received) }
}

#[test]
fn another_coin_may_be_chosen_on_the_processors_page() {
    let mut row = PaymentFacts { coin: None, asked: None, ..row() };
    hears(&mut row, &in_coin(Status::Pending, "USDT", "10", "0"));
    assert_eq!(row.asked, "10".parse().ok());
    let paid = in_coin(Status::Paid, "BTC", "0.002", "0.002");
    assert_eq!(hears(&mut row, &paid), [Activate, Tell(Told::Activated)], "all of what that coin asks for came");
    assert_eq!((row.state, row.asked, row.received), (PaymentState::Paid, paid.asked, paid.received));
    let mut back = PaymentFacts { coin: None, asked: None, ..self::row() };
    hears(&mut back, &in_coin(Status::Pending, "BTC", "0.002", "0"));
    hears(&mut back, &in_coin(Status::Paid, "USDT", "10", "10"));
    assert_eq!((back.state, back.review), (PaymentState::Paid, None), "nor is it thousands of times too much");
}

#[test]
fn the_rest_completes_what_was_short() {
    let mut row = row();
    assert_eq!(hears(&mut row, &says(Status::Underpaid, "4")), [Tell(Told::Short)]);
    assert_eq!(row.state, PaymentState::Underpaid);
    assert_eq!(hears(&mut row, &says(Status::Paid, "10")), [Activate, Tell(Told::Activated)]);
    // The same after the processor had given up and an admin was called.
    let mut late = self::row();
    hears(&mut late, &says(Status::ClosedShort, "4"));
    let effects = hears(&mut late, &says(Status::PaidLate, "10"));
    assert_eq!(effects, [Activate, CloseReview, Tell(Told::Late), Tell(Told::Activated)]);
    assert_eq!((late.state, late.review), (PaymentState::PaidLate, None));
}

#[test]
fn a_status_of_paid_with_too_little_money_pays_nothing() {
    let mut row = row();
    hears(&mut row, &says(Status::Paid, "3"));
    assert_eq!((row.state, row.review), (PaymentState::NeedsReview, Some(ReviewReason::Short)));
}

#[test]
fn too_much_activates_once_and_asks_an_admin_about_the_rest() {
    let mut row = row();
    let effects = hears(&mut row, &says(Status::Overpaid, "15"));
    assert_eq!(effects, [Activate, OpenReview(ReviewReason::Excess), Tell(Told::Activated)]);
    assert_eq!(row.state, PaymentState::Overpaid);
    let noted = Act::RefundNoted { address: "a".into(), amount: "5".into(), transaction: "t".into() };
    assert_eq!(does(&mut row, &noted), Ok(vec![CloseReview, Tell(Told::Refunded)]));
    assert_eq!(row.state, PaymentState::Overpaid, "the month stays");
    assert_eq!(hears(&mut row, &says(Status::Overpaid, "15")), []);
    let mut little = self::row();
    hears(&mut little, &says(Status::Overpaid, "10.05"));
    assert_eq!((little.state, little.review), (PaymentState::Paid, None), "a little more is no question");
}

#[test]
fn late_money_activates() {
    let mut row = row();
    assert_eq!(hears(&mut row, &says(Status::Expired, "0")), []);
    assert_eq!(row.state, PaymentState::Expired);
    assert_eq!(hears(&mut row, &says(Status::Confirming, "10")), [Tell(Told::Seen)]);
    let effects = hears(&mut row, &says(Status::Paid, "10"));
    assert_eq!(effects, [Activate, Tell(Told::Late), Tell(Told::Activated)]);
    assert_eq!(row.state, PaymentState::PaidLate);
}

#[test]
fn money_for_a_closed_account_waits_for_an_admin() {
    for (account, reason) in [
        (AccountStanding::Suspended, ReviewReason::AccountSuspended),
        (AccountStanding::Deleted, ReviewReason::AccountDeleted),
    ] {
        let mut row = PaymentFacts { account, ..row() };
        hears(&mut row, &says(Status::Paid, "10"));
        assert_eq!((row.state, row.review, row.activated), (PaymentState::NeedsReview, Some(reason), false));
        assert!(does(&mut row, &Act::Activate).is_err());
        row.account = AccountStanding::Good;
        assert_eq!(hears(&mut row, &says(Status::Paid, "10")), [], "an admin decides, not the next reading");
        assert_eq!(does(&mut row, &Act::Activate).unwrap(), [Activate, Tell(Told::Activated), CloseReview]);
        assert_eq!((row.state, row.settlement), (PaymentState::Paid, Some(Settlement::Activated)));
    }
}

#[test]
fn what_is_not_this_orders_money_activates_nothing() {
    let other: PaymentId = "01890000-0000-7000-8000-000000000002".parse().unwrap();
    let paid = || says(Status::Paid, "10");
    let stories = [
        (PaymentSnapshot { payment: Some(other), ..paid() }, ReviewReason::OrderMismatch),
        (PaymentSnapshot { id: ExternalId("x".into()), ..paid() }, ReviewReason::OrderMismatch),
        (PaymentSnapshot { price: Some(Price { minor_units: 90, ..price() }), ..paid() }, ReviewReason::PriceMismatch),
        (
            PaymentSnapshot { price: Some(Price { currency: "EUR".into(), ..price() }), ..paid() },
            ReviewReason::PriceMismatch,
        ),
        (PaymentSnapshot { coin: Some("doge".into()), ..paid() }, ReviewReason::WrongCoin),
        (PaymentSnapshot { parent: Some(ExternalId("p".into())), ..paid() }, ReviewReason::SecondPayment),
        (PaymentSnapshot { unclear: Some("held".into()), ..paid() }, ReviewReason::Unclear),
        (PaymentSnapshot { sandbox: true, ..paid() }, ReviewReason::Sandbox),
    ];
    for (snapshot, reason) in stories {
        let mut row = row();
        let effects = hears(&mut row, &snapshot);
        assert_eq!(effects, [OpenReview(reason), Tell(Told::InReview)]);
        assert_eq!((row.state, row.activated), (PaymentState::NeedsReview, false));
        assert_eq!(hears(&mut row, &snapshot), []);
    }
    let practice = PaymentPolicy { sandbox_allowed: true, ..PaymentPolicy::default() };
    let judged = judge(&row(), &PaymentSnapshot { sandbox: true, ..paid() }, &practice);
    assert_eq!(judged.state, PaymentState::Paid);
}

#[test]
fn a_refund_ends_the_month_unless_an_admin_lets_it_be() {
    let paid = PaymentFacts { state: PaymentState::Paid, activated: true, ..row() };
    let mut row = paid.clone();
    assert_eq!(hears(&mut row, &says(Status::Refunded, "10")), [EndCycle, Tell(Told::Refunded)]);
    assert_eq!(row.state, PaymentState::Refunded);
    assert_eq!(hears(&mut row, &says(Status::Refunded, "10")), []);
    let mut kept = paid;
    does(&mut kept, &Act::Keep).unwrap();
    assert_eq!(hears(&mut kept, &says(Status::Refunded, "10")), [Tell(Told::Refunded)]);
    let mut unpaid = self::row();
    assert_eq!(hears(&mut unpaid, &says(Status::Refunded, "10")), [Tell(Told::Refunded)]);
}

#[test]
fn money_sent_back_past_the_processor_is_noted_and_ends_the_month() {
    let noted = Act::RefundNoted { address: "a".into(), amount: "10".into(), transaction: "t".into() };
    let paid = PaymentFacts { state: PaymentState::Paid, activated: true, ..row() };
    let mut row = paid.clone();
    assert_eq!(does(&mut row, &noted), Ok(vec![EndCycle, Tell(Told::Refunded)]));
    assert_eq!((row.state, row.settlement), (PaymentState::Refunded, Some(Settlement::RefundNoted)));
    assert_eq!(hears(&mut row, &says(Status::Paid, "10")), [], "the processor knows nothing of it");
    assert_eq!(does(&mut row, &noted), Err(ActRefused::AlreadySettled));
    let mut kept = PaymentFacts { kept: true, ..paid.clone() };
    assert_eq!(does(&mut kept, &noted), Ok(vec![Tell(Told::Refunded)]));
    let mut held = PaymentFacts { review: Some(ReviewReason::Unclear), ..paid };
    assert_eq!(does(&mut held, &noted), Ok(vec![EndCycle, CloseReview, Tell(Told::Refunded)]));
    assert_eq!(does(&mut self::row(), &noted), Err(ActRefused::NothingToSettle), "nothing came");
}

#[test]
fn what_was_granted_for_money_that_goes_back_is_a_question() {
    let mut row = row();
    hears(&mut row, &says(Status::ClosedShort, "4"));
    does(&mut row, &Act::Grant { requests: 20 }).unwrap();
    assert_eq!(hears(&mut row, &says(Status::Refunded, "4")), [OpenReview(ReviewReason::Reversed)]);
    assert_eq!(hears(&mut row, &says(Status::Refunded, "4")), []);
}

#[test]
fn what_was_activated_is_not_taken_back_by_a_word() {
    for status in [Status::Pending, Status::Confirming, Status::Expired, Status::Failed, Status::ClosedShort] {
        let mut row = PaymentFacts { state: PaymentState::Paid, activated: true, ..row() };
        let effects = hears(&mut row, &says(status, "0"));
        assert_eq!(effects, [OpenReview(ReviewReason::Reversed)], "{status:?}");
        assert_eq!(row.state, PaymentState::Paid);
        assert_eq!(hears(&mut row, &says(Status::Paid, "10")), [CloseReview]);
    }
}

#[test]
fn a_second_payment_is_a_question_beside_the_first() {
    let other = PaymentSnapshot { id: ExternalId("twin".into()), ..says(Status::Paid, "10") };
    let activated = PaymentFacts { state: PaymentState::Paid, activated: true, ..row() };
    let judged = judge_other(&activated, &other);
    assert_eq!((judged.state, judged.effects), (PaymentState::Paid, vec![OpenReview(ReviewReason::SecondPayment)]));
    let mut waiting = row();
    let judged = judge_other(&waiting, &other);
    apply(&mut waiting, &judged, None);
    assert_eq!(waiting.state, PaymentState::NeedsReview);
    hears(&mut waiting, &says(Status::Paid, "10"));
    assert!(waiting.activated, "what was asked for goes on");
    assert_eq!(waiting.review, Some(ReviewReason::SecondPayment), "and the question stays");
    let nothing = PaymentSnapshot { id: ExternalId("twin".into()), ..says(Status::Expired, "0") };
    assert_eq!(judge_other(&row(), &nothing).effects, []);
}

#[test]
fn a_question_of_other_money_ends_by_an_admins_act_alone() {
    let other = PaymentSnapshot { id: ExternalId("twin".into()), ..says(Status::Paid, "6") };
    let mut short = row();
    hears(&mut short, &says(Status::ClosedShort, "4"));
    let judged = judge_other(&short, &other);
    apply(&mut short, &judged, None);
    assert_eq!(hears(&mut short, &says(Status::ClosedShort, "4")), [], "the twin's money is not forgotten");
    assert_eq!((short.state, short.review), (PaymentState::NeedsReview, Some(ReviewReason::SecondPayment)));

    let excess = Some(ReviewReason::Excess);
    let mut over = PaymentFacts { state: PaymentState::Overpaid, activated: true, review: excess, ..row() };
    hears(&mut over, &says(Status::Failed, "12"));
    hears(&mut over, &says(Status::Paid, "12"));
    assert_eq!((over.state, over.review), (PaymentState::Overpaid, excess));
}

#[test]
fn the_first_money_after_a_settlement_is_heard_of() {
    let mut row = PaymentFacts { review: Some(ReviewReason::Reported), ..row() };
    assert!(does(&mut row, &Act::Grant { requests: 5 }).is_ok());
    assert_eq!(hears(&mut row, &says(Status::Paid, "10")), [OpenReview(ReviewReason::SecondPayment)]);
}

#[test]
fn a_report_that_nothing_bears_out_leaves_the_payment_open() {
    let mut row = PaymentFacts { review: Some(ReviewReason::Reported), ..row() };
    assert_eq!(does(&mut row, &Act::Reject), Ok(vec![CloseReview]));
    assert_eq!((row.state, row.settlement), (PaymentState::Pending, None));
    hears(&mut row, &says(Status::Paid, "10"));
    assert!(row.activated);
}

#[test]
fn an_admin_settles_once() {
    let mut row = row();
    assert_eq!(does(&mut row, &Act::Reject), Err(ActRefused::NothingToSettle));
    hears(&mut row, &says(Status::ClosedShort, "4"));
    assert_eq!(does(&mut row, &Act::Confirm), Err(ActRefused::NotByHand));
    assert_eq!(does(&mut row, &Act::Grant { requests: 20 }), Ok(vec![CloseReview]));
    assert_eq!(does(&mut row, &Act::Activate), Err(ActRefused::AlreadySettled));
    assert_eq!(hears(&mut row, &says(Status::ClosedShort, "4")), [], "what is settled is not judged again");
    let effects = hears(&mut row, &says(Status::PaidLate, "10"));
    assert_eq!(effects, [OpenReview(ReviewReason::SecondPayment)], "but new money is heard of");
}

#[test]
fn only_money_that_comes_past_us_is_confirmed_by_hand() {
    let waiting = row();
    let settled = act(&waiting, &Act::Confirm, true).unwrap();
    assert_eq!((settled.state, settled.effects), (PaymentState::Paid, vec![Activate, Tell(Told::Activated)]));
    let late = PaymentFacts { state: PaymentState::Expired, was_expired: true, ..row() };
    assert_eq!(act(&late, &Act::Confirm, true).unwrap().state, PaymentState::PaidLate);
    let paid = PaymentFacts { activated: true, ..row() };
    assert_eq!(act(&paid, &Act::Confirm, true), Err(ActRefused::AlreadyActivated));
}

#[test]
fn a_second_payment_sent_back_after_a_refund_ends_no_month_again() {
    let mut row = PaymentFacts { state: PaymentState::Paid, activated: true, ..row() };
    assert_eq!(hears(&mut row, &says(Status::Refunded, "10")), [EndCycle, Tell(Told::Refunded)]);
    let other = PaymentSnapshot { id: ExternalId("twin".into()), ..says(Status::Paid, "10") };
    let judged = judge_other(&row, &other);
    apply(&mut row, &judged, None);
    let noted = Act::RefundNoted { address: "a".into(), amount: "10".into(), transaction: "t".into() };
    assert_eq!(does(&mut row, &noted), Ok(vec![CloseReview, Tell(Told::Refunded)]));
    assert_eq!((row.state, row.settlement), (PaymentState::Refunded, Some(Settlement::RefundNoted)));
}
