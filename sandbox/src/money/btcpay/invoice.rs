//! An invoice's life at a BTCPay server: the state it shows and the rules of its watcher (`InvoiceWatcher.cs`).

use super::events::Event;
use crate::{
    dice::Dice,
    money::{
        act::{Act, TillError},
        address,
        amount::Amount,
        entry::News,
        invoice::TransactionState,
        json::Json,
        sale::Sale,
    },
};

/// What only BTCPay keeps of a sale.
#[derive(Debug, Clone)]
pub(in crate::money) struct StoreInvoice {
    pub(in crate::money) status: Status,
    pub(in crate::money) additional: Additional,
    /// What is not confirmed by then is invalid.
    pub(in crate::money) monitoring_ms: u64,
    /// So many percent may be missing.
    pub(in crate::money) tolerance_percent: Amount,
    /// It was made without an amount: whatever comes pays it.
    pub(in crate::money) top_up: bool,
    pub(in crate::money) metadata: Json,
    pub(in crate::money) checkout: Json,
    pub(in crate::money) receipt: Json,
    pub(in crate::money) search_terms: Vec<String>,
    /// Where the buyer goes on from the page.
    pub(in crate::money) return_url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::money) enum Status {
    New,
    Processing,
    Settled,
    Expired,
    Invalid,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::money) enum Additional {
    None,
    PaidPartial,
    PaidOver,
    PaidLate,
    Marked,
}

impl Status {
    pub(in crate::money) fn name(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Processing => "Processing",
            Self::Settled => "Settled",
            Self::Expired => "Expired",
            Self::Invalid => "Invalid",
        }
    }

    pub(in crate::money) fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Processing)
    }

    /// What the staff may make of it.
    pub(super) fn markable(self) -> Vec<Self> {
        [Self::Settled, Self::Invalid].into_iter().filter(|status| *status != self).collect()
    }
}

impl Additional {
    pub(in crate::money) fn name(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::PaidPartial => "PaidPartial",
            Self::PaidOver => "PaidOver",
            Self::PaidLate => "PaidLate",
            Self::Marked => "Marked",
        }
    }
}

impl StoreInvoice {
    pub(in crate::money) fn act(
        &mut self,
        sale: &mut Sale,
        act: &Act,
        now_ms: u64,
        dice: &mut Dice,
    ) -> Result<Vec<News>, TillError> {
        let mut news = Vec::new();
        match act {
            Act::PayInFull => self.pay(sale, (0, sale.still_due()?), now_ms, dice, &mut news)?,
            Act::PayHalf => {
                let half = sale.still_due()?.half(sale.ways[0].decimals);
                self.pay(sale, (0, half), now_ms, dice, &mut news)?;
            }
            Act::PayTooMuch => self.pay(sale, (0, sale.still_due()?.twice()), now_ms, dice, &mut news)?,
            Act::PayLate => {
                let due = sale.still_due()?;
                if self.status == Status::New {
                    self.expire(sale, now_ms, &mut news);
                }
                if self.status != Status::Expired {
                    return Err(TillError::NotPossible("money came before its time was over"));
                }
                self.pay(sale, (0, due), now_ms, dice, &mut news)?;
            }
            Act::Pay { amount, method } => {
                let way = sale.way(method.as_deref())?;
                self.pay(sale, (way, *amount), now_ms, dice, &mut news)?;
            }
            Act::PayWrongAsset { .. } => return Err(TillError::NotPossible("a BTCPay server sees no other asset")),
            Act::Redeposit { .. } => {
                return Err(TillError::NotPossible("money sent again is the same invoice's: pay it"));
            }
            Act::Choose { .. } => return Err(TillError::NotPossible("a coin is chosen by paying in it")),
            Act::Expire if self.status == Status::New => self.expire(sale, now_ms, &mut news),
            Act::Expire => return Err(TillError::NotPossible("it no longer waits for money")),
            Act::Confirm => {
                if !self.confirm(sale, now_ms, &mut news) {
                    return Err(TillError::NotPossible("no money waits for confirmations"));
                }
            }
            Act::Vanish => {
                if !sale.seen_becomes(TransactionState::Gone, now_ms) {
                    return Err(TillError::NotPossible("no money waits for confirmations"));
                }
                self.watch(sale, now_ms, &mut news);
            }
            Act::Refund => {
                self.refund(sale, &address::pull_payment(dice), &mut news)?;
            }
            Act::MarkSettled => self.mark(sale, Status::Settled, now_ms, &mut news)?,
            Act::MarkInvalid => self.mark(sale, Status::Invalid, now_ms, &mut news)?,
        }
        Ok(news)
    }

