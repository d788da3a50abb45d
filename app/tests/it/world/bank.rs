//! A payment processor on a real local socket that answers as it is told.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nproxy_domain::processor::{
    Checkout, CryptoAmount, ExternalId, Found, Order, PaymentSnapshot, PaymentStatus, Price,
};
use nproxy_domain::{PaymentId, Timestamp};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};
use url::Url;

/// What every invoice asks for.
pub const ASKED: &str = "10";
/// Invoices on one page of the list.
const PAGE: usize = 3;

/// What the next call of a kind meets; without a script it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// It is done, and the connection is cut before the answer.
    Lost,
    /// Nothing is done, and the connection is cut.
    Cut,
    /// 400.
    Refused,
    /// 503.
    Down,
    /// 200 with a page that is no answer.
    Nonsense,
    /// An answer only after [`Bank::open`].
    Held,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    Offers,
    Checkout,
    Status,
    Search,
    List,
}

#[derive(Debug, Default)]
struct State {
    scripts: BTreeMap<Call, VecDeque<Script>>,
    calls: Vec<Call>,
    invoices: Vec<PaymentSnapshot>,
    /// What its list says of these can't be read.
    garbled: BTreeSet<ExternalId>,
    call_timeout: Option<Duration>,
}

/// The processor, what it was asked and what it knows.
#[derive(Clone, Debug)]
pub struct Bank {
    pub(super) url: Url,
    state: Arc<Mutex<State>>,
    gate: Arc<Semaphore>,
    arrived: Arc<Notify>,
}

impl Bank {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a local socket");
        let address = listener.local_addr().expect("it is bound");
        let url = Url::parse(&format!("http://{address}/")).expect("a URL");
        let bank = Self { url, state: Arc::default(), gate: Arc::new(Semaphore::new(0)), arrived: Arc::default() };
        let served = bank.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let bank = served.clone();
                tokio::spawn(async move { bank.serve(socket).await });
            }
        });
        bank
    }

    /// What the next calls of a kind meet, in this order.
    pub fn then(&self, call: Call, scripts: impl IntoIterator<Item = Script>) {
        self.state.lock().unwrap().scripts.entry(call).or_default().extend(scripts);
    }

    /// How often it was asked this.
    pub fn calls(&self, call: Call) -> usize {
        self.state.lock().unwrap().calls.iter().filter(|one| **one == call).count()
    }

    /// From now on it answers.
    pub fn forget_scripts(&self) {
        self.state.lock().unwrap().scripts.clear();
    }

    pub fn unplayed(&self) -> usize {
        self.state.lock().unwrap().scripts.values().map(VecDeque::len).sum()
    }

    /// Lets the answers go that are held.
    pub fn let_go(&self) {
        self.gate.add_permits(Semaphore::MAX_PERMITS / 2);
    }

    /// From now on we wait only so long for an answer.
    pub fn patience(&self, call_timeout: Duration) {
        self.state.lock().unwrap().call_timeout = Some(call_timeout);
    }

    pub(super) fn call_timeout(&self) -> Duration {
        self.state.lock().unwrap().call_timeout.unwrap_or(Duration::from_secs(25))
    }

    /// Waits until so many calls of a kind have arrived in all.
    pub async fn arrived(&self, call: Call, times: usize) {
        loop {
            let next = self.arrived.notified();
            if self.calls(call) >= times {
                return;
            }
            next.await;
        }
    }

    /// All invoices that were made for a payment, in order.
    pub fn invoices_of(&self, payment: PaymentId) -> Vec<ExternalId> {
        let state = self.state.lock().unwrap();
        state.invoices.iter().filter(|told| told.payment == Some(payment)).map(|told| told.id.clone()).collect()
    }

    /// What it says of an invoice is changed.
    pub fn change(&self, invoice: &ExternalId, change: impl FnOnce(&mut PaymentSnapshot)) {
        let mut state = self.state.lock().unwrap();
        change(state.invoices.iter_mut().find(|told| told.id == *invoice).expect("an invoice"));
    }

    /// So much has come in all, and it says this of it.
    pub fn says(&self, invoice: &ExternalId, status: PaymentStatus, received: &str) {
        self.change(invoice, |told| {
            told.status = status;
            told.received = Some(coins(received));
        });
    }

    /// It tells no more where to pay into it.
    pub fn hides_where_to_pay(&self, invoice: &ExternalId) {
        self.change(invoice, |told| told.checkout = None);
    }

    /// It knows nothing of anything any more.
    pub fn forget(&self) {
        self.state.lock().unwrap().invoices.clear();
    }

    /// An invoice that we did not ask for.
    pub fn invent(&self, told: PaymentSnapshot) {
        self.state.lock().unwrap().invoices.push(told);
    }

    /// An invoice that we did not ask for, in words that nobody knows.
    pub fn mumble(&self, id: &str) {
        let id = ExternalId(id.to_owned());
        let mut state = self.state.lock().unwrap();
        state.garbled.insert(id.clone());
        state.invoices.push(PaymentSnapshot::new(id, PaymentStatus::Paid));
    }

    async fn serve(&self, mut socket: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(&mut socket);
        let (mut first, mut line, mut length) = (String::new(), String::new(), 0);
        reader.read_line(&mut first).await.ok().filter(|n| *n > 0)?;
        loop {
            line.clear();
            reader.read_line(&mut line).await.ok().filter(|n| *n > 0)?;
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().ok()?,
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).await.ok()?;
        let path = first.split_whitespace().nth(1)?.to_owned();
        let mut parts = path.trim_start_matches('/').split('/');
        let call = match parts.next()? {
            "offers" => Call::Offers,
            "checkout" => Call::Checkout,
            "status" => Call::Status,
            "search" => Call::Search,
            _ => Call::List,
        };
        let argument: Vec<&str> = parts.collect();
        let script = {
            let mut state = self.state.lock().unwrap();
            state.calls.push(call);
            state.scripts.get_mut(&call).and_then(VecDeque::pop_front)
        };
        self.arrived.notify_waiters();
        let done = match script {
            Some(Script::Cut) => return None,
            Some(Script::Refused) => (400, json!({ "message": "no such thing" }).to_string()),
            Some(Script::Down) => (503, String::new()),
            Some(Script::Nonsense) => (200, "<html>maintenance</html>".to_owned()),
            Some(Script::Lost) => {
                self.answer(call, &argument, &body);
                return None;
            }
            Some(Script::Held) => {
                self.gate.acquire().await.ok()?.forget();
                self.answer(call, &argument, &body)
            }
            None => self.answer(call, &argument, &body),
        };
        let (status, body) = done;
        let head = format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
        socket.write_all(head.as_bytes()).await.ok()?;
        socket.write_all(body.as_bytes()).await.ok()?;
        socket.shutdown().await.ok()
    }

    fn answer(&self, call: Call, argument: &[&str], body: &[u8]) -> (u16, String) {
        let mut state = self.state.lock().unwrap();
        let State { invoices, garbled, .. } = &mut *state;
        let answer = match call {
            Call::Offers => Some(json!([["btc", "BTC", "Bitcoin"], ["eth", "ETH", "Ethereum"]])),
            Call::Checkout => {
                let asked: Value = serde_json::from_slice(body).expect("our own JSON");
                let made = invoice(&asked, invoices.len());
                let checkout = made.checkout.clone();
                invoices.push(made);
                Some(json!(checkout))
            }
            Call::Status => invoices.iter().find(|told| argument == [told.id.0.as_str()]).map(|told| json!(told)),
            Call::Search => {
                let of_order = |told: &&PaymentSnapshot| told.payment.is_some_and(|id| argument == [id.to_string()]);
                let payments = invoices.iter().filter(of_order).cloned().collect();
                Some(found(&Found::all(payments)))
            }
            Call::List => {
                let skip = argument[0].parse().expect("a number");
                let page = invoices.iter().skip(skip).take(PAGE);
                let read = page.map(|told| if garbled.contains(&told.id) { Err(()) } else { Ok(told.clone()) });
                let page = Found::page(read, false, None);
                Some(found(&Found { more: skip + page.seen() < invoices.len(), ..page }))
            }
        };
        answer.map_or_else(|| (404, "{}".to_owned()), |answer| (200, answer.to_string()))
    }
}

