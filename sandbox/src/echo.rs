//! Tells callers their address, as api.ipify.org does: `GET /` in plain text, `GET /?format=json` as `{"ip": ..}`.

use std::sync::Arc;

use hyper::{Method, Request, body::Incoming};
use serde_json::json;

use crate::serve::{Answer, Peer, Played, Reply};

pub(crate) struct Echo;

impl Played for Echo {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        let Some(Peer(peer)) = request.extensions().get::<Peer>() else {
            return Answer::Reply(Reply::text(500, "the address is not known".to_owned()));
        };
        let ip = peer.ip().to_string();
        if (request.method(), request.uri().path()) != (&Method::GET, "/") {
            return Answer::Reply(Reply::text(404, "Not Found".to_owned()));
        }
        Answer::Reply(match request.uri().query() {
            Some("format=json") => Reply::json(200, &json!({ "ip": ip })),
            _ => Reply::text(200, ip),
        })
    }
}
