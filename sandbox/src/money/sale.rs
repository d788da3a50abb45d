//! What every processor keeps of an invoice: the price, the ways to pay it, and the money that came.

use super::{
    act::TillError,
    address,
    amount::Amount,
    invoice::{InvoiceMethod, Transaction, TransactionState},
};
use crate::dice::Dice;

/// An order that waits to be paid.
#[derive(Debug, Clone)]
pub(super) struct Sale {
    pub(super) id: String,
    pub(super) order_id: Option<String>,
    pub(super) description: Option<String>,
    pub(super) price: Amount,
    pub(super) currency: String,
    /// At least one.
    pub(super) ways: Vec<Way>,
    pub(super) money: Vec<Money>,
    /// Times are milliseconds since 1970, by the played clock.
    pub(super) created_ms: u64,
    pub(super) updated_ms: u64,
    pub(super) expires_ms: u64,
    pub(super) page_url: String,
}

/// One way to pay.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub(super) method: String,
    pub(super) coin: String,
    pub(super) network: String,
    pub(super) address: String,
    pub(super) memo: Option<String>,
    pub(super) decimals: u32,
    /// Of one coin, in the sale's currency.
    pub(super) rate: Amount,
    pub(super) asked: Amount,
}

/// A transaction to one of the addresses.
#[derive(Debug, Clone)]
pub(super) struct Money {
    pub(super) id: String,
    /// Its place among the ways.
    pub(super) way: usize,
    pub(super) coin: String,
    pub(super) amount: Amount,
    pub(super) state: TransactionState,
    pub(super) at_ms: u64,
}

impl Sale {
    /// What came by whatever way, in this way's coin.
    pub(super) fn received(&self, way: usize) -> Amount {
        self.sum(way, |state| state != TransactionState::Gone)
    }

    /// The part of it that is confirmed.
    pub(super) fn settled(&self, way: usize) -> Amount {
        self.sum(way, |state| state == TransactionState::Settled)
    }

    fn sum(&self, way: usize, counts: impl Fn(TransactionState) -> bool) -> Amount {
        let here = &self.ways[way];
        self.money.iter().filter(|money| counts(money.state)).fold(Amount::ZERO, |sum, money| {
            let there = &self.ways[money.way];
            let elsewhere = || money.amount.exchanged(there.rate, here.rate, here.decimals);
            sum.plus(if money.way == way { money.amount } else { elsewhere().unwrap_or_default() })
        })
    }

    pub(super) fn due(&self, way: usize) -> Amount {
        self.received(way).missing_to(self.ways[way].asked)
    }

    /// What is due by the first way, where something is.
    pub(super) fn still_due(&self) -> Result<Amount, TillError> {
        let due = self.due(0);
        if due.is_zero() { Err(TillError::NotPossible("nothing is due")) } else { Ok(due) }
    }

    /// The way with this name; the first where none is named.
    pub(super) fn way(&self, method: Option<&str>) -> Result<usize, TillError> {
        let Some(method) = method else { return Ok(0) };
        self.ways.iter().position(|way| way.method == method).ok_or(TillError::UnknownMethod)
    }

    /// Money is seen on its way to the address.
    pub(super) fn take(&mut self, way: usize, amount: Amount, now_ms: u64, dice: &mut Dice) {
        let coin = self.ways[way].coin.clone();
        let id = address::transaction(dice);
        self.money.push(Money { id, way, coin, amount, state: TransactionState::Seen, at_ms: now_ms });
        self.updated_ms = now_ms;
    }

    /// All that was seen is so from now on; `false`: nothing was.
    pub(super) fn seen_becomes(&mut self, state: TransactionState, now_ms: u64) -> bool {
        let mut any = false;
        for money in self.money.iter_mut().filter(|money| money.state == TransactionState::Seen) {
            money.state = state;
            any = true;
        }
        if any {
            self.updated_ms = now_ms;
        }
        any
    }

    pub(super) fn some_came(&self) -> bool {
        self.money.iter().any(|money| money.state != TransactionState::Gone)
    }

    /// When the first of what was seen came.
    pub(super) fn unconfirmed_since_ms(&self) -> Option<u64> {
        self.money.iter().filter(|money| money.state == TransactionState::Seen).map(|money| money.at_ms).min()
    }

    pub(super) fn methods(&self) -> Vec<InvoiceMethod> {
        let method = |(place, way): (usize, &Way)| InvoiceMethod {
            id: way.method.clone(),
            coin: way.coin.clone(),
            network: way.network.clone(),
            address: way.address.clone(),
            memo: way.memo.clone(),
            asked: way.asked,
            received: self.received(place),
            due: self.due(place),
        };
        self.ways.iter().enumerate().map(method).collect()
    }

    pub(super) fn transactions(&self) -> Vec<Transaction> {
        let transaction = |money: &Money| Transaction {
            id: money.id.clone(),
            method: self.ways[money.way].method.clone(),
            coin: money.coin.clone(),
            amount: money.amount,
            state: money.state,
            at_unix_ms: money.at_ms,
        };
        self.money.iter().map(transaction).collect()
    }

    /// Whether this text names it: its number, its order or one of its addresses.
    pub(super) fn is_called(&self, text: &str) -> bool {
        self.id == text || self.order_id.as_deref() == Some(text) || self.ways.iter().any(|way| way.address == text)
    }
}
