//! fal.ai, played: the queue (queue.fal.run), the files it makes (fal.media) and an account's balance (api.fal.ai), all on
//! one host.

mod input;
mod models;
mod queue;
mod replies;
mod work;

use std::sync::Arc;

use hyper::{Method, Request, body::Incoming, header::HOST, http::request::Parts};
use serde_json::{Value, json};

use crate::{
    bill::Deed,
    controls::Turn,
    desk::{Desk, Wire, early_fault, wire_fault},
    house::{House, Unread, authorized, dollars},
    serve::{Answer, Played, Reply},
    service::Service,
};
use models::Endpoint;
use queue::{Cancelled, Job, Phase, Queue};
use replies::Refusal;

const KEY_SCHEME: &str = "Key";

/// The service.
pub(crate) struct Fal {
    house: Arc<House>,
    queue: Queue,
}

/// What a call asks for.
enum Route<'a> {
    Submit(&'a str),
    Status { app: &'a str, id: &'a str },
    Result { app: &'a str, id: &'a str },
    Cancel { app: &'a str, id: &'a str },
    File { id: &'a str, name: &'a str },
    Billing,
}

fn route<'a>(method: &Method, path: &'a str) -> Option<Route<'a>> {
    let path = path.strip_prefix('/')?;
    let asked = path.split_once("/requests/");
    match (method, asked) {
        (&Method::GET, None) if path == "v1/account/billing" => Some(Route::Billing),
        (&Method::GET, None) => {
            let (id, name) = path.strip_prefix("files/")?.split_once('/')?;
            Some(Route::File { id, name })
        }
        (&Method::GET, Some((app, rest))) => match rest.split_once('/') {
            None => Some(Route::Result { app, id: rest }),
            Some((id, "status")) => Some(Route::Status { app, id }),
            Some(_) => None,
        },
        (&Method::PUT, Some((app, rest))) => Some(Route::Cancel { app, id: rest.strip_suffix("/cancel")? }),
        (&Method::POST, None) => Some(Route::Submit(path)),
        _ => None,
    }
}

impl Played for Fal {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        let Some(route) = route(&head.method, head.uri.path()) else {
            return Answer::Reply(Refusal::new(404, "Not Found").reply());
        };
        let deed = match &route {
            Route::Submit(_) => Deed::Generate,
            Route::Status { .. } => Deed::Poll,
            Route::Result { .. } => Deed::ReadResult,
            Route::Cancel { .. } => Deed::Cancel,
            Route::File { id, name } => return self.file(id, name),
            Route::Billing => return self.billing(&head),
        };
        let (key, turn) = match self.admit(&head, deed) {
            Ok(admitted) => admitted,
            Err(refusal) => {
                // Read what was sent, so that the client can read the answer.
                let _unused = self.house.body(body).await;
                return self.desk(deed, None).reply(refusal.reply(), refusal.kind());
            }
        };
        let desk = self.desk(deed, Some(&turn));
        if let Some(wire) = early_fault(turn.fault) {
            return desk.lost(&wire, 0, 0);
        }
        let body = match self.house.body(body).await {
            Ok(body) => body,
            Err(Unread::TooLarge) => return desk.reply(Refusal::new(413, "Payload too large").reply(), "too_large"),
            Err(Unread::Cut) => return desk.reply(Refusal::of_type(400, "bad_request", "Cut short").reply(), "cut"),
        };
        if let Some((reply, kind)) = turn.fault.and_then(|fault| replies::door_fault(fault, &key, &turn.conduct)) {
            tokio::time::sleep(if deed == Deed::Generate { turn.latency } else { std::time::Duration::ZERO }).await;
            return desk.reply(reply, kind);
        }
        match route {
            Route::Submit(path) => self.submit(desk, turn, path, &body, &self.origin(&head)),
            Route::Status { app, id } => self.status(desk, &turn, (app, id), &self.origin(&head)).await,
            Route::Result { app, id } => self.result(desk, &turn, (app, id), &self.origin(&head)),
            Route::Cancel { app, id } => self.cancel(desk, &turn, (app, id)),
            Route::File { .. } | Route::Billing => desk.reply(Refusal::new(404, "Not Found").reply(), "not_found"),
        }
    }
}

impl Fal {
    pub(crate) fn new(house: Arc<House>) -> Self {
        Self { house, queue: Queue::default() }
    }

    fn desk(&self, deed: Deed, turn: Option<&Turn>) -> Desk {
        self.house.desk(Service::Fal, deed, turn)
    }

    /// What the client calls us, for the addresses that it is given.
    fn origin(&self, head: &Parts) -> String {
        let host = head.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        format!("{}://{host}", self.house.scheme)
    }

    /// Whose call it is, and what it meets.
    fn admit(&self, head: &Parts, deed: Deed) -> Result<(String, Turn), Refusal> {
        let key = authorized(head, KEY_SCHEME).ok_or_else(Refusal::no_key)?;
        let turn = self.house.controls.admit(Service::Fal, key, deed != Deed::Generate).ok_or_else(Refusal::bad_key)?;
        Ok((key.to_owned(), turn))
    }

