//! An invoice's life at Crypto Pay: the wallet pays all of it at once, or nothing.

use super::bodies;
use crate::{
    dice::Dice,
    money::{
        act::{Act, TillError},
        entry::News,
        invoice::TransactionState,
        json::Json,
        sale::Sale,
    },
};

/// What only Crypto Pay keeps of a sale.
#[derive(Debug, Clone)]
pub(in crate::money) struct WalletInvoice {
    pub(in crate::money) stage: Stage,
    pub(in crate::money) hash: String,
    /// Its price is in a currency; else in a coin.
    pub(in crate::money) is_fiat: bool,
    /// It was given an end.
    pub(in crate::money) ends: bool,
    /// What it repeats of how it was made.
    pub(in crate::money) told: Vec<(String, Json)>,
    pub(in crate::money) return_url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::money) enum Stage {
    Active,
    Paid,
    Expired,
}

impl Stage {
    pub(in crate::money) fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paid => "paid",
            Self::Expired => "expired",
        }
    }

    pub(in crate::money) fn is_open(self) -> bool {
        self == Self::Active
    }
}

impl WalletInvoice {
    pub(in crate::money) fn act(
        &mut self,
        sale: &mut Sale,
        act: &Act,
        now_ms: u64,
        dice: &mut Dice,
    ) -> Result<Vec<News>, TillError> {
        let way = match act {
            Act::PayInFull => 0,
            Act::Pay { amount, method } => {
                let way = sale.way(method.as_deref())?;
                if *amount != sale.ways[way].asked {
                    return Err(TillError::NotPossible("a wallet pays all of it or nothing"));
                }
                way
            }
            Act::Expire if self.stage == Stage::Active => {
                sale.expires_ms = now_ms;
                return Ok(self.settle(sale, now_ms));
            }
            _ => return Err(TillError::NotPossible("a wallet pays at once, in full, and for good")),
        };
        if self.stage != Stage::Active {
            return Err(TillError::NotPossible("it no longer waits for money"));
        }
        sale.take(way, sale.ways[way].asked, now_ms, dice);
        sale.seen_becomes(TransactionState::Settled, now_ms);
        self.stage = Stage::Paid;
        Ok(vec![News { kind: "invoice_paid".to_owned(), body: bodies::invoice(sale, self) }])
    }

    /// That it expired is told to nobody.
    pub(in crate::money) fn settle(&mut self, sale: &mut Sale, now_ms: u64) -> Vec<News> {
        if self.due_ms(sale).is_some_and(|at_ms| at_ms <= now_ms) {
            self.stage = Stage::Expired;
            sale.updated_ms = now_ms;
        }
        Vec::new()
    }

    pub(in crate::money) fn due_ms(&self, sale: &Sale) -> Option<u64> {
        (self.stage == Stage::Active).then_some(sale.expires_ms)
    }
}
