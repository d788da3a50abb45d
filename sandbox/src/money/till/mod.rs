//! The till: every played invoice, what can be done to it, and what the processors tell of it.

pub(super) mod journal;
pub(super) mod world;

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde::Serialize;
use tokio::{sync::watch, time::Instant};

use super::{
    act::{Act, TillError},
    address,
    btcpay::{self, StoreWebhook},
    conduct::{TillConduct, TillPace},
    entry::{Done, Entry},
    invoice::Invoice,
    nowpayments,
    options::{BtcPayOptions, CryptoPayOptions, HeleketOptions, NowPaymentsOptions, OxaPayOptions},
    post::{Answered, Bag, Letter, Turn},
    processor::{PerProcessor, Processor},
    time::real_now_ms,
};
use crate::{
    dice::{Dice, hash64},
    options::SandboxOptions,
};
use journal::{Journal, TillDeed, TillRecord};
use world::{HostedKeys, StoreSecrets, World};

/// Rules the played processors and the money that comes to them. Clones rule the same ones.
#[derive(Clone)]
pub struct Till(Arc<Shared>);

pub(super) struct Shared {
    pub(super) nowpayments: NowPaymentsOptions,
    pub(super) btcpay: BtcPayOptions,
    pub(super) crypto_pay: CryptoPayOptions,
    pub(super) heleket: HeleketOptions,
    pub(super) oxapay: OxaPayOptions,
    start_pace: TillPace,
    world: Mutex<World>,
    changes: watch::Sender<()>,
}

/// Answer of `GET /till/state`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TillState {
    pub nowpayments: TillConduct,
    pub btcpay: TillConduct,
    pub crypto_pay: TillConduct,
    pub heleket: TillConduct,
    pub oxapay: TillConduct,
    pub pace: TillPace,
    /// Where the BTCPay store's webhook goes.
    pub btcpay_webhook: Option<StoreWebhook>,
    /// Where Crypto Pay's app tells of itself.
    pub crypto_pay_webhook: Option<String>,
    /// How far the played clock is ahead of the machine's.
    pub clock_ahead_ms: u64,
    pub invoices: usize,
    /// Those being sent, or waiting to be sent again.
    pub webhooks_waiting: usize,
    pub webhooks_held: usize,
}

impl fmt::Debug for Till {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Till").field("invoices", &self.world().entries.len()).finish_non_exhaustive()
    }
}

impl Till {
    pub(crate) fn new(options: &SandboxOptions) -> Self {
        // Numbers must be others after a restart: a shop keeps those it was given.
        let born = hash64(&[options.seed.to_be_bytes(), real_now_ms().to_be_bytes()].concat());
        let (nowpayments, btcpay) = (options.nowpayments.clone(), options.btcpay.clone());
        let keys = HostedKeys {
            crypto_pay: options.crypto_pay.api_token.clone(),
            heleket: options.heleket.payment_key.clone(),
            oxapay: options.oxapay.merchant_key.clone(),
        };
        let world = World {
            entries: Vec::new(),
            conducts: PerProcessor::default(),
            pace: options.till_pace,
            webhook: None,
            app_webhook: None,
            bags: PerProcessor::<Bag>::default(),
            held: Vec::new(),
            first: HashMap::new(),
            tokens: Vec::new(),
            journal: Journal::new(options.journal_calls_max),
            dice: Dice::new(born),
            ahead_ms: 0,
            next_letter: 0,
            ipn_secret: nowpayments.ipn_secret.clone(),
            store: StoreSecrets { store_id: btcpay.store_id.clone(), webhook_secret: btcpay.webhook_secret.clone() },
            keys,
        };
        Self(Arc::new(Shared {
            nowpayments,
            btcpay,
            crypto_pay: options.crypto_pay.clone(),
            heleket: options.heleket.clone(),
            oxapay: options.oxapay.clone(),
            start_pace: options.till_pace,
            world: Mutex::new(world),
            changes: watch::Sender::new(()),
        }))
    }

