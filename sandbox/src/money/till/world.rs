//! All that the till knows, behind one lock.

use std::{collections::HashMap, time::Duration};

use tokio::time::Instant;

use super::journal::{Journal, TillDeed};
use crate::{
    dice::Dice,
    money::{
        address,
        btcpay::{Delivery, StoreWebhook},
        conduct::{TillConduct, TillPace},
        entry::{Book, Entry, News},
        json::Json,
        post::{Answered, Bag, Letter, sealed, signed},
        processor::{PerProcessor, Processor},
        time::iso,
    },
};

/// The oldest invoice is forgotten for the next one after this many.
const INVOICES_MAX: usize = 10_000;

pub(in crate::money) struct World {
    /// Oldest first.
    pub(in crate::money) entries: Vec<Entry>,
    pub(in crate::money) conducts: PerProcessor<TillConduct>,
    pub(in crate::money) pace: TillPace,
    pub(in crate::money) webhook: Option<StoreWebhook>,
    /// Where Crypto Pay's app tells of itself.
    pub(in crate::money) app_webhook: Option<String>,
    pub(in crate::money) bags: PerProcessor<Bag>,
    /// Kept back until they are flushed.
    pub(in crate::money) held: Vec<Letter>,
    /// The first webhook of each invoice.
    pub(in crate::money) first: HashMap<String, Letter>,
    /// NOWPayments' tokens, and when each ends.
    pub(in crate::money) tokens: Vec<(String, u64)>,
    pub(in crate::money) journal: Journal,
    pub(in crate::money) dice: Dice,
    /// How far the played clock is ahead.
    pub(in crate::money) ahead_ms: u64,
    pub(in crate::money) next_letter: u64,
    pub(in crate::money) ipn_secret: String,
    pub(in crate::money) store: StoreSecrets,
    pub(in crate::money) keys: HostedKeys,
}

/// What the webhooks of the processors with pages of their own are signed with.
pub(in crate::money) struct HostedKeys {
    pub(in crate::money) crypto_pay: String,
    pub(in crate::money) heleket: String,
    pub(in crate::money) oxapay: String,
}

/// What a webhook of the store needs to be written.
pub(in crate::money) struct StoreSecrets {
    pub(in crate::money) store_id: String,
    pub(in crate::money) webhook_secret: String,
}

impl World {
    pub(in crate::money) fn find(&self, id: &str) -> Option<usize> {
        self.entries.iter().rposition(|entry| entry.sale.id == id)
    }

    /// A new invoice, and what it is told of.
    pub(in crate::money) fn open(&mut self, entry: Entry, news: Vec<News>, now_ms: u64) {
        if self.entries.len() == INVOICES_MAX {
            let oldest = self.entries.remove(0);
            self.first.remove(&oldest.sale.id);
        }
        self.entries.push(entry);
        self.tell(self.entries.len() - 1, news, now_ms);
    }

    /// Does what time alone brings about; `false`: nothing.
    pub(in crate::money) fn settle(&mut self, now_ms: u64) -> bool {
        let mut any = false;
        for place in 0..self.entries.len() {
            let due = self.entries[place].due_ms(&self.pace);
            if due.is_some_and(|at_ms| at_ms <= now_ms) {
                let news = self.entries[place].settle(now_ms, &self.pace);
                self.tell(place, news, now_ms);
                any = true;
            }
        }
        any
    }

    /// When [`settle`](Self::settle) has something to do next.
    pub(in crate::money) fn due_ms(&self) -> Option<u64> {
        self.entries.iter().filter_map(|entry| entry.due_ms(&self.pace)).min()
    }

    /// Writes down where the invoice stands, and sends what is to be told of it.
    pub(in crate::money) fn tell(&mut self, place: usize, news: Vec<News>, now_ms: u64) {
        let entry = &self.entries[place];
        let (processor, invoice) = (entry.processor(), entry.sale.id.clone());
        let (status, additional_status) = entry.status();
        let url = match &entry.book {
            Book::NowPayments(payment) => payment.ipn_url.clone(),
            Book::BtcPay(_) => self.webhook.as_ref().map(|webhook| webhook.url.clone()),
            Book::CryptoPay(_) => self.app_webhook.clone(),
            Book::Heleket(invoice) => invoice.callback_url.clone(),
            Book::OxaPay(invoice) => invoice.callback_url.clone(),
        };
        let deed = TillDeed::Status { status, additional_status };
        self.journal.note(now_ms, processor, Some(&invoice), deed);
        let Some(url) = url else { return };
        for news in news {
            let wanted = processor != Processor::BtcPay
                || self.webhook.as_ref().is_some_and(|webhook| webhook.wants(&news.kind));
            if wanted {
                let letter = self.write(processor, &invoice, url.clone(), news, (None, now_ms));
                self.send(letter, now_ms);
            }
        }
    }

