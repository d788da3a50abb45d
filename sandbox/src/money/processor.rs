//! Which of the played payment processors.

use std::ops::{Index, IndexMut};

use serde::{Deserialize, Serialize};

/// A played payment processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Processor {
    NowPayments,
    BtcPay,
    #[serde(rename = "crypto_pay")]
    CryptoPay,
    Heleket,
    OxaPay,
}

impl Processor {
    pub const ALL: [Self; 5] = [Self::NowPayments, Self::BtcPay, Self::CryptoPay, Self::Heleket, Self::OxaPay];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::NowPayments => "NOWPayments",
            Self::BtcPay => "BTCPay Server",
            Self::CryptoPay => "Crypto Pay",
            Self::Heleket => "Heleket",
            Self::OxaPay => "OxaPay",
        }
    }
}

/// One `T` for each processor.
#[derive(Debug, Clone, Default)]
pub(super) struct PerProcessor<T>([T; Processor::ALL.len()]);

impl<T> Index<Processor> for PerProcessor<T> {
    type Output = T;

    fn index(&self, processor: Processor) -> &T {
        &self.0[processor as usize]
    }
}

impl<T> IndexMut<Processor> for PerProcessor<T> {
    fn index_mut(&mut self, processor: Processor) -> &mut T {
        &mut self.0[processor as usize]
    }
}
