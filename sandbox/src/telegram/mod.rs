//! Telegram's Bot API (core.telegram.org/bots/api), played, with the people on the other side: they write, press buttons and
//! block the bot over the control endpoint and on a page.
//!
//! What a bot sends is checked as the real one checks it, and no field that means something is passed over.

mod args;
mod chat;
mod conduct;
mod desk;
mod flood;
mod keyboard;
mod markup;
mod methods;
mod options;
mod pages;
mod people;
mod refusal;
mod town;
mod world;

pub use chat::{
    TelegramAnswer, TelegramChat, TelegramChatKind, TelegramMessage, TelegramPerson, TelegramPress, TelegramVersion,
};
pub use conduct::{TelegramConduct, TelegramFault};
pub(crate) use desk::route as telegram_route;
pub use flood::FloodLimits;
pub use keyboard::TelegramButton;
pub use markup::TelegramEntity;
pub use options::TelegramOptions;
pub use people::{Press, TelegramError, Written};
pub use town::{Telegram, TelegramState};
pub use world::TelegramTally;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper::{Method as Verb, Request, body::Incoming, http::request::Parts};
use serde_json::json;

use crate::serve::{Answer, Played, Reply};
use args::Args;
use methods::{Method, Poll, poll};
use options::bot_id;
use refusal::{Answered, Refusal};

/// No call that is played is larger.
const BODY_BYTES_MAX: usize = 256 * 1024;
const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n\
     <hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n";

/// The service.
pub(crate) struct BotApi(pub(crate) Telegram);

impl Played for BotApi {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        if self.0.world().conduct.away {
            return Answer::Reset;
        }
        let (head, body) = request.into_parts();
        // Read what was sent, so that the client can read the answer.
        let Ok(body) = Limited::new(body, BODY_BYTES_MAX).collect().await else {
            return Answer::Reply(Refusal::new(413, "Request Entity Too Large").reply());
        };
        match self.method(&head) {
            Ok(method) => self.call(method, &head, &body.to_bytes()).await,
            Err(refusal) => Answer::Reply(refusal.reply()),
        }
    }
}

impl BotApi {
    /// Of `/bot<token>/<method>`.
    fn method(&self, head: &Parts) -> Result<Method, Refusal> {
        let not_found = || Refusal::new(404, "Not Found");
        let (token, method) =
            head.uri.path().strip_prefix("/bot").and_then(|path| path.split_once('/')).ok_or_else(not_found)?;
        bot_id(token).ok_or_else(not_found)?;
        if token != self.0.world().options.token {
            return Err(Refusal::new(401, "Unauthorized"));
        }
        if ![Verb::GET, Verb::POST].contains(&head.method) {
            return Err(Refusal::new(405, "Method Not Allowed"));
        }
        Method::find(method).ok_or_else(|| Refusal::new(404, "Not Found: method not found"))
    }

    async fn call(&self, method: Method, head: &Parts, body: &Bytes) -> Answer {
        let telegram = &self.0;
        let (fault, retry_after_s, delay_ms) = telegram.change(|world| {
            world.tallies.entry(method.name()).or_default().calls += 1;
            (world.conduct.meet(method), world.conduct.retry_after_s, world.conduct.delay_ms)
        });
        if delay_ms > 0 {
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
        }
        match fault {
            None | Some(TelegramFault::AnswerLost) => {}
            Some(TelegramFault::TooManyRequests) => {
                return Answer::Reply(Refusal::too_many_requests(retry_after_s).reply());
            }
            Some(TelegramFault::Internal) => {
                return Answer::Reply(Refusal::new(500, "Internal Server Error").reply());
            }
            Some(TelegramFault::BadGateway) => return Answer::Reply(Reply::html(502, BAD_GATEWAY)),
            Some(TelegramFault::Cuts) => return Answer::Reset,
            Some(TelegramFault::Silent) => return Answer::Silence(None),
        }
        let answered = match Args::read(head, body).and_then(|args| method.check(&args).map(|()| args)) {
            Err(refusal) => Err(refusal),
            Ok(args) if method == Method::GetUpdates => match poll(telegram, &args).await {
                Poll::Answered(answered) => answered,
                Poll::Cut => return Answer::Reset,
            },
            Ok(args) => telegram.change(|world| method.call(world, &args)),
        };
        if answered.is_ok() {
            telegram.change(|world| world.tallies.entry(method.name()).or_default().ok += 1);
        }
        if fault == Some(TelegramFault::AnswerLost) { Answer::Reset } else { Answer::Reply(reply(&answered)) }
    }
}

fn reply(answered: &Answered) -> Reply {
    match answered {
        Ok(result) => Reply::json(200, &json!({ "ok": true, "result": result })),
        Err(refusal) => refusal.reply(),
    }
}
