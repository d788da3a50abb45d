//! A sign-up whose address was spelt wrong.

use nproxy_app::accounts;
use salvo::http::StatusCode;
use salvo::writing::Json;
use salvo::{Request, Response};

use super::ticket;
use crate::cookie;
use crate::dto::{AddressOnly, InboxReply};
use crate::extract::{Browser, ValidJson, Writable};
use crate::problem::Problem;

/// Changes the address of this browser's sign-up, and sends the mail there
///
/// Links to the address before open nothing any more. Codes: `not_found`, `email_invalid`, `too_many_attempts`,
/// `read_only`.
#[utoipa::path(
    post, path = "/api/v1/auth/verify-email/address", tag = "auth", request_body = AddressOnly,
    responses((status = 202, description = "A mail was sent", body = InboxReply), Problem)
)]
pub async fn change_registration_address(
    web: Writable,
    from: Browser,
    body: ValidJson<AddressOnly>,
    req: &mut Request,
    res: &mut Response,
) -> Result<(), Problem> {
    let ticket = ticket(&web, req)?;
    let inbox = accounts::change_registration_address(&web.app, &ticket, &body.0.email, &from.0).await?;
    // It waits anew, and so does the browser.
    cookie::set_ticket(&web.settings, res, ticket);
    res.status_code(StatusCode::ACCEPTED);
    res.render(Json(InboxReply::from(inbox)));
    Ok(())
}
