//! A shop that webhooks come to: it writes down what came, and answers as it is told.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use serde_json::Value;
use sha2::{Digest, Sha256, Sha512};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

#[derive(Debug, Clone)]
pub struct Call {
    pub target: String,
    pub head: String,
    pub body: Vec<u8>,
}

struct Desk {
    calls: Vec<Call>,
    /// Then 200.
    answers: VecDeque<u16>,
    words: &'static str,
}

impl Default for Desk {
    fn default() -> Self {
        Self { calls: Vec::new(), answers: VecDeque::new(), words: "ok" }
    }
}

pub struct Shop {
    addr: SocketAddr,
    desk: Arc<Mutex<Desk>>,
    serving: JoinHandle<()>,
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Shop {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let addr = listener.local_addr().expect("an address");
        let desk = Arc::<Mutex<Desk>>::default();
        let serving = tokio::spawn({
            let desk = Arc::clone(&desk);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    serve(stream, &desk).await;
                }
            }
        });
        Self { addr, desk, serving }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }

    /// The next answers; 0 closes the connection without one.
    pub fn answers(&self, statuses: &[u16]) {
        self.desk.lock().expect("sound").answers.extend(statuses);
    }

    /// What every answer says from now on.
    pub fn says(&self, words: &'static str) {
        self.desk.lock().expect("sound").words = words;
    }

    pub fn calls(&self) -> Vec<Call> {
        self.desk.lock().expect("sound").calls.clone()
    }
}

async fn serve(mut stream: TcpStream, desk: &Mutex<Desk>) {
    let mut bytes = Vec::new();
    let (head, body_at, length) = loop {
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return;
        }
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = header(&head, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
            break (head, end + 4, length);
        }
    };
    while bytes.len() < body_at + length {
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let (status, words) = {
        let mut desk = desk.lock().expect("sound");
        desk.calls.push(Call { target, head, body: bytes.split_off(body_at) });
        (desk.answers.pop_front().unwrap_or(200), desk.words)
    };
    if status > 0 {
        let length = words.len();
        let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{words}");
        let _client_may_be_gone = stream.write_all(answer.as_bytes()).await;
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let value = |line: &'a str| line.split_once(": ").filter(|(known, _)| known.eq_ignore_ascii_case(name));
    head.lines().find_map(value).map(|(_, value)| value)
}

/// A recursive sort that owes nothing to the map's own order.
fn sorted(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            let fields = fields.iter().map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), sorted(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(sorted).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

impl Call {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("json")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }

    /// As a shop verifies what NOWPayments sends.
    pub fn is_nowpayments(&self, secret: &str) -> bool {
        let signature = hex::decode(self.header("x-nowpayments-sig").unwrap_or_default()).unwrap_or_default();
        let mac = Hmac::<Sha512>::new_from_slice(secret.as_bytes()).expect("a key");
        mac.chain_update(sorted(&self.json())).verify_slice(&signature).is_ok()
    }

    /// As a shop verifies what a BTCPay server sends.
    pub fn is_btcpay(&self, secret: &str) -> bool {
        let signature = self.header("BTCPay-Sig").and_then(|value| value.strip_prefix("sha256=")).unwrap_or_default();
        let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
        mac.chain_update(&self.body).verify_slice(&hex::decode(signature).unwrap_or_default()).is_ok()
    }

    /// As a shop verifies what Crypto Pay sends.
    pub fn is_crypto_pay(&self, token: &str) -> bool {
        let signature = hex::decode(self.header("crypto-pay-api-signature").unwrap_or_default()).unwrap_or_default();
        let mac = Hmac::<Sha256>::new_from_slice(&Sha256::digest(token)).expect("a key");
        mac.chain_update(&self.body).verify_slice(&signature).is_ok()
    }

    /// As a shop verifies what Heleket sends.
    pub fn is_heleket(&self, key: &str) -> bool {
        let body = String::from_utf8(self.body.clone()).expect("text");
        let Some((signed, sign)) = body.rsplit_once(",\"sign\":\"") else { return false };
        let signed = BASE64_STANDARD.encode(format!("{signed}}}"));
        sign == format!("{}\"}}", hex::encode(Md5::digest(format!("{signed}{key}"))))
    }

    /// As a shop verifies what OxaPay sends.
    pub fn is_oxapay(&self, key: &str) -> bool {
        let signature = hex::decode(self.header("HMAC").unwrap_or_default()).unwrap_or_default();
        let mac = Hmac::<Sha512>::new_from_slice(key.as_bytes()).expect("a key");
        mac.chain_update(&self.body).verify_slice(&signature).is_ok()
    }
}
