use nproxy_app::turns::IdempotencyKey;
use salvo::{Depot, Request};

use super::Argument;
use crate::problem::{Code, Problem};

/// The customer's own name for a request, so that sending it twice asks once.
#[derive(Clone, Debug)]
pub struct RequestKey(pub IdempotencyKey);

impl Argument for RequestKey {
    async fn of(req: &mut Request, _depot: &Depot) -> Result<Self, Problem> {
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
