//! What payment processors tell us unasked.
//!
//! **Invariant:** nothing of a call is believed or logged before its processor has verified it; no cookie counts here,
//! and so no origin is asked for.

use nproxy_app::payments::{self, WebhookRefused};
use nproxy_domain::ProcessorId;
use nproxy_domain::processor::{WebhookCall, WebhookError};
use salvo::http::ParseError;
use salvo::{Request, Response};

use crate::body::{drain_oversized, too_large};
use crate::dto::WebhookBody;
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Also how the hoop that asks for an origin knows this route.
pub const PATH: &str = "/webhooks/{processor}";

/// A payment processor tells of a payment
///
/// Signed by its sender; it only makes us read the payment's own status. Answers what the sender wants to hear, also to
/// what was told before. Codes: `not_found` (no such processor), `body_too_large` (64 KiB), `webhook_signature`,
/// `webhook_unreadable`, `database_unavailable`.
#[utoipa::path(
    post, path = "/webhooks/{processor}", tag = "webhooks", params(("processor" = String, Path)),
    request_body(content = WebhookBody, content_type = "application/json"),
    responses((status = 200, description = "Heard; some processors want another status"), Problem)
)]
pub async fn take_webhook(web: Web, req: &mut Request, res: &mut Response) -> Result<(), Problem> {
    let processor = ProcessorId(req.param("processor").unwrap_or_default());
    drain_oversized(req, WebhookCall::BODY_BYTES_MAX).await?;
    let headers = req.headers().clone();
    let body = match req.payload_with_max_size(WebhookCall::BODY_BYTES_MAX).await {
        Ok(body) => body,
        Err(ParseError::PayloadTooLarge) => return Err(too_large(WebhookCall::BODY_BYTES_MAX)),
        Err(error) => return Err(Problem::new(Code::BadRequest, format!("The body did not arrive: {error}."))),
    };
    let answer = payments::webhook(&web.app, &processor, &WebhookCall { headers: &headers, body }).await?;
    res.status_code(answer.status);
    res.body(answer.body);
    Ok(())
}

impl From<WebhookRefused> for Problem {
    fn from(error: WebhookRefused) -> Self {
        match error {
            WebhookRefused::UnknownProcessor => Self::plain(Code::NotFound),
            WebhookRefused::Signature(error) => match error {
                // Which of them it is, only the sender could use; whoever forges learns nothing.
                WebhookError::SignatureMissing | WebhookError::SignatureWrong | WebhookError::SignatureOld => {
                    Self::plain(Code::WebhookSignature)
                }
                WebhookError::NotSent => Self::plain(Code::NotFound),
                WebhookError::Unreadable(_) => Self::plain(Code::WebhookUnreadable),
            },
            WebhookRefused::Unreadable(_) => Self::plain(Code::WebhookUnreadable),
            WebhookRefused::Store(error) => Self::from(error),
        }
    }
}
