//! A webhook on its way: what is sent, signed how, and when again.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use crate::money::{conduct::Signature, entry::News, json::Json, processor::Processor, sign};

/// NOWPayments' recurrent notifications, as its documentation's example sets them.
const NOWPAYMENTS_WAITS_S: [u64; 3] = [60, 60, 60];
/// Not documented: as many, and as often.
const UNTOLD_WAITS_S: [u64; 3] = [60, 60, 60];
/// Five attempts.
const OXAPAY_WAITS_S: [u64; 4] = [60, 180, 1800, 10_800];
/// What OxaPay wants to hear, to the letter.
const OXAPAY_HEARD: &[u8] = b"ok";
/// `WebhookSender.cs`
const BTCPAY_WAITS_S: [u64; 8] = [10, 60, 600, 600, 600, 600, 600, 600];

/// One webhook. Its bytes are made once for each delivery, so that copies are the same.
#[derive(Debug, Clone)]
pub(in crate::money) struct Letter {
    /// Orders those that are due at the same time.
    pub(in crate::money) number: u64,
    pub(in crate::money) processor: Processor,
    pub(in crate::money) invoice: String,
    pub(in crate::money) kind: String,
    pub(in crate::money) url: String,
    /// What it tells, without what is the delivery's own.
    pub(in crate::money) event: Json,
    /// BTCPay's number of this delivery, and of the first one.
    pub(in crate::money) delivery: Option<(String, String)>,
    pub(in crate::money) body: String,
    pub(in crate::money) signature: Option<(&'static str, String)>,
    /// From 1.
    pub(in crate::money) attempt: u32,
    pub(in crate::money) due: Instant,
}

/// The header that a body is signed with.
pub(in crate::money) fn signed(
    processor: Processor,
    secret: &str,
    (event, body): (&Json, &str),
    conduct: Signature,
) -> Option<(&'static str, String)> {
    let good = match processor {
        Processor::NowPayments => sign::nowpayments(secret, event),
        Processor::BtcPay => sign::btcpay(secret, body.as_bytes()),
        Processor::CryptoPay => sign::crypto_pay(secret, body.as_bytes()),
        Processor::OxaPay => sign::oxapay(secret, body.as_bytes()),
        // It stands in the body.
        Processor::Heleket => return None,
    };
    let signature = spoiled(good, conduct)?;
    Some(match processor {
        Processor::CryptoPay => ("crypto-pay-api-signature", signature),
        Processor::Heleket => return None,
        Processor::OxaPay => ("HMAC", signature),
        Processor::NowPayments => ("x-nowpayments-sig", signature),
        Processor::BtcPay => ("BTCPay-Sig", format!("sha256={signature}")),
    })
}

/// A body with Heleket's signature in it. PHP writes a `/` as `\/`, and that is what is signed.
pub(in crate::money) fn sealed(secret: &str, event: &Json, conduct: Signature) -> String {
    let json = event.to_string().replace('/', "\\/");
    match (spoiled(sign::heleket(secret, json.as_bytes()), conduct), json.strip_suffix('}')) {
        (Some(signature), Some(open)) => format!("{open},\"sign\":\"{signature}\"}}"),
        _ => json,
    }
}

/// By the conduct; `None`: left out.
fn spoiled(good: String, conduct: Signature) -> Option<String> {
    match conduct {
        Signature::Good => Some(good),
        Signature::Broken => Some(sign::broken(&good)),
        Signature::Missing => None,
    }
}

/// What a shop answered.
#[derive(Debug, Clone)]
pub(in crate::money) struct Answered {
    pub(in crate::money) status: u16,
    /// The beginning of it.
    pub(in crate::money) words: Bytes,
}

impl Letter {
    pub(in crate::money) fn tells(&self) -> News {
        News { kind: self.kind.clone(), body: self.event.clone() }
    }

    /// How long the sender waits after this answer before it tries again; `None`: it doesn't.
    pub(in crate::money) fn again_after(&self, answer: Option<&Answered>) -> Option<Duration> {
        let is_heard = self.processor != Processor::OxaPay || answer.is_some_and(|a| a.words.as_ref() == OXAPAY_HEARD);
        let waits_s: &[u64] = match (self.processor, answer.map(|answer| answer.status)) {
            (_, Some(200..=299)) if is_heard => &[],
            (Processor::OxaPay, _) => &OXAPAY_WAITS_S,
            (Processor::CryptoPay | Processor::Heleket, _) => &UNTOLD_WAITS_S,
            (Processor::NowPayments, _) => &NOWPAYMENTS_WAITS_S,
            (Processor::BtcPay, None | Some(408 | 429 | 500..)) => &BTCPAY_WAITS_S,
            (Processor::BtcPay, Some(_)) => &[],
        };
        let place = usize::try_from(self.attempt).ok()?.checked_sub(1)?;
        waits_s.get(place).map(|wait_s| Duration::from_secs(*wait_s))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits_s(processor: Processor, answer: Option<u16>) -> Vec<u64> {
        let letter = |attempt| Letter {
            number: 1,
            processor,
            invoice: String::new(),
            kind: String::new(),
            url: String::new(),
            event: Json::Null,
            delivery: None,
            body: String::new(),
            signature: None,
            attempt,
            due: Instant::now(),
        };
        let answer = answer.map(|status| Answered { status, words: Bytes::from_static(b"heard") });
        (1..).map_while(|attempt| letter(attempt).again_after(answer.as_ref())).map(|wait| wait.as_secs()).collect()
    }

    #[test]
    fn a_webhook_is_sent_again_as_documented() {
        for answer in [Some(500), Some(503), Some(408), Some(429), None] {
            assert_eq!(waits_s(Processor::BtcPay, answer), BTCPAY_WAITS_S, "{answer:?}");
        }
        for answer in [200, 204, 301, 400, 401, 404] {
            assert!(waits_s(Processor::BtcPay, Some(answer)).is_empty(), "{answer}");
        }
        for answer in [Some(400), Some(500), Some(302), None] {
            assert_eq!(waits_s(Processor::NowPayments, answer), NOWPAYMENTS_WAITS_S, "{answer:?}");
        }
        for processor in [Processor::NowPayments, Processor::CryptoPay, Processor::Heleket] {
            assert!(waits_s(processor, Some(200)).is_empty());
        }
        assert_eq!(waits_s(Processor::OxaPay, Some(200)), OXAPAY_WAITS_S, "not what it wants to hear");
    }
}