    /// By the conduct: not at all, once, several times, later, or with old news behind it.
    fn send(&mut self, letter: Letter, now_ms: u64) {
        let Letter { processor, invoice, kind, .. } = letter.clone();
        let conduct = self.conducts[processor].clone();
        let first = self.first.entry(invoice.clone()).or_insert_with(|| letter.clone()).clone();
        if conduct.webhook_copies == 0 {
            return self.journal.note(now_ms, processor, Some(&invoice), TillDeed::WebhookLost { kind });
        }
        let mut letters = vec![letter; usize::try_from(conduct.webhook_copies).unwrap_or(1)];
        if conduct.webhooks_stale && letters[0].number != first.number {
            letters.push(self.redelivery(&first, now_ms));
        }
        for letter in letters {
            let number = self.next_number();
            let due = Instant::now() + Duration::from_millis(conduct.webhook_delay_ms);
            let letter = Letter { number, due, ..letter };
            if conduct.webhooks_held {
                let deed = TillDeed::WebhookHeld { kind: letter.kind.clone() };
                self.journal.note(now_ms, processor, Some(&invoice), deed);
                self.held.push(letter);
            } else {
                self.bags[processor].put(letter);
            }
        }
    }

    /// The same news in another delivery.
    pub(in crate::money) fn redelivery(&mut self, letter: &Letter, now_ms: u64) -> Letter {
        let original = letter.delivery.as_ref().map(|(_, original)| original.clone());
        let again =
            self.write(letter.processor, &letter.invoice, letter.url.clone(), letter.tells(), (original, now_ms));
        Letter { attempt: letter.attempt, ..again }
    }

    fn write(
        &mut self,
        processor: Processor,
        invoice: &str,
        url: String,
        news: News,
        (original, now_ms): (Option<String>, u64),
    ) -> Letter {
        let (delivery, body, secret) = match processor {
            Processor::NowPayments => (None, news.body.to_string(), &self.ipn_secret),
            Processor::BtcPay => {
                let id = address::btcpay_id(&mut self.dice);
                let original_id = original.unwrap_or_else(|| id.clone());
                let delivery = Delivery { id: id.clone(), original_id: original_id.clone(), at_ms: now_ms };
                let webhook_id = self.webhook.as_ref().map(|webhook| webhook.id.clone()).unwrap_or_default();
                let body = delivery.body(&news.body, &self.store.store_id, &webhook_id).pretty();
                (Some((id, original_id)), body, &self.store.webhook_secret)
            }
            // Its number is documented as one that is not unique, and the date as that of the sending.
            Processor::CryptoPay => {
                let update = Json::object([
                    ("update_id", 1_u64.into()),
                    ("update_type", news.kind.clone().into()),
                    ("request_date", iso(now_ms).into()),
                    ("payload", news.body.clone()),
                ]);
                (None, update.to_string(), &self.keys.crypto_pay)
            }
            Processor::Heleket => {
                let conduct = self.conducts[processor].webhook_signature;
                (None, sealed(&self.keys.heleket, &news.body, conduct), &self.keys.heleket)
            }
            Processor::OxaPay => (None, news.body.to_string(), &self.keys.oxapay),
        };
        let conduct = self.conducts[processor].webhook_signature;
        let signature = signed(processor, secret, (&news.body, &body), conduct);
        Letter {
            number: self.next_number(),
            processor,
            invoice: invoice.to_owned(),
            kind: news.kind,
            url,
            event: news.body,
            delivery,
            body,
            signature,
            attempt: 1,
            due: Instant::now(),
        }
    }

    /// Those held back go now, newest first.
    pub(in crate::money) fn flush(&mut self) -> usize {
        let held = std::mem::take(&mut self.held);
        let sent = held.len();
        for letter in held.into_iter().rev() {
            let number = self.next_number();
            self.bags[letter.processor].put(Letter { number, due: Instant::now(), ..letter });
        }
        sent
    }

    /// Takes the answer down, and the webhook up again where it is to be sent once more.
    pub(in crate::money) fn answered(&mut self, letter: &Letter, answer: Result<Answered, String>, now_ms: u64) {
        let Some(letter) = self.bags[letter.processor].take(letter.number) else { return };
        let (answer, error) = match answer {
            Ok(answered) => (Some(answered), None),
            Err(error) => (None, Some(error)),
        };
        let again_after = letter.again_after(answer.as_ref()).map(|wait| wait.mul_f32(self.pace.retry_scale));
        let deed = TillDeed::Webhook {
            kind: letter.kind.clone(),
            url: letter.url.clone(),
            attempt: letter.attempt,
            delivery_id: letter.delivery.as_ref().map(|(id, _)| id.clone()),
            answer: answer.map(|answer| answer.status),
            error,
            again_after_ms: again_after.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
        };
        self.journal.note(now_ms, letter.processor, Some(&letter.invoice), deed);
        if let Some(wait) = again_after {
            let again = self.redelivery(&letter, now_ms);
            let again = Letter { attempt: letter.attempt + 1, due: Instant::now() + wait, ..again };
            self.bags[letter.processor].put_back(again);
        }
    }

    pub(in crate::money) fn waiting(&self) -> usize {
        Processor::ALL.into_iter().map(|processor| self.bags[processor].len()).sum()
    }

    fn next_number(&mut self) -> u64 {
        self.next_letter += 1;
        self.next_letter
    }

    pub(in crate::money) fn clear(&mut self, pace: TillPace) {
        self.entries.clear();
        self.first.clear();
        self.held.clear();
        self.tokens.clear();
        self.journal.clear();
        self.conducts = PerProcessor::default();
        self.pace = pace;
        self.ahead_ms = 0;
        for processor in Processor::ALL {
            self.bags[processor].clear();
        }
    }
}
