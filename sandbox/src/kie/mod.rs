//! kie.ai, played: tasks (api.kie.ai), the files they make, and the account's credits, all on one host. Answers come with
//! HTTP 200; what they mean stands in their `code`.

mod fetch;
mod input;
mod replies;
mod tasks;
mod work;

use std::sync::Arc;

use hyper::{Method, Request, body::Incoming, header::HOST, http::request::Parts};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::{
    bill::Deed,
    controls::Turn,
    desk::{Desk, Wire, early_fault, wire_fault},
    house::{House, Unread, authorized},
    serve::{Answer, Manner, Played, Reply},
    service::Service,
};
use replies::Refusal;
use tasks::{Task, Tasks};

const KEY_SCHEME: &str = "Bearer";

/// The service.
pub(crate) struct Kie {
    house: Arc<House>,
    tasks: Tasks,
}

/// What a call asks for.
#[derive(Clone, Copy)]
enum Route<'a> {
    Create,
    Record,
    Credit,
    File(&'a str),
}

fn route<'a>(method: &Method, path: &'a str) -> Option<Route<'a>> {
    match (method, path) {
        (&Method::POST, "/api/v1/jobs/createTask") => Some(Route::Create),
        (&Method::GET, "/api/v1/jobs/recordInfo") => Some(Route::Record),
        (&Method::GET, "/api/v1/chat/credit") => Some(Route::Credit),
        (&Method::GET, path) => path.strip_prefix("/files/").map(Route::File),
        _ => None,
    }
}

impl Played for Kie {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        let Some(route) = route(&head.method, head.uri.path()) else {
            return Answer::Reply(Refusal::new(404, "Not Found").reply());
        };
        let deed = match route {
            Route::Create => Deed::Generate,
            Route::Record => Deed::Poll,
            Route::Credit => Deed::ReadBalance,
            Route::File(name) => return self.file(name),
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
            Err(Unread::TooLarge) => return desk.reply(Refusal::new(413, "Payload Too Large").reply(), "too_large"),
            Err(Unread::Cut) => return desk.reply(Refusal::new(422, "The body was cut short").reply(), "cut"),
        };
        let at_the_door = turn.fault.filter(|_| !(deed == Deed::Generate && work::fails_late(&turn)));
        if let Some((reply, kind)) = at_the_door.and_then(|fault| replies::door_fault(fault, &key)) {
            tokio::time::sleep(if deed == Deed::Generate { turn.latency } else { std::time::Duration::ZERO }).await;
            return desk.reply(reply, kind);
        }
        match route {
            Route::Create => self.create(desk, turn, &body),
            Route::Record => self.record(desk, &turn, &head).await,
            Route::Credit => self.credit(desk, &turn),
            Route::File(_) => desk.reply(Refusal::new(404, "Not Found").reply(), "not_found"),
        }
    }
}

impl Kie {
    pub(crate) fn new(house: Arc<House>) -> Self {
        Self { house, tasks: Tasks::default() }
    }

    fn desk(&self, deed: Deed, turn: Option<&Turn>) -> Desk {
        self.house.desk(Service::Kie, deed, turn)
    }

    /// Whose call it is, and what it meets.
    fn admit(&self, head: &Parts, deed: Deed) -> Result<(String, Turn), Refusal> {
        let key = authorized(head, KEY_SCHEME).ok_or_else(Refusal::bad_key)?;
        let turn = self.house.controls.admit(Service::Kie, key, deed != Deed::Generate).ok_or_else(Refusal::bad_key)?;
        Ok((key.to_owned(), turn))
    }

    /// What can be seen in the request is refused at once; the pictures behind its links are looked at later.
    fn create(&self, desk: Desk, turn: Turn, body: &[u8]) -> Answer {
        let order = match input::read(body) {
            Ok(order) => order,
            Err(refusal) => return desk.reply(refusal.reply(), refusal.kind()),
        };
        let id = format!("task_{:016x}", turn.variation);
        let ticket = self.house.controls.begin(turn.key_index);
        let task = self.tasks.take(Task::new(&id, order.name, &turn));
        let wire = wire_fault(&turn);
        // On a task of its own, which enters the call into the books when the work ends.
        let desk = Desk { ticket: Some(ticket), ..desk };
        tokio::spawn(work::work(Arc::clone(&self.house), task, work::Work { desk, turn, order }));
        match wire {
            Wire::Reply(manner) => {
                let reply = replies::good(&json!({ "taskId": id }));
                Answer::Reply(Reply { manner, ..reply })
            }
            Wire::Reset => Answer::Reset,
            Wire::Silence => Answer::Silence(None),
        }
    }

    async fn record(&self, desk: Desk, turn: &Turn, head: &Parts) -> Answer {
        let query = head.uri.query().unwrap_or_default();
        let id = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "taskId").map(|(_, id)| id);
        let Some(id) = id else {
            return desk.reply(Refusal::new(422, "taskId is required").reply(), "422");
        };
        let Some(task) = self.tasks.find(&id, turn.key_index) else {
            return desk.reply(Refusal::new(422, "recordInfo is null").reply(), "422");
        };
        let host = head.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let record = task.record(&format!("{}://{host}", self.house.scheme)).await;
        let state = record["state"].as_str().unwrap_or_default().to_owned();
        send(desk, turn, &record, &state)
    }

    fn credit(&self, desk: Desk, turn: &Turn) -> Answer {
        let (paid_in, used) = self.house.controls.credit_and_usage(Service::Kie);
        send(desk, turn, &replies::credits(paid_in.saturating_sub(used)), "OK")
    }

    /// Anyone who knows the address may fetch; the last byte taken is the picture's delivery.
    fn file(&self, name: &str) -> Answer {
        let file = name.strip_suffix(".png").and_then(|id| self.tasks.picture(id));
        Answer::Reply(match file {
            Some((body, call)) => Reply {
                content_type: "image/png",
                body,
                manner: Manner::Whole,
                call: Some((self.house.controls.clone(), call)),
                ..Reply::text(200, String::new())
            },
            None => Reply::text(404, "Not Found".to_owned()),
        })
    }
}

fn send(desk: Desk, turn: &Turn, data: &Value, kind: &str) -> Answer {
    match wire_fault(turn) {
        Wire::Reply(manner) => desk.reply(Reply { manner, ..replies::good(data) }, kind),
        wire => desk.lost(&wire, 0, 0),
    }
}