fn invoice(asked: &Value, made: usize) -> PaymentSnapshot {
    let text = |key: &str| asked[key].as_str().map(str::to_owned);
    let id = ExternalId(format!("inv-{made}"));
    let expires_at: Timestamp = text("expires_at").and_then(|at| at.parse().ok()).expect("a moment");
    let checkout = Checkout {
        id: id.clone(),
        pay_url: None,
        address: Some(format!("bc1-{made}")),
        memo: None,
        pay_uri: Some(format!("bitcoin:bc1-{made}?amount={ASKED}")),
        amount: Some(coins(ASKED)),
        coin: text("coin"),
        network: None,
        instructions: None,
        expires_at: Some(expires_at),
    };
    PaymentSnapshot {
        payment: text("order").and_then(|id| id.parse().ok()),
        price: Some(Price {
            minor_units: asked["minor_units"].as_i64().expect("a number"),
            currency: text("currency").expect("a currency"),
        }),
        asked: Some(coins(ASKED)),
        received: Some(CryptoAmount::ZERO),
        coin: text("coin"),
        checkout: Some(checkout),
        ..PaymentSnapshot::new(id, PaymentStatus::Pending)
    }
}

fn found(found: &Found<PaymentSnapshot>) -> Value {
    json!([found.payments, found.unread, found.more])
}

/// What is asked for, as the bank reads it.
pub(super) fn order(order: &Order, lasts: chrono::Duration) -> Value {
    json!({
        "order": order.payment, "minor_units": order.price.minor_units, "currency": order.price.currency,
        "coin": order.offer.as_ref().map(|offer| &offer.id), "expires_at": order.now + lasts,
    })
}

pub fn coins(amount: &str) -> CryptoAmount {
    amount.parse().expect("an amount")
}
