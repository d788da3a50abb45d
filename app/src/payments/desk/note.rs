//! What an admin writes down: on one line, within limits, never empty.

use nproxy_domain::payment::Act;
use nproxy_domain::processor::CryptoAmount;

/// A Lightning invoice is the longest thing that money is sent to.
const ADDRESS_CHARS_MAX: usize = 1024;
/// A transaction's hash, or its page at an explorer.
const TRANSACTION_CHARS_MAX: usize = 256;
/// More is a slip of the finger: no plan has so many.
const GRANT_MAX: u32 = 100_000;

/// What is wrong with the particulars of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteInvalid {
    #[error("1 to {GRANT_MAX} requests can be granted")]
    Requests,
    #[error("an address has 1 to {ADDRESS_CHARS_MAX} characters and no spaces")]
    Address,
    #[error("an amount is a number above zero with a decimal point: 0.0015")]
    Amount,
    #[error("a transaction has 1 to {TRANSACTION_CHARS_MAX} characters and no spaces")]
    Transaction,
}

/// The act with its particulars as they are kept.
pub(super) fn checked(act: Act) -> Result<Act, NoteInvalid> {
    match act {
        Act::Grant { requests } if !(1..=GRANT_MAX).contains(&requests) => Err(NoteInvalid::Requests),
        Act::RefundNoted { address, amount, transaction } => {
            let amount: CryptoAmount = amount.trim().parse().map_err(|_| NoteInvalid::Amount)?;
            if amount.is_zero() {
                return Err(NoteInvalid::Amount);
            }
            Ok(Act::RefundNoted {
                address: word(&address, ADDRESS_CHARS_MAX).ok_or(NoteInvalid::Address)?,
                amount: amount.to_string(),
                transaction: word(&transaction, TRANSACTION_CHARS_MAX).ok_or(NoteInvalid::Transaction)?,
            })
        }
        other => Ok(other),
    }
}

fn word(text: &str, chars_max: usize) -> Option<String> {
    let text = text.trim();
    let good = (1..=chars_max).contains(&text.len()) && text.chars().all(|c| c.is_ascii_graphic());
    good.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refund(address: &str, amount: &str, transaction: &str) -> Act {
        let text = str::to_owned;
        Act::RefundNoted { address: text(address), amount: text(amount), transaction: text(transaction) }
    }

    #[test]
    fn a_refund_says_where_to_how_much_and_in_which_transaction() {
        assert_eq!(checked(refund(" TXabc ", "5.10", "0xff\n")), Ok(refund("TXabc", "5.1", "0xff")));
        for (bad, why) in [
            (refund("", "1", "t"), NoteInvalid::Address),
            (refund("a b", "1", "t"), NoteInvalid::Address),
            (refund(&"a".repeat(ADDRESS_CHARS_MAX + 1), "1", "t"), NoteInvalid::Address),
            (refund("a", "0.00", "t"), NoteInvalid::Amount),
            (refund("a", "-1", "t"), NoteInvalid::Amount),
            (refund("a", "1,5", "t"), NoteInvalid::Amount),
            (refund("a", "1", " "), NoteInvalid::Transaction),
            (refund("a", "1", "t\u{202E}"), NoteInvalid::Transaction),
        ] {
            assert_eq!(checked(bad.clone()), Err(why), "{bad:?}");
        }
    }

    #[test]
    fn a_grant_is_neither_nothing_nor_beyond_all_plans() {
        assert_eq!(checked(Act::Grant { requests: 5 }), Ok(Act::Grant { requests: 5 }));
        for requests in [0, GRANT_MAX + 1] {
            assert_eq!(checked(Act::Grant { requests }), Err(NoteInvalid::Requests));
        }
    }
}
