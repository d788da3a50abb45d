//! OpenRouter (openrouter.ai/api/v1), played: chat completions with image output, a key's limit, an account's credits.

mod complete;
mod replies;
mod request;

use std::sync::Arc;

use hyper::{Method, Request, body::Incoming, http::request::Parts};

use crate::{
    bill::Deed,
    controls::Turn,
    desk::{Desk, Wire, early_fault, wire_fault},
    faults::Fault,
    house::{House, Unread, authorized},
    serve::{Answer, Played, Reply},
    service::Service,
};
use replies::{ApiError, HTML_404};

const KEY_SCHEME: &str = "Bearer";

/// The service.
pub(crate) struct OpenRouter(pub(crate) Arc<House>);

impl Played for OpenRouter {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        let house = Arc::clone(&self.0);
        let deed = match (&head.method, head.uri.path()) {
            (&Method::POST, "/api/v1/chat/completions") => Deed::Generate,
            (&Method::GET, "/api/v1/key") => Deed::ReadKey,
            (&Method::GET, "/api/v1/credits") => Deed::ReadBalance,
            _ => return Answer::Reply(Reply::html(404, HTML_404)),
        };
        let manages = authorized(&head, KEY_SCHEME).is_some_and(|key| house.is_billing_key(key));
        if deed == Deed::ReadBalance || (deed == Deed::ReadKey && manages) {
            return manage(&house, deed, &head);
        }
        let (key, turn) = match admit(&house, &head, deed) {
            Ok(admitted) => admitted,
            Err(error) => {
                // Read what was sent, so that the client can read the answer.
                let _unused = house.body(body).await;
                return house.desk(Service::OpenRouter, deed, None).reply(error.reply(false), error.kind());
            }
        };
        let desk = house.desk(Service::OpenRouter, deed, Some(&turn));
        if let Some(wire) = early_fault(turn.fault) {
            return desk.lost(&wire, 0, 0);
        }
        let body = match house.body(body).await {
            Ok(body) => body,
            Err(unread) => {
                let error = match unread {
                    Unread::TooLarge => ApiError::too_large(house.request_bytes_max),
                    Unread::Cut => ApiError::invalid_request("The body was cut short"),
                };
                return desk.reply(error.reply(turn.conduct.errors_in_200), error.kind());
            }
        };
        if deed == Deed::ReadKey {
            return read_key(&house, desk, &key, &turn);
        }
        let ticket = Some(house.controls.begin(turn.key_index));
        let job = complete::Job { house, key, turn, body, desk: Desk { ticket, ..desk } };
        // On a task of its own: like the real one, it goes on, and bills, when the client leaves.
        let completing = tokio::spawn(complete::complete(job));
        completing.await.unwrap_or_else(|_| Answer::Reply(ApiError::internal().reply(false)))
    }
}

/// Whose call it is, and what it meets.
fn admit(house: &House, head: &Parts, deed: Deed) -> Result<(String, Turn), ApiError> {
    let key = authorized(head, KEY_SCHEME).ok_or_else(ApiError::header_missing)?;
    let turn =
        house.controls.admit(Service::OpenRouter, key, deed == Deed::ReadKey).ok_or_else(ApiError::key_unknown)?;
    Ok((key.to_owned(), turn))
}

fn read_key(house: &House, desk: Desk, key: &str, turn: &Turn) -> Answer {
    // A model that is gone is no matter of the key.
    let fault = turn.fault.filter(|fault| *fault != Fault::ModelGone);
    if let Some((reply, kind)) = fault.and_then(|fault| replies::door_fault(fault, key, &turn.conduct)) {
        return desk.reply(reply, kind);
    }
    let limit = turn.conduct.key_limit_micro_usd;
    let usage = house.controls.usage(Service::OpenRouter, turn.key_index);
    match wire_fault(turn) {
        Wire::Reply(manner) => {
            desk.reply(Reply { manner, ..Reply::json(200, &replies::key(key, limit, usage, false)) }, "OK")
        }
        wire => desk.lost(&wire, 0, 0),
    }
}

/// Management keys alone may ask for credits; of themselves they tell that they make nothing.
fn manage(house: &House, deed: Deed, head: &Parts) -> Answer {
    let desk = house.desk(Service::OpenRouter, deed, None);
    if let Some(outage) = house.controls.outage(Service::OpenRouter) {
        return desk.in_outage(outage, || (ApiError::overloaded().reply(false), "provider_overloaded"));
    }
    let error = match authorized(head, KEY_SCHEME) {
        None => ApiError::header_missing(),
        Some(key) if house.is_billing_key(key) => {
            let body = if deed == Deed::ReadBalance {
                let (credit, usage) = house.controls.credit_and_usage(Service::OpenRouter);
                replies::credits(credit, usage)
            } else {
                replies::key(key, None, 0, true)
            };
            return desk.reply(Reply::json(200, &body), "OK");
        }
        Some(key) if house.controls.knows(key) => ApiError::not_a_management_key(),
        Some(_) => ApiError::key_unknown(),
    };
    desk.reply(error.reply(false), error.kind())
}