    /// All invoices, oldest first.
    pub fn invoices(&self) -> Vec<Invoice> {
        self.change(|world, _| world.entries.iter().map(Entry::view).collect())
    }

    /// By the processor's number: `payment_id` at NOWPayments, the invoice's id elsewhere.
    pub fn invoice(&self, id: &str) -> Result<Invoice, TillError> {
        self.change(|world, _| world.find(id).map(|place| world.entries[place].view()).ok_or(TillError::UnknownInvoice))
    }

    /// Those with this number, this order id or this address, oldest first.
    pub fn find(&self, text: &str) -> Vec<Invoice> {
        let called = |world: &mut World, _| {
            world.entries.iter().filter(|entry| entry.sale.is_called(text)).map(Entry::view).collect()
        };
        self.change(called)
    }

    /// Does it, and answers the invoice as it stands then; of money to a used address the new payment.
    pub fn act(&self, id: &str, act: &Act) -> Result<Invoice, TillError> {
        self.change(|world, now_ms| {
            let place = world.find(id).ok_or(TillError::UnknownInvoice)?;
            let World { entries, dice, .. } = &mut *world;
            let done = entries[place].act(act, now_ms, dice)?;
            let processor = entries[place].processor();
            world.journal.note(now_ms, processor, Some(id), TillDeed::Act(act.clone()));
            match done {
                Done::Steps(news) => {
                    world.tell(place, news, now_ms);
                    Ok(world.entries[place].view())
                }
                Done::Again(amount) => {
                    let (entry, news) = nowpayments::again(&world.entries[place], amount, now_ms, &mut world.dice);
                    let view = entry.view();
                    world.open(entry, news, now_ms);
                    Ok(view)
                }
            }
        })
    }

    /// Whether the processor allows it as the invoice stands now.
    pub(super) fn is_possible(&self, id: &str, act: &Act) -> bool {
        self.change(|world, now_ms| {
            let entry = world.find(id).map(|place| world.entries[place].clone());
            // On a copy, with dice of its own, so that a look changes nothing.
            entry.is_some_and(|mut entry| entry.act(act, now_ms, &mut Dice::new(0)).is_ok())
        })
    }

    /// How the processor behaves from its next call and its next webhook on.
    pub fn set_conduct(&self, processor: Processor, conduct: TillConduct) -> Result<(), TillError> {
        conduct.check().map_err(TillError::BadConduct)?;
        self.change(|world, now_ms| {
            world.journal.note(now_ms, processor, None, TillDeed::Conduct(conduct.clone()));
            world.conducts[processor] = conduct;
        });
        Ok(())
    }

    pub fn set_pace(&self, pace: TillPace) -> Result<(), TillError> {
        pace.check().map_err(TillError::BadConduct)?;
        self.change(|world, _| world.pace = pace);
        Ok(())
    }

    /// Where the BTCPay store's webhook goes, and which events it tells: all where none are named. A reset leaves it.
    pub fn set_btcpay_webhook(&self, url: Option<&str>, specific_events: Option<Vec<String>>) -> Result<(), TillError> {
        let webhook = match url {
            None => None,
            Some(url) if !url.starts_with("http://") => return Err(TillError::BadUrl),
            Some(url) => Some((url.to_owned(), specific_events)),
        };
        if let Some((_, Some(events))) = &webhook
            && events.iter().any(|event| !btcpay::EVENT_TYPES.contains(&event.as_str()))
        {
            return Err(TillError::UnknownEvent);
        }
        self.change(|world, _| {
            let id = address::btcpay_id(&mut world.dice);
            world.webhook = webhook.map(|(url, specific_events)| StoreWebhook { id, url, specific_events });
        });
        Ok(())
    }

    /// Where Crypto Pay's app tells that an invoice was paid. A reset leaves it.
    pub fn set_crypto_pay_webhook(&self, url: Option<&str>) -> Result<(), TillError> {
        if url.is_some_and(|url| !url.starts_with("http://")) {
            return Err(TillError::BadUrl);
        }
        self.change(|world, _| world.app_webhook = url.map(str::to_owned));
        Ok(())
    }

