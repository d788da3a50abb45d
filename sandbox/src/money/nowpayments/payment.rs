//! A payment's life at NOWPayments.

use super::bodies;
use crate::{
    dice::Dice,
    money::{
        act::{Act, TillError},
        amount::Amount,
        entry::{Done, News},
        invoice::TransactionState,
        sale::Sale,
    },
};

/// What only NOWPayments keeps of a sale.
#[derive(Debug, Clone)]
pub(in crate::money) struct Payment {
    pub(in crate::money) stage: Stage,
    pub(in crate::money) ipn_url: Option<String>,
    pub(in crate::money) purchase_id: String,
    /// The payment whose address was used again.
    pub(in crate::money) parent: Option<String>,
    /// What came is another coin than was asked for.
    pub(in crate::money) wrong_asset: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::money) enum Stage {
    Waiting,
    Confirming,
    Confirmed,
    Sending,
    PartiallyPaid,
    Finished,
    Failed,
    Refunded,
    Expired,
}

impl Stage {
    pub(in crate::money) fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Confirming => "confirming",
            Self::Confirmed => "confirmed",
            Self::Sending => "sending",
            Self::PartiallyPaid => "partially_paid",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Refunded => "refunded",
            Self::Expired => "expired",
        }
    }

    pub(in crate::money) fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Confirming | Self::Confirmed | Self::Sending)
    }
}

impl Payment {
    pub(in crate::money) fn act(
        &mut self,
        sale: &mut Sale,
        act: &Act,
        now_ms: u64,
        dice: &mut Dice,
    ) -> Result<Done, TillError> {
        let mut news = Vec::new();
        match act {
            Act::PayInFull => return self.pay(sale, sale.still_due()?, now_ms, dice),
            Act::PayHalf => {
                let half = sale.still_due()?.half(sale.ways[0].decimals);
                return self.pay(sale, half, now_ms, dice);
            }
            Act::PayTooMuch => return self.pay(sale, sale.still_due()?.twice(), now_ms, dice),
            Act::Pay { amount, method } => {
                sale.way(method.as_deref())?;
                return self.pay(sale, *amount, now_ms, dice);
            }
            Act::PayLate => {
                if self.stage == Stage::Waiting {
                    self.expire(sale, now_ms, &mut news);
                }
                if self.stage != Stage::Expired {
                    return Err(TillError::NotPossible("money came before its time was over"));
                }
                let due = sale.still_due()?;
                sale.take(0, due, now_ms, dice);
                self.step(sale, Stage::Confirming, now_ms, &mut news);
            }
            Act::PayWrongAsset { coin, amount } => {
                if self.stage != Stage::Waiting {
                    return Err(TillError::NotPossible("another coin is taken for a payment that waits alone"));
                }
                sale.take(0, *amount, now_ms, dice);
                if let Some(money) = sale.money.last_mut() {
                    money.coin.clone_from(coin);
                }
                self.wrong_asset = Some(coin.clone());
                self.step(sale, Stage::Confirming, now_ms, &mut news);
            }
            Act::Redeposit { amount } if sale.some_came() => return Ok(Done::Again(*amount)),
            Act::Redeposit { .. } => return Err(TillError::NotPossible("its address was not used before")),
            Act::Choose { .. } => return Err(TillError::NotPossible("its coin was chosen when it was made")),
            Act::Expire if self.stage == Stage::Waiting => self.expire(sale, now_ms, &mut news),
            Act::Expire => return Err(TillError::NotPossible("it no longer waits for money")),
            Act::Confirm if self.waits_for_confirmations() => self.confirm(sale, now_ms, &mut news),
            Act::Confirm => return Err(TillError::NotPossible("no money waits for confirmations")),
            Act::Vanish => {
                if !self.waits_for_confirmations() {
                    return Err(TillError::NotPossible("no money waits for confirmations"));
                }
                sale.seen_becomes(TransactionState::Gone, now_ms);
                self.step(sale, Stage::Failed, now_ms, &mut news);
            }
            Act::Refund => self.refund(sale, now_ms, &mut news)?,
            Act::MarkSettled => {
                if !sale.some_came() || matches!(self.stage, Stage::Finished | Stage::Refunded) {
                    return Err(TillError::NotPossible("there is no money that it could be finished with"));
                }
                sale.seen_becomes(TransactionState::Settled, now_ms);
                self.step(sale, Stage::Finished, now_ms, &mut news);
            }
            Act::MarkInvalid => {
                if matches!(self.stage, Stage::Finished | Stage::Refunded | Stage::Failed) {
                    return Err(TillError::NotPossible("it has ended"));
                }
                self.step(sale, Stage::Failed, now_ms, &mut news);
            }
        }
        Ok(Done::Steps(news))
    }

