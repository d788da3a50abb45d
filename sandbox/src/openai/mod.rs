//! OpenAI's Images API (api.openai.com/v1), played: generations, edits, and the list of models that proves a key.

mod create;
mod form;
mod models;
mod replies;
mod request;

use std::sync::Arc;

use hyper::{Method, Request, body::Incoming, header::CONTENT_TYPE, http::request::Parts};

use crate::{
    bill::Deed,
    controls::Turn,
    desk::{Desk, Wire, early_fault, wire_fault},
    faults::Fault,
    house::{House, Unread, authorized},
    serve::{Answer, Played, Reply},
    service::Service,
};
use replies::ApiError;

const KEY_SCHEME: &str = "Bearer";

/// The service.
pub(crate) struct OpenAi(pub(crate) Arc<House>);

/// What a call asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Path {
    Generations,
    Edits,
    Models,
}

impl Played for OpenAi {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        let house = Arc::clone(&self.0);
        let path = match (&head.method, head.uri.path()) {
            (&Method::POST, "/v1/images/generations") => Path::Generations,
            (&Method::POST, "/v1/images/edits") => Path::Edits,
            (&Method::GET, "/v1/models") => Path::Models,
            (method, path) => return Answer::Reply(ApiError::no_path(method.as_str(), path).reply()),
        };
        let deed = if path == Path::Models { Deed::ReadModels } else { Deed::Generate };
        let (key, turn) = match admit(&house, &head, deed) {
            Ok(admitted) => admitted,
            Err(error) => {
                // Read what was sent, so that the client can read the answer.
                let _unused = house.body(body).await;
                return house.desk(Service::OpenAi, deed, None).reply(error.reply(), error.kind());
            }
        };
        let desk = house.desk(Service::OpenAi, deed, Some(&turn));
        if let Some(wire) = early_fault(turn.fault) {
            return desk.lost(&wire, 0, 0);
        }
        let body = match house.body(body).await {
            Ok(body) => body,
            Err(unread) => {
                let error = match unread {
                    Unread::TooLarge => ApiError::too_large(house.request_bytes_max),
                    Unread::Cut => ApiError::invalid("The body was cut short", None),
                };
                return desk.reply(error.reply(), error.kind());
            }
        };
        if path == Path::Models {
            return list_models(desk, &key, &turn);
        }
        let content_type = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let ticket = Some(house.controls.begin(turn.key_index));
        let content_type = content_type.to_owned();
        let job = create::Job { house, key, turn, path, content_type, body, desk: Desk { ticket, ..desk } };
        // On a task of its own: like the real one, it goes on, and bills, when the client leaves.
        let creating = tokio::spawn(create::create(job));
        creating.await.unwrap_or_else(|_| Answer::Reply(ApiError::internal().reply()))
    }
}

/// Whose call it is, and what it meets.
fn admit(house: &House, head: &Parts, deed: Deed) -> Result<(String, Turn), ApiError> {
    let key = authorized(head, KEY_SCHEME).ok_or_else(ApiError::no_key)?;
    let reads_only = deed == Deed::ReadModels;
    let turn = house.controls.admit(Service::OpenAi, key, reads_only).ok_or_else(|| ApiError::bad_key(key))?;
    Ok((key.to_owned(), turn))
}

fn list_models(desk: Desk, key: &str, turn: &Turn) -> Answer {
    // A model that is gone is no matter of the key.
    let fault = turn.fault.filter(|fault| *fault != Fault::ModelGone);
    if let Some((reply, kind)) = fault.and_then(|fault| replies::door_fault(fault, key, &turn.conduct)) {
        return desk.reply(reply, kind);
    }
    match wire_fault(turn) {
        Wire::Reply(manner) => desk.reply(Reply { manner, ..Reply::json(200, &models::list()) }, "OK"),
        wire => desk.lost(&wire, 0, 0),
    }
}
