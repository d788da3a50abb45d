//! What happened at the till, in its order.

use std::collections::VecDeque;

use serde::Serialize;

use crate::money::{act::Act, conduct::TillConduct, processor::Processor};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TillRecord {
    /// From 1.
    pub number: u64,
    /// By the played clock.
    pub at_unix_ms: u64,
    pub processor: Processor,
    pub invoice: Option<String>,
    #[serde(flatten)]
    pub deed: TillDeed,
}

/// What it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum TillDeed {
    /// The shop called. Without a status it was given no answer.
    Call {
        method: String,
        path: String,
        status: Option<u16>,
    },
    /// Somebody did something to the invoice.
    Act(Act),
    /// The processor behaves so from now on.
    Conduct(TillConduct),
    /// The invoice stands so now.
    Status {
        status: String,
        additional_status: Option<String>,
    },
    /// A webhook was sent.
    Webhook {
        kind: String,
        url: String,
        /// From 1.
        attempt: u32,
        /// BTCPay's.
        delivery_id: Option<String>,
        /// The status it was answered with.
        answer: Option<u16>,
        /// Why there was no answer.
        error: Option<String>,
        /// It is sent again after this long; absent: never.
        again_after_ms: Option<u64>,
    },
    WebhookHeld {
        kind: String,
    },
    WebhookLost {
        kind: String,
    },
}

#[derive(Debug)]
pub(in crate::money) struct Journal {
    records: VecDeque<TillRecord>,
    records_max: usize,
    next_number: u64,
}

impl Journal {
    /// The last `records_max` are kept.
    pub(in crate::money) fn new(records_max: usize) -> Self {
        Self { records: VecDeque::new(), records_max: records_max.max(1), next_number: 1 }
    }

    pub(in crate::money) fn note(
        &mut self,
        at_unix_ms: u64,
        processor: Processor,
        invoice: Option<&str>,
        deed: TillDeed,
    ) {
        if self.records.len() == self.records_max {
            self.records.pop_front();
        }
        let (number, invoice) = (self.next_number, invoice.map(str::to_owned));
        self.records.push_back(TillRecord { number, at_unix_ms, processor, invoice, deed });
        self.next_number += 1;
    }

    pub(in crate::money) fn after(&self, number: u64) -> Vec<TillRecord> {
        self.records.iter().filter(|record| record.number > number).cloned().collect()
    }

    /// Numbers go on.
    pub(in crate::money) fn clear(&mut self) {
        self.records.clear();
    }
}
