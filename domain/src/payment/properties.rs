//! Long random histories: whatever processors and admins say, in any order and any number of times.

use proptest::prelude::*;

use super::stories::{apply, row, says};
use super::*;
use crate::processor::{ExternalId, PaymentSnapshot, PaymentStatus, Price};

#[derive(Clone, Debug)]
enum Happens {
    Read(PaymentSnapshot),
    Other(PaymentSnapshot),
    Act(Act),
    Account(AccountStanding),
}

fn snapshot() -> impl Strategy<Value = PaymentSnapshot> {
    let amounts = prop::sample::select(vec!["0", "3", "9.96", "10", "10.01", "17"]);
    let oddities = prop::sample::select(vec![0_u8, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
    (prop::sample::select(PaymentStatus::ALL.to_vec()), amounts, oddities).prop_map(|(status, amount, odd)| {
        let plain = says(status, amount);
        match odd {
            1 => PaymentSnapshot { price: Some(Price { minor_units: 1, currency: "USD".into() }), ..plain },
            2 => PaymentSnapshot { parent: Some(ExternalId("first".into())), ..plain },
            3 => PaymentSnapshot { sandbox: true, ..plain },
            4 => PaymentSnapshot { received: None, ..plain },
            _ => plain,
        }
    })
}

fn happens() -> impl Strategy<Value = Happens> {
    let acts = prop_oneof![
        Just(Act::Confirm),
        Just(Act::Activate),
        Just(Act::Grant { requests: 5 }),
        Just(Act::RefundNoted { address: "a".into(), amount: "1".into(), transaction: "t".into() }),
        Just(Act::Reject),
        Just(Act::Keep),
    ];
    let accounts = [AccountStanding::Good, AccountStanding::Suspended, AccountStanding::Deleted];
    prop_oneof![
        8 => snapshot().prop_map(Happens::Read),
        1 => snapshot().prop_map(|s| Happens::Other(PaymentSnapshot { id: ExternalId("twin".into()), ..s })),
        2 => acts.prop_map(Happens::Act),
        1 => prop::sample::select(accounts.to_vec()).prop_map(Happens::Account),
    ]
}

/// Nothing about it speaks against giving the customer his month.
fn is_good(row: &PaymentFacts, snapshot: &PaymentSnapshot) -> bool {
    let full = matches!(snapshot.status, PaymentStatus::Paid | PaymentStatus::Overpaid | PaymentStatus::PaidLate);
    let enough = snapshot.received.is_none_or(|got| got.covers("10".parse().unwrap(), 5));
    let plain = !snapshot.sandbox && snapshot.parent.is_none() && snapshot.price.as_ref() == Some(&row.price);
    full && enough && plain
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn activated_once_and_no_money_forgotten(history in prop::collection::vec(happens(), 1..60), by_hand: bool) {
        let policy = PaymentPolicy::default();
        let mut row = row();
        let mut activations = 0;
        for event in history {
            let before = row.clone();
            let (judged, snapshot) = match event {
                Happens::Account(standing) => {
                    row.account = standing;
                    continue;
                }
                Happens::Read(snapshot) => (judge(&row, &snapshot, &policy), Some(snapshot)),
                Happens::Other(snapshot) => (judge_other(&row, &snapshot), None),
                Happens::Act(what) => {
                    let Ok(settled) = act(&row, &what, by_hand) else { continue };
                    prop_assert!(row.settlement.is_none() || settled.settlement.is_none() || row.review.is_some());
                    row.settlement = settled.settlement.or(row.settlement);
                    row.kept = settled.kept;
                    (Judged { state: settled.state, effects: settled.effects }, None)
                }
            };
            activations += judged.effects.iter().filter(|e| **e == PaymentEffect::Activate).count();
            if judged.effects.contains(&PaymentEffect::EndCycle) {
                prop_assert!(row.activated && !row.kept, "only a month that there is ends");
                prop_assert!(before.state != PaymentState::Refunded, "and only once");
            }
            apply(&mut row, &judged, snapshot.as_ref());
            prop_assert!(activations <= 1, "a payment activates at most once");
            prop_assert_eq!(row.activated, activations == 1);
            prop_assert!(!before.activated || row.activated, "what was activated stays so");
            prop_assert!(row.state != PaymentState::NeedsReview || row.review.is_some(), "a review has its reason");
            if let Some(snapshot) = &snapshot {
                let again = judge(&row, snapshot, &policy);
                prop_assert_eq!(again.effects, vec![], "the same word twice does nothing more");
                prop_assert_eq!(again.state, row.state);
                let money = snapshot.received.is_some_and(|got| !got.is_zero());
                let closed = matches!(row.state, PaymentState::Expired | PaymentState::Failed | PaymentState::Pending);
                let says_nothing = matches!(snapshot.status, PaymentStatus::Pending);
                if money && closed && row.settlement.is_none() && !row.activated && !says_nothing {
                    prop_assert!(row.review.is_some(), "money that came is not forgotten: {:?}", row);
                }
                let free = before.settlement.is_none() && !before.review.is_some_and(ReviewReason::binds);
                let alive = before.state != PaymentState::Refunded && row.account == AccountStanding::Good;
                if free && alive && is_good(&before, snapshot) {
                    prop_assert!(row.activated, "what is paid in full is active");
                }
            }
        }
    }
}
