//! One invoice in the ledger: the sale, and what its own processor makes of it.

use super::{
    act::{Act, TillError},
    amount::Amount,
    btcpay::StoreInvoice,
    conduct::TillPace,
    crypto_pay::WalletInvoice,
    heleket::KeyedInvoice,
    invoice::Invoice,
    json::Json,
    nowpayments::Payment,
    oxapay::TrackedInvoice,
    processor::Processor,
    sale::Sale,
};
use crate::dice::Dice;

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) sale: Sale,
    pub(super) book: Book,
}

/// The part that is each processor's own.
#[derive(Debug, Clone)]
pub(super) enum Book {
    NowPayments(Payment),
    BtcPay(Box<StoreInvoice>),
    CryptoPay(Box<WalletInvoice>),
    Heleket(KeyedInvoice),
    OxaPay(TrackedInvoice),
}

/// A webhook that is due: its kind, and what it says.
#[derive(Debug)]
pub(super) struct News {
    pub(super) kind: String,
    pub(super) body: Json,
}

/// What an act led to.
#[derive(Debug)]
pub(super) enum Done {
    Steps(Vec<News>),
    /// The address was used before: this much is a payment of its own.
    Again(Amount),
}

impl Entry {
    pub(super) fn processor(&self) -> Processor {
        match &self.book {
            Book::NowPayments(_) => Processor::NowPayments,
            Book::BtcPay(_) => Processor::BtcPay,
            Book::CryptoPay(_) => Processor::CryptoPay,
            Book::Heleket(_) => Processor::Heleket,
            Book::OxaPay(_) => Processor::OxaPay,
        }
    }

    pub(super) fn act(&mut self, act: &Act, now_ms: u64, dice: &mut Dice) -> Result<Done, TillError> {
        let Self { sale, book } = self;
        match book {
            Book::NowPayments(payment) => payment.act(sale, act, now_ms, dice),
            Book::BtcPay(invoice) => invoice.act(sale, act, now_ms, dice).map(Done::Steps),
            Book::CryptoPay(invoice) => invoice.act(sale, act, now_ms, dice).map(Done::Steps),
            Book::Heleket(invoice) => invoice.act(sale, act, now_ms, dice).map(Done::Steps),
            Book::OxaPay(invoice) => invoice.act(sale, act, now_ms, dice).map(Done::Steps),
        }
    }

    /// What time alone brings about.
    pub(super) fn settle(&mut self, now_ms: u64, pace: &TillPace) -> Vec<News> {
        let confirmed = self.confirms_ms(pace).is_some_and(|at_ms| at_ms <= now_ms);
        let Self { sale, book } = self;
        match book {
            Book::NowPayments(payment) => payment.settle(sale, now_ms, confirmed),
            Book::BtcPay(invoice) => invoice.settle(sale, now_ms, confirmed),
            Book::CryptoPay(invoice) => invoice.settle(sale, now_ms),
            Book::Heleket(invoice) => invoice.settle(sale, now_ms, confirmed),
            Book::OxaPay(invoice) => invoice.settle(sale, now_ms, confirmed),
        }
    }

    /// When [`settle`](Self::settle) has something to do next.
    pub(super) fn due_ms(&self, pace: &TillPace) -> Option<u64> {
        let own = match &self.book {
            Book::NowPayments(payment) => payment.due_ms(&self.sale),
            Book::BtcPay(invoice) => invoice.due_ms(&self.sale),
            Book::CryptoPay(invoice) => invoice.due_ms(&self.sale),
            Book::Heleket(invoice) => invoice.due_ms(&self.sale),
            Book::OxaPay(invoice) => invoice.due_ms(&self.sale),
        };
        own.into_iter().chain(self.confirms_ms(pace)).min()
    }

    fn confirms_ms(&self, pace: &TillPace) -> Option<u64> {
        let waits = match &self.book {
            Book::NowPayments(payment) => payment.waits_for_confirmations(),
            Book::BtcPay(_) | Book::CryptoPay(_) | Book::Heleket(_) | Book::OxaPay(_) => true,
        };
        let since_ms = self.sale.unconfirmed_since_ms().filter(|_| waits)?;
        Some(since_ms + pace.confirm_after_ms?)
    }

    /// The status in the processor's words.
    pub(super) fn status(&self) -> (String, Option<String>) {
        match &self.book {
            Book::NowPayments(payment) => (payment.stage.name().to_owned(), None),
            Book::BtcPay(invoice) => (invoice.status.name().to_owned(), Some(invoice.additional.name().to_owned())),
            Book::CryptoPay(invoice) => (invoice.stage.name().to_owned(), None),
            Book::Heleket(invoice) => (invoice.stage.name().to_owned(), None),
            Book::OxaPay(invoice) => (invoice.stage.name().to_owned(), None),
        }
    }

    pub(super) fn view(&self) -> Invoice {
        let Self { sale, book } = self;
        let (status, additional_status) = self.status();
        let (open, parent, return_url) = match book {
            Book::NowPayments(payment) => (payment.stage.is_open(), payment.parent.clone(), None),
            Book::BtcPay(invoice) => (invoice.status.is_open(), None, invoice.return_url.clone()),
            Book::CryptoPay(invoice) => (invoice.stage.is_open(), None, invoice.return_url.clone()),
            Book::Heleket(invoice) => (invoice.stage.is_open(), None, invoice.return_url.clone()),
            Book::OxaPay(invoice) => (invoice.stage.is_open(), None, invoice.return_url.clone()),
        };
        Invoice {
            id: sale.id.clone(),
            processor: self.processor(),
            order_id: sale.order_id.clone(),
            price: sale.price,
            currency: sale.currency.clone(),
            methods: sale.methods(),
            status,
            additional_status,
            open,
            parent,
            created_at_unix_ms: sale.created_ms,
            expires_at_unix_ms: sale.expires_ms,
            transactions: sale.transactions(),
            page_url: sale.page_url.clone(),
            return_url,
        }
    }
}
