use nproxy_domain::payment::Act;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::dto::{Refund, SMALL_BYTES_MAX};
use crate::extract::Body;
use crate::problem::{Code, Problem};

/// Why an admin does something; kept on record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// How a payment in review is closed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettlePayment {
    #[schema(inline)]
    pub act: SettleAct,
    /// With `grant` alone: requests on top of the customer's current month.
    #[schema(nullable = false, minimum = 1, maximum = 100_000)]
    pub requests: Option<u32>,
    /// With `refund_noted` alone: what was sent back by hand.
    #[schema(nullable = false)]
    pub refund: Option<Refund>,
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettleAct {
    Activate,
    Grant,
    RefundNoted,
    Reject,
}

impl Body for Reason {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for SettlePayment {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl SettlePayment {
    /// The act and why. Refuses what the act lacks and what it has no use for.
    pub fn read(self) -> Result<(Act, String), Problem> {
        let refused = |pointer, why: &str| Err(Problem::field(Code::InvalidBody, pointer, &why));
        let act = match (self.act, self.requests, self.refund) {
            (SettleAct::Activate, None, None) => Act::Activate,
            (SettleAct::Reject, None, None) => Act::Reject,
            (SettleAct::Grant, Some(requests), None) => Act::Grant { requests },
            (SettleAct::RefundNoted, None, Some(Refund { address, amount, transaction })) => {
                Act::RefundNoted { address, amount, transaction }
            }
            (SettleAct::Grant, None, _) => return refused("/requests", "a grant says how many requests"),
            (SettleAct::RefundNoted, _, None) => return refused("/refund", "a refund says what was sent back"),
            (_, Some(_), _) => return refused("/requests", "only a grant has requests"),
            (_, _, Some(_)) => return refused("/refund", "only a noted refund has one"),
        };
        Ok((act, self.reason))
    }
}