    /// Sends what was held back, newest first, and tells how many there were.
    pub fn flush_webhooks(&self) -> usize {
        self.change(|world, _| world.flush())
    }

    /// The played clock goes on by so much: invoices expire, money is confirmed, tokens end. Waits of the post stay as they are.
    pub fn advance(&self, by: Duration) {
        let by_ms = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.change(|world, _| world.ahead_ms = world.ahead_ms.saturating_add(by_ms));
        // What is due by then happens at once, not when somebody looks.
        self.change(|_, _| {});
    }

    /// Until no webhook waits to be sent, also not again. Those held back don't count.
    pub async fn quiet(&self) {
        let mut changes = self.changes();
        loop {
            changes.borrow_and_update();
            // The sender lives in this till.
            if self.world().waiting() == 0 || changes.changed().await.is_err() {
                return;
            }
        }
    }

    /// What happened after the record with this number; 0: all that is kept.
    pub fn journal(&self, after: u64) -> Vec<TillRecord> {
        self.change(|world, _| world.journal.after(after))
    }

    pub fn state(&self) -> TillState {
        self.change(|world, _| TillState {
            nowpayments: world.conducts[Processor::NowPayments].clone(),
            btcpay: world.conducts[Processor::BtcPay].clone(),
            crypto_pay: world.conducts[Processor::CryptoPay].clone(),
            heleket: world.conducts[Processor::Heleket].clone(),
            oxapay: world.conducts[Processor::OxaPay].clone(),
            pace: world.pace,
            btcpay_webhook: world.webhook.clone(),
            crypto_pay_webhook: world.app_webhook.clone(),
            clock_ahead_ms: world.ahead_ms,
            invoices: world.entries.len(),
            webhooks_waiting: world.waiting(),
            webhooks_held: world.held.len(),
        })
    }

    /// As at the start: no invoices, healthy processors, the clock as it is. The store's webhook stays.
    pub(crate) fn reset(&self) {
        self.change(|world, _| world.clear(self.0.start_pace));
    }

    pub(super) fn options(&self) -> &Shared {
        &self.0
    }

    pub(super) fn changes(&self) -> watch::Receiver<()> {
        self.0.changes.subscribe()
    }

    pub(super) fn post(&self, processor: Processor) -> Turn {
        Turn::of(&self.world().bags[processor], processor, Instant::now())
    }

    pub(super) fn answered(&self, letter: &Letter, answer: Result<Answered, String>) {
        self.change(|world, now_ms| world.answered(letter, answer, now_ms));
    }

    /// What time brings about is done first, so that nobody sees an invoice that should have expired.
    pub(super) fn change<T>(&self, deed: impl FnOnce(&mut World, u64) -> T) -> T {
        let mut world = self.world();
        let now_ms = real_now_ms().saturating_add(world.ahead_ms);
        world.settle(now_ms);
        let done = deed(&mut world, now_ms);
        drop(world);
        self.0.changes.send_replace(());
        done
    }

    /// Does what time brings about, for as long as the sandbox runs, so that its webhooks are sent though nobody asks.
    pub(super) async fn keep_time(self) {
        let mut changes = self.changes();
        loop {
            changes.borrow_and_update();
            let wait = self.tick();
            let next = async {
                match wait {
                    Some(wait) => tokio::time::sleep(wait).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = next => {}
                Ok(()) = changes.changed() => {}
            }
        }
    }

    /// How long until there is something to do again.
    fn tick(&self) -> Option<Duration> {
        let mut world = self.world();
        let now_ms = real_now_ms().saturating_add(world.ahead_ms);
        let any = world.settle(now_ms);
        let due_ms = world.due_ms();
        drop(world);
        if any {
            self.0.changes.send_replace(());
        }
        // At least a moment: what is due and can't be done must not keep a processor busy.
        due_ms.map(|at_ms| Duration::from_millis(at_ms.saturating_sub(now_ms).max(1)))
    }

    /// Nothing here panics half-way through a change, so a poisoned lock still guards sound data.
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