    /// The first money is the payment's own, also late; all that comes after it is another payment.
    fn pay(&mut self, sale: &mut Sale, amount: Amount, now_ms: u64, dice: &mut Dice) -> Result<Done, TillError> {
        if amount.is_zero() {
            return Err(TillError::NotPossible("nothing is no payment"));
        }
        if sale.some_came() {
            return Ok(Done::Again(amount));
        }
        if !matches!(self.stage, Stage::Waiting | Stage::Expired) {
            return Err(TillError::NotPossible("it has ended"));
        }
        let mut news = Vec::new();
        sale.take(0, amount, now_ms, dice);
        self.step(sale, Stage::Confirming, now_ms, &mut news);
        Ok(Done::Steps(news))
    }

    fn refund(&mut self, sale: &mut Sale, now_ms: u64, news: &mut Vec<News>) -> Result<(), TillError> {
        if !sale.some_came() || self.stage == Stage::Refunded {
            return Err(TillError::NotPossible("there is no money that could go back"));
        }
        sale.seen_becomes(TransactionState::Settled, now_ms);
        self.step(sale, Stage::Refunded, now_ms, news);
        Ok(())
    }

    pub(in crate::money) fn settle(&mut self, sale: &mut Sale, now_ms: u64, confirmed: bool) -> Vec<News> {
        let mut news = Vec::new();
        if self.due_ms(sale).is_some_and(|at_ms| at_ms <= now_ms) {
            self.step(sale, Stage::Expired, now_ms, &mut news);
        }
        if confirmed && self.waits_for_confirmations() {
            self.confirm(sale, now_ms, &mut news);
        }
        news
    }

    pub(in crate::money) fn due_ms(&self, sale: &Sale) -> Option<u64> {
        (self.stage == Stage::Waiting).then_some(sale.expires_ms)
    }

    pub(in crate::money) fn waits_for_confirmations(&self) -> bool {
        self.stage == Stage::Confirming
    }

    fn expire(&mut self, sale: &mut Sale, now_ms: u64, news: &mut Vec<News>) {
        sale.expires_ms = now_ms;
        self.step(sale, Stage::Expired, now_ms, news);
    }

    /// Another asset ends as finished whatever it is worth (documented so where such deposits are processed by themselves).
    fn confirm(&mut self, sale: &mut Sale, now_ms: u64, news: &mut Vec<News>) {
        sale.seen_becomes(TransactionState::Settled, now_ms);
        self.step(sale, Stage::Confirmed, now_ms, news);
        self.step(sale, Stage::Sending, now_ms, news);
        let enough = sale.due(0).is_zero() || self.wrong_asset.is_some();
        self.step(sale, if enough { Stage::Finished } else { Stage::PartiallyPaid }, now_ms, news);
    }

    fn step(&mut self, sale: &mut Sale, stage: Stage, now_ms: u64, news: &mut Vec<News>) {
        self.stage = stage;
        sale.updated_ms = now_ms;
        news.push(self.news(sale));
    }

    /// What an IPN says of it now.
    pub(in crate::money) fn news(&self, sale: &Sale) -> News {
        News { kind: self.stage.name().to_owned(), body: bodies::ipn(sale, self) }
    }
}