    /// Takes the job whatever is in it: a model looks at its input when it is the job's turn.
    fn submit(&self, desk: Desk, turn: Turn, path: &str, body: &[u8], origin: &str) -> Answer {
        let Some(endpoint) = Endpoint::find(path) else {
            return desk.reply(Refusal::no_app(path).reply(), "not_found");
        };
        let Ok(input @ Value::Object(_)) = serde_json::from_slice::<Value>(body) else {
            return desk
                .reply(Refusal::of_type(400, "bad_request", "The input is no JSON object").reply(), "bad_request");
        };
        let id = format!("{:016x}", turn.variation);
        let ticket = self.house.controls.begin(turn.key_index);
        let job = self.queue.take(Job::new(&id, endpoint, &turn));
        let wire = wire_fault(&turn);
        // On a task of its own, which enters the call into the books when the job ends.
        let desk = Desk { ticket: Some(ticket), ..desk };
        tokio::spawn(work::work(Arc::clone(&self.house), job, work::Task { desk, turn, endpoint, input }));
        match wire {
            Wire::Reply(manner) => {
                let addresses = replies::addresses(origin, endpoint.app, &id);
                let mut body = json!({ "status": "IN_QUEUE", "request_id": id, "queue_position": 0 });
                if let (Value::Object(body), Value::Object(addresses)) = (&mut body, addresses) {
                    body.extend(addresses);
                }
                Answer::Reply(Reply { manner, ..Reply::json(200, &body) })
            }
            Wire::Reset => Answer::Reset,
            Wire::Silence => Answer::Silence(None),
        }
    }

    async fn status(&self, desk: Desk, turn: &Turn, (app, id): (&str, &str), origin: &str) -> Answer {
        let Some(job) = self.queue.find(app, id, turn.key_index) else {
            return desk.reply(Refusal::no_request().reply(), "not_found");
        };
        let phase = job.phase().await;
        let mut body = json!({ "status": phase.name(), "request_id": id });
        if let (Value::Object(body), Value::Object(addresses)) = (&mut body, replies::addresses(origin, app, id)) {
            body.extend(addresses);
        }
        if phase == Phase::InQueue {
            body["queue_position"] = json!(0);
        }
        let status = if phase == Phase::Completed { 200 } else { 202 };
        match wire_fault(turn) {
            Wire::Reply(manner) => desk.reply(Reply { manner, ..Reply::json(status, &body) }, phase.name()),
            wire => desk.lost(&wire, 0, 0),
        }
    }

    fn result(&self, desk: Desk, turn: &Turn, (app, id): (&str, &str), origin: &str) -> Answer {
        let Some(job) = self.queue.find(app, id, turn.key_index) else {
            return desk.reply(Refusal::no_request().reply(), "not_found");
        };
        let Some(outcome) = job.outcome() else {
            return desk.reply(Refusal::new(400, "Request is still in progress").reply(), "in_progress");
        };
        let reply = outcome.reply(origin, id);
        match wire_fault(turn) {
            Wire::Reply(manner) => desk.reply(Reply { manner, ..reply }, outcome.kind()),
            wire => desk.lost(&wire, 0, 0),
        }
    }

    fn cancel(&self, desk: Desk, turn: &Turn, (app, id): (&str, &str)) -> Answer {
        let heard = self.queue.find(app, id, turn.key_index).map(|job| job.cancel());
        let (status, word) = match heard {
            None => (404, "NOT_FOUND"),
            Some(Cancelled::TooLate) => (400, "ALREADY_COMPLETED"),
            Some(Cancelled::Requested) => (202, "CANCELLATION_REQUESTED"),
        };
        desk.reply(Reply::json(status, &json!({ "status": word })), word)
    }

    /// Anyone who knows the address may fetch; the last byte taken is the picture's delivery.
    fn file(&self, id: &str, name: &str) -> Answer {
        let file = self.queue.outcome(id).and_then(|outcome| outcome.file(name, &self.house.controls));
        Answer::Reply(file.unwrap_or_else(|| Refusal::new(404, "Not Found").reply()))
    }

    /// Admin keys alone may ask.
    fn billing(&self, head: &Parts) -> Answer {
        let desk = self.desk(Deed::ReadBalance, None);
        if let Some(outage) = self.house.controls.outage(Service::Fal) {
            return desk.in_outage(outage, || (Refusal::no_runner().reply(), "runner_scheduling_failure"));
        }
        match authorized(head, KEY_SCHEME) {
            None => desk.reply(Refusal::no_key().reply(), "no_key"),
            Some(key) if self.house.is_billing_key(key) => {
                let (credit, usage) = self.house.controls.credit_and_usage(Service::Fal);
                let mut body = json!({ "username": "somebody" });
                if head.uri.query().is_some_and(|query| query.split('&').any(|field| field == "expand=credits")) {
                    let left = dollars(credit.saturating_sub(usage));
                    body["credits"] = json!({ "current_balance": left, "currency": "USD" });
                }
                desk.reply(Reply::json(200, &body), "OK")
            }
            Some(key) if self.house.controls.knows(key) => {
                desk.reply(Refusal::new(403, "An admin key is needed").reply(), "forbidden")
            }
            Some(_) => desk.reply(Refusal::bad_key().reply(), "bad_key"),
        }
    }
}
