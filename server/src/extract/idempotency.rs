use std::fmt::Debug;

use nproxy_app::turns::IdempotencyKey;
use salvo::extract::Metadata;
use salvo::{Depot, Extractible, Request, Writer};

use super::NO_METADATA;
use crate::problem::{Code, Problem};

/// The customer's own name for a request, so that sending it twice asks once.
#[derive(Clone, Debug)]
pub struct RequestKey(pub IdempotencyKey);

impl<'ex> Extractible<'ex> for RequestKey {
    fn metadata() -> &'static Metadata {
        &NO_METADATA
    }

    async fn extract(
        req: &'ex mut Request,
        _depot: &'ex mut Depot,
    ) -> Result<Self, impl Writer + Send + Debug + 'static> {
        let Some(value) = req.headers().get("idempotency-key") else {
            let detail = "Send a fresh Idempotency-Key with each new request.";
            return Err(Problem::new(Code::IdempotencyKeyMissing, detail));
        };
        let key = value.to_str().ok().and_then(IdempotencyKey::parse);
        key.map(Self).ok_or_else(|| {
            let max = IdempotencyKey::CHARS_MAX;
            Problem::new(Code::IdempotencyKeyInvalid, format!("A key is 1 to {max} of A-Z, a-z, 0-9, _ and -."))
        })
    }
}