    /// Money is seen; over Lightning it is settled in the same moment.
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
        sale.take(way, amount, now_ms, dice);
        let place = sale.money.len() - 1;
        self.tell(sale, &Event::ReceivedPayment { place }, news);
        if sale.ways[way].method.ends_with("-LN") {
            sale.money[place].state = TransactionState::Settled;
            self.tell(sale, &Event::PaymentSettled { place }, news);
        }
        self.watch(sale, now_ms, news);
        Ok(())
    }

    fn confirm(&mut self, sale: &mut Sale, now_ms: u64, news: &mut Vec<News>) -> bool {
        let seen = |place: &usize| sale.money[*place].state == TransactionState::Seen;
        let places: Vec<usize> = (0..sale.money.len()).filter(seen).collect();
        sale.seen_becomes(TransactionState::Settled, now_ms);
        for place in &places {
            self.tell(sale, &Event::PaymentSettled { place: *place }, news);
        }
        self.watch(sale, now_ms, news);
        !places.is_empty()
    }

    fn expire(&mut self, sale: &mut Sale, now_ms: u64, news: &mut Vec<News>) {
        // What was to be watched for how long is counted from here.
        let monitored_ms = self.monitoring_ms - sale.expires_ms;
        sale.expires_ms = now_ms;
        self.monitoring_ms = now_ms + monitored_ms;
        self.watch(sale, now_ms, news);
    }

    /// The server makes a link by which the money is claimed; the invoice stays as it is.
    pub(super) fn refund(&self, sale: &Sale, pull_payment: &str, news: &mut Vec<News>) -> Result<(), TillError> {
        let refundable = sale.some_came() && !self.status.is_open();
        if !refundable {
            return Err(TillError::NotPossible("Cannot refund this invoice"));
        }
        self.tell(sale, &Event::Refund { pull_payment: pull_payment.to_owned() }, news);
        Ok(())
    }

    pub(super) fn mark(
        &mut self,
        sale: &mut Sale,
        status: Status,
        now_ms: u64,
        news: &mut Vec<News>,
    ) -> Result<(), TillError> {
        if !self.status.markable().contains(&status) {
            return Err(TillError::NotPossible(
                "Status can only be marked to invalid or settled within certain conditions.",
            ));
        }
        self.status = status;
        self.additional = Additional::Marked;
        sale.updated_ms = now_ms;
        let event = if status == Status::Settled {
            Event::Settled { marked: true, over: false }
        } else {
            Event::Invalid { marked: true }
        };
        self.tell(sale, &event, news);
        Ok(())
    }

    pub(in crate::money) fn settle(&mut self, sale: &mut Sale, now_ms: u64, confirmed: bool) -> Vec<News> {
        let mut news = Vec::new();
        if confirmed {
            self.confirm(sale, now_ms, &mut news);
        }
        if self.due_ms(sale).is_some_and(|at_ms| at_ms <= now_ms) {
            self.watch(sale, now_ms, &mut news);
        }
        news
    }

    pub(in crate::money) fn due_ms(&self, sale: &Sale) -> Option<u64> {
        match self.status {
            Status::New => Some(sale.expires_ms),
            Status::Processing => Some(self.monitoring_ms),
            Status::Settled | Status::Expired | Status::Invalid => None,
        }
    }

    /// What the watcher does when something happened.
    fn watch(&mut self, sale: &mut Sale, now_ms: u64, news: &mut Vec<News>) {
        sale.updated_ms = now_ms;
        let paid = self.paid(sale, Sale::received);
        if self.status == Status::New && now_ms >= sale.expires_ms {
            self.status = Status::Expired;
            let partially = sale.some_came();
            self.tell(sale, &Event::Expired { partially }, news);
            if partially {
                self.tell(sale, &Event::ExpiredPaidPartial, news);
            }
        }
        match self.status {
            Status::New if paid => {
                self.status = Status::Processing;
                self.additional = self.over(sale);
                self.tell(sale, &Event::Processing { over: self.additional == Additional::PaidOver }, news);
            }
            Status::Expired if paid && self.additional != Additional::PaidLate => {
                self.additional = Additional::PaidLate;
                self.tell(sale, &Event::PaidAfterExpiration, news);
            }
            Status::New | Status::Expired if !paid => self.additional = part(sale),
            // A payment was replaced: nothing is told of that.
            Status::Processing if !paid => {
                self.status = Status::New;
                self.additional = part(sale);
            }
            Status::Processing => self.additional = self.over(sale),
            _ => {}
        }
        if self.status != Status::Processing {
            return;
        }
        if self.paid(sale, Sale::settled) {
            self.status = Status::Settled;
            self.tell(sale, &Event::Settled { marked: false, over: self.additional == Additional::PaidOver }, news);
        } else if now_ms >= self.monitoring_ms {
            self.status = Status::Invalid;
            self.tell(sale, &Event::Invalid { marked: false }, news);
        }
    }

    /// Whether what counts pays for it by any way, within the tolerance.
    fn paid(&self, sale: &Sale, counts: impl Fn(&Sale, usize) -> Amount) -> bool {
        (0..sale.ways.len()).any(|way| {
            let came = counts(sale, way);
            !came.is_zero() && came >= sale.ways[way].asked.less_percent(self.tolerance_percent)
        })
    }

    fn over(&self, sale: &Sale) -> Additional {
        let over = !self.top_up && (0..sale.ways.len()).all(|way| sale.received(way) > sale.ways[way].asked);
        if over { Additional::PaidOver } else { Additional::None }
    }

    pub(in crate::money) fn tell(&self, sale: &Sale, event: &Event, news: &mut Vec<News>) {
        news.push(event.news(sale, self));
    }
}

fn part(sale: &Sale) -> Additional {
    if sale.some_came() { Additional::PaidPartial } else { Additional::None }
}
