//! An invoice's life at Heleket.

use super::bodies;
use crate::{
    dice::Dice,
    money::{
        act::{Act, TillError},
        amount::Amount,
        entry::News,
        invoice::TransactionState,
        sale::Sale,
    },
};

/// What only Heleket keeps of a sale.
#[derive(Debug, Clone)]
pub(in crate::money) struct KeyedInvoice {
    pub(in crate::money) stage: Stage,
    /// The way that was chosen last, by paying or before.
    pub(in crate::money) chosen: Option<usize>,
    pub(in crate::money) callback_url: Option<String>,
    pub(in crate::money) return_url: Option<String>,
    /// The rest of a short payment may follow.
    pub(in crate::money) multiple: bool,
    /// So many percent may be missing.
    pub(in crate::money) accuracy_percent: Amount,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::money) enum Stage {
    Check,
    ConfirmCheck,
    WrongAmountWaiting,
    WrongAmount,
    Paid,
    PaidOver,
    Cancel,
    Fail,
    SystemFail,
    RefundProcess,
    RefundPaid,
}

impl Stage {
    pub(in crate::money) fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::ConfirmCheck => "confirm_check",
            Self::WrongAmountWaiting => "wrong_amount_waiting",
            Self::WrongAmount => "wrong_amount",
            Self::Paid => "paid",
            Self::PaidOver => "paid_over",
            Self::Cancel => "cancel",
            Self::Fail => "fail",
            Self::SystemFail => "system_fail",
            Self::RefundProcess => "refund_process",
            Self::RefundPaid => "refund_paid",
        }
    }

    pub(in crate::money) fn is_open(self) -> bool {
        matches!(self, Self::Check | Self::ConfirmCheck | Self::WrongAmountWaiting)
    }

    pub(in crate::money) fn is_final(self) -> bool {
        !self.is_open() && self != Self::RefundProcess
    }
}

impl KeyedInvoice {
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
            Act::Choose { method } if matches!(self.stage, Stage::Check | Stage::WrongAmountWaiting) => {
                self.chosen = Some(sale.way(Some(method))?);
                sale.updated_ms = now_ms;
            }
            Act::Choose { .. } => return impossible("it waits for no money"),
            Act::Confirm if sale.unconfirmed_since_ms().is_some() => self.confirm(sale, now_ms, &mut news),
            Act::Vanish if sale.unconfirmed_since_ms().is_some() => {
                sale.seen_becomes(TransactionState::Gone, now_ms);
                self.step(sale, Stage::Fail, now_ms, &mut news);
            }
            Act::Confirm | Act::Vanish => return impossible("no money waits for confirmations"),
            Act::Expire if matches!(self.stage, Stage::Check | Stage::WrongAmountWaiting) => {
                sale.expires_ms = now_ms;
                self.end(sale, now_ms, &mut news);
            }
            Act::Expire => return impossible("it no longer waits for money"),
            Act::Refund if matches!(self.stage, Stage::Paid | Stage::PaidOver | Stage::WrongAmount) => {
                self.step(sale, Stage::RefundProcess, now_ms, &mut news);
                self.step(sale, Stage::RefundPaid, now_ms, &mut news);
            }
            Act::Refund => return impossible("there is no money that could go back"),
            Act::MarkInvalid if self.stage.is_open() => self.step(sale, Stage::SystemFail, now_ms, &mut news),
            Act::MarkInvalid => return impossible("it has ended"),
            Act::MarkSettled => return impossible("nobody but the chain settles it"),
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
        if !self.stage.is_open() {
            return Err(TillError::NotPossible("it has ended"));
        }
        self.chosen = Some(way);
        sale.take(way, amount, now_ms, dice);
        self.step(sale, Stage::ConfirmCheck, now_ms, news);
        Ok(())
    }

    /// What was seen is certain: is it enough?
    fn confirm(&mut self, sale: &mut Sale, now_ms: u64, news: &mut Vec<News>) {
        sale.seen_becomes(TransactionState::Settled, now_ms);
        let (came, asked) = (sale.settled(0), sale.ways[0].asked);
        let stage = if came > asked {
            Stage::PaidOver
        } else if came >= asked.less_percent(self.accuracy_percent) {
            Stage::Paid
        } else if self.multiple && now_ms < sale.expires_ms {
            Stage::WrongAmountWaiting
        } else {
            Stage::WrongAmount
        };
        self.step(sale, stage, now_ms, news);
    }

    /// Its time is over.
    fn end(&mut self, sale: &mut Sale, now_ms: u64, news: &mut Vec<News>) {
        let stage = if self.stage == Stage::Check { Stage::Cancel } else { Stage::WrongAmount };
        self.step(sale, stage, now_ms, news);
    }

    pub(in crate::money) fn settle(&mut self, sale: &mut Sale, now_ms: u64, confirmed: bool) -> Vec<News> {
        let mut news = Vec::new();
        if confirmed {
            self.confirm(sale, now_ms, &mut news);
        }
        if self.due_ms(sale).is_some_and(|at_ms| at_ms <= now_ms) {
            self.end(sale, now_ms, &mut news);
        }
        news
    }

    pub(in crate::money) fn due_ms(&self, sale: &Sale) -> Option<u64> {
        matches!(self.stage, Stage::Check | Stage::WrongAmountWaiting).then_some(sale.expires_ms)
    }

    fn step(&mut self, sale: &mut Sale, stage: Stage, now_ms: u64, news: &mut Vec<News>) {
        self.stage = stage;
        sale.updated_ms = now_ms;
        news.push(News { kind: stage.name().to_owned(), body: bodies::webhook(sale, self) });
    }
}
