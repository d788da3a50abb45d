//! A webhook on its way: what is sent, signed how, and when again.

use std::time::Duration;

use tokio::time::Instant;

use crate::money::{conduct::Signature, entry::News, json::Json, processor::Processor, sign};

/// NOWPayments' recurrent notifications, as its documentation's example sets them.
const NOWPAYMENTS_WAITS_S: [u64; 3] = [60, 60, 60];
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
    };
    let signature = match conduct {
        Signature::Good => good,
        Signature::Broken => sign::broken(&good),
        Signature::Missing => return None,
    };
    Some(match processor {
        Processor::NowPayments => ("x-nowpayments-sig", signature),
        Processor::BtcPay => ("BTCPay-Sig", format!("sha256={signature}")),
    })
}

impl Letter {
    pub(in crate::money) fn tells(&self) -> News {
        News { kind: self.kind.clone(), body: self.event.clone() }
    }

    /// How long the sender waits after this answer before it tries again; `None`: it doesn't.
    pub(in crate::money) fn again_after(&self, answer: Option<u16>) -> Option<Duration> {
        let waits_s: &[u64] = match (self.processor, answer) {
            (_, Some(200..=299)) => &[],
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
        (1..).map_while(|attempt| letter(attempt).again_after(answer)).map(|wait| wait.as_secs()).collect()
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
        assert!(waits_s(Processor::NowPayments, Some(200)).is_empty());
    }
}
