//! An invoice's life at OxaPay. Only that money was seen, and that it is enough, is told by itself.

use super::bodies;
use crate::{
    dice::Dice,
    money::{
        act::{Act, TillError},
        amount::Amount,
        entry::News,
        invoice::TransactionState,
        sale::{Money, Sale},
    },
};

/// What only OxaPay keeps of a sale.
#[derive(Debug, Clone)]
pub(in crate::money) struct TrackedInvoice {
    pub(in crate::money) kind: Kind,
    pub(in crate::money) stage: Stage,
    pub(in crate::money) callback_url: Option<String>,
    pub(in crate::money) return_url: Option<String>,
    /// So many percent may be missing.
    pub(in crate::money) coverage_percent: Amount,
    pub(in crate::money) lifetime_minutes: u64,
    pub(in crate::money) payer_pays_fee: bool,
    pub(in crate::money) mixed: bool,
    /// For practice: its transactions have no name of their own.
    pub(in crate::money) sandbox: bool,
}

/// Of several types, those that are played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::money) enum Kind {
    /// On OxaPay's own page.
    Invoice,
    /// On the shop's, in a coin that it names.
    WhiteLabel,
}

impl Kind {
    pub(in crate::money) fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::WhiteLabel => "white_label",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::money) enum Stage {
    New,
    Paying,
    Paid,
    ManualAccept,
    Underpaid,
    Expired,
    Refunded,
}

impl Stage {
    pub(in crate::money) fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Paying => "paying",
            Self::Paid => "paid",
            Self::ManualAccept => "manual_accept",
            Self::Underpaid => "underpaid",
            Self::Expired => "expired",
            Self::Refunded => "refunded",
        }
    }

    /// As webhooks write it; `None`: no webhook tells of it.
    pub(in crate::money) fn told(self) -> Option<&'static str> {
        match self {
            Self::Paying => Some("Paying"),
            Self::Paid => Some("Paid"),
            _ => None,
        }
    }

    pub(in crate::money) fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Paying)
    }
}

impl TrackedInvoice {
    pub(in crate::money) fn act(
        &mut self,
        sale: &mut Sale,
        act: &Act,
        now_ms: u64,
        dice: &mut Dice,
    ) -> Result<Vec<News>, TillError> {
        let mut news = Vec::new();
        let impossible = |reason| Err(TillError::NotPossible(reason));
        match act {
            Act::PayInFull => self.pay(sale, (0, sale.still_due()?), now_ms, dice, &mut news)?,
            Act::PayHalf => {
                let half = sale.still_due()?.half(sale.ways[0].decimals);
                self.pay(sale, (0, half), now_ms, dice, &mut news)?;
            }
            Act::PayTooMuch => self.pay(sale, (0, sale.still_due()?.twice()), now_ms, dice, &mut news)?,
            Act::Pay { amount, method } => {
                let way = sale.way(method.as_deref())?;
                self.pay(sale, (way, *amount), now_ms, dice, &mut news)?;
            }
            Act::Confirm if self.stage == Stage::Paying => self.confirm(sale, now_ms, &mut news),
            Act::Vanish if self.stage == Stage::Paying => {
                sale.seen_becomes(TransactionState::Gone, now_ms);
                self.step(sale, Stage::New, now_ms, &mut news);
            }
            Act::Confirm | Act::Vanish => return impossible("no money waits for confirmations"),
            Act::Expire if self.stage == Stage::New => {
                sale.expires_ms = now_ms;
                self.step(sale, Stage::Expired, now_ms, &mut news);
            }
            // It stays short; the rest comes too late.
            Act::Expire if self.stage == Stage::Underpaid && now_ms < sale.expires_ms => sale.expires_ms = now_ms,
            Act::Expire => return impossible("it no longer waits for money"),
            Act::Choose { .. } => return impossible("a coin is chosen by paying in it"),
            Act::Refund if matches!(self.stage, Stage::Paid | Stage::ManualAccept | Stage::Underpaid) => {
                self.step(sale, Stage::Refunded, now_ms, &mut news);
            }
            Act::Refund => return impossible("there is no money that could go back"),
            Act::MarkSettled if self.stage == Stage::Underpaid => {
                self.step(sale, Stage::ManualAccept, now_ms, &mut news);
            }
            Act::MarkSettled => return impossible("only what is short is accepted by hand"),
            Act::MarkInvalid => return impossible("the staff makes nothing invalid"),
            Act::PayLate => return impossible("what becomes of money after its time is not documented"),
            Act::PayWrongAsset { .. } | Act::Redeposit { .. } => {
                return impossible("what becomes of other money is not documented");
            }
        }
        Ok(news)
    }

    fn pay(
        &mut self,
        sale: &mut Sale,
        (way, amount): (usize, Amount),
        now_ms: u64,
        dice: &mut Dice,
        news: &mut Vec<News>,
    ) -> Result<(), TillError> {
        if amount.is_zero() {
            return Err(TillError::NotPossible("nothing is no payment"));
        }
        if !matches!(self.stage, Stage::New | Stage::Underpaid) {
            return Err(TillError::NotPossible("only the first payment counts"));
        }
        if now_ms >= sale.expires_ms {
            return Err(TillError::NotPossible("its time is over"));
        }
        let coin = &sale.ways[way].coin;
        let other = |money: &Money| money.state != TransactionState::Gone && money.coin != *coin;
        if !self.mixed && sale.money.iter().any(other) {
            return Err(TillError::NotPossible("the rest comes in the coin of the first part"));
        }
        sale.take(way, amount, now_ms, dice);
        self.step(sale, Stage::Paying, now_ms, news);
        Ok(())
    }

    fn confirm(&mut self, sale: &mut Sale, now_ms: u64, news: &mut Vec<News>) {
        sale.seen_becomes(TransactionState::Settled, now_ms);
        let enough = sale.settled(0) >= sale.ways[0].asked.less_percent(self.coverage_percent);
        self.step(sale, if enough { Stage::Paid } else { Stage::Underpaid }, now_ms, news);
    }

    pub(in crate::money) fn settle(&mut self, sale: &mut Sale, now_ms: u64, confirmed: bool) -> Vec<News> {
        let mut news = Vec::new();
        if confirmed && self.stage == Stage::Paying {
            self.confirm(sale, now_ms, &mut news);
        }
        if self.due_ms(sale).is_some_and(|at_ms| at_ms <= now_ms) {
            self.step(sale, Stage::Expired, now_ms, &mut news);
        }
        news
    }

    pub(in crate::money) fn due_ms(&self, sale: &Sale) -> Option<u64> {
        (self.stage == Stage::New).then_some(sale.expires_ms)
    }

    fn step(&mut self, sale: &mut Sale, stage: Stage, now_ms: u64, news: &mut Vec<News>) {
        self.stage = stage;
        sale.updated_ms = now_ms;
        if let Some(told) = stage.told() {
            news.push(News { kind: told.to_owned(), body: bodies::webhook(sale, self, told) });
        }
    }
}
