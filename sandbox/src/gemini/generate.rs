//! generateContent: from a request that has a known key to an answer and its entry in the books.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use super::{
    DoorFault, Gemini, door_fault, error_reply,
    models::Model,
    replies::{self, ApiError, HTML_502, Made},
    request::{self, Order},
};
use crate::{
    bill::{Deed, Entry},
    controls::{Controls, Ticket, Turn},
    desk::{Wire, wire_fault},
    dice::hash64,
    faults::Fault,
    picture::{self, Format, Picture},
    serve::{Answer, Manner, Reply},
};

/// Share of a draft's side in the picture's.
const DRAFT_SIDE_DIVISOR: u16 = 4;

/// One request.
pub(super) struct Job {
    pub(super) key: String,
    pub(super) turn: Turn,
    pub(super) ticket: Ticket,
    pub(super) model: String,
    pub(super) beta: bool,
    pub(super) version: String,
    pub(super) body: Bytes,
}

pub(super) async fn generate(gemini: Arc<Gemini>, job: Job) -> Answer {
    let Job { key, turn, ticket, model, beta, version, body } = job;
    let entry = Entry {
        key_index: Some(turn.key_index),
        deed: Deed::Generate,
        model: Some(model.clone()),
        prompt_hash: None,
        input_images: 0,
        fault: turn.fault,
        status: None,
        outcome: String::new(),
        images_made: 0,
        billed_micro_usd: 0,
    };
    let desk = Desk {
        controls: gemini.controls.clone(),
        entry,
        turn: turn.clone(),
        ticket,
        micro_usd: 0,
        service_tier: String::new(),
    };
    if let Some(refused) = turn.fault.and_then(|fault| door_fault(fault, &key, &model, &turn.conduct)) {
        tokio::time::sleep(turn.latency).await;
        return match refused {
            DoorFault::Error(error) => desk.refuse(&error),
            DoorFault::Html => desk.html_502(),
        };
    }
    let Some(model) = Model::find(&model) else { return desk.refuse(&ApiError::model_unknown(&model, &version)) };
    let order = match blocking(move || request::read(&body, model, beta)).await {
        Ok(Ok(order)) => order,
        Ok(Err(error)) | Err(error) => return desk.refuse(&error),
    };
    let desk = desk.with(&order);
    tokio::time::sleep(turn.latency).await;
    if let Some((body, outcome)) = without_picture(&gemini, &order, model, turn.fault) {
        return desk.reply(Manner::Whole, &body, outcome, 0);
    }
    let manner = match wire_fault(&turn) {
        Wire::Reply(manner) => manner,
        // A picture that is made and billed, and never sent. There is no need to draw it.
        Wire::Silence => return desk.lost("SILENCE", |ticket| Answer::Silence(Some(ticket))),
        Wire::Reset => return desk.lost("RESET", |_| Answer::Reset),
    };
    let _drawing = gemini.drawing.acquire().await;
    let (variation, several_images) = (turn.variation, turn.conduct.several_images);
    match blocking(move || draw(&order, model, variation, several_images)).await {
        // One image, the last, is what was ordered; the others are how this model talks.
        Ok(body) => desk.reply(manner, &body, "STOP", 1),
        Err(error) => desk.refuse(&error),
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| ApiError::internal())
}

/// A 200 that carries no picture, and its reason.
fn without_picture(
    gemini: &Gemini,
    order: &Order,
    model: &Model,
    fault: Option<Fault>,
) -> Option<(Value, &'static str)> {
    let prompt = order.prompt.to_lowercase();
    if fault == Some(Fault::PromptBlock) || gemini.policy_words.iter().any(|word| prompt.contains(word)) {
        return Some((replies::prompt_blocked(model, order.tokens), "PROHIBITED_CONTENT"));
    }
    match fault {
        Some(Fault::SafetyRefusal) => Some((replies::image_withheld(order.tokens), "IMAGE_SAFETY")),
        Some(Fault::NoImage) => Some((replies::without_image("NO_IMAGE", order.tokens), "NO_IMAGE")),
        Some(Fault::TextOnly) => Some((replies::text_only(), "TEXT_ONLY")),
        _ if order.cut_short => Some((replies::without_image("MAX_TOKENS", order.tokens), "MAX_TOKENS")),
        _ => None,
    }
}

fn draw(order: &Order, model: &Model, variation: u64, several_images: bool) -> Value {
    let format = if model.makes_png { Format::Png } else { Format::Jpeg };
    let picture = |divisor: u16, variation: u64| {
        let (width, height) = (order.size.width / divisor, order.size.height / divisor);
        picture::draw(&Picture { prompt: &order.prompt, inputs: &order.inputs, width, height, format, variation })
    };
    let draft = (several_images || order.with_thoughts).then(|| picture(DRAFT_SIDE_DIVISOR, variation));
    let mut images = Vec::new();
    if several_images {
        images.push(picture(1, variation.wrapping_add(1)));
    }
    images.push(picture(1, variation));
    let made = Made {
        model,
        images,
        draft,
        with_text: order.with_text && !several_images,
        tokens: order.tokens,
        image_tokens: order.image_tokens,
        response_id: hash64(&variation.to_le_bytes()),
    };
    made.body()
}

/// Writes the entry as it sends the answer.
struct Desk {
    controls: Controls,
    entry: Entry,
    turn: Turn,
    ticket: Ticket,
    micro_usd: u64,
    service_tier: String,
}

impl Desk {
    fn with(mut self, order: &Order) -> Self {
        self.entry.prompt_hash = Some(format!("{:016x}", hash64(order.prompt.as_bytes())));
        self.entry.input_images = order.inputs.len();
        self.micro_usd = order.micro_usd;
        self.service_tier.clone_from(&order.service_tier);
        self
    }

    fn enter(
        self,
        status: Option<u16>,
        outcome: &str,
        images_made: u64,
        billed_micro_usd: u64,
    ) -> ((Controls, u64), Ticket) {
        let Self { controls, entry, ticket, .. } = self;
        let number =
            controls.enter(Entry { status, outcome: outcome.to_owned(), images_made, billed_micro_usd, ..entry });
        ((controls, number), ticket)
    }

    fn refuse(self, error: &ApiError) -> Answer {
        let reply = error_reply(error, self.turn.conduct.errors_in_array);
        let (call, ticket) = self.enter(Some(error.code), error.reason(), 0, 0);
        Answer::Reply(Reply { call: Some(call), ticket: Some(ticket), ..reply })
    }

    fn html_502(self) -> Answer {
        let (call, ticket) = self.enter(Some(502), "HTML", 0, 0);
        Answer::Reply(Reply { call: Some(call), ticket: Some(ticket), ..Reply::html(502, HTML_502) })
    }

    fn lost(self, outcome: &str, answer: impl FnOnce(Ticket) -> Answer) -> Answer {
        let micro_usd = self.micro_usd;
        let (_never_delivered, ticket) = self.enter(None, outcome, 1, micro_usd);
        answer(ticket)
    }

    /// A 200, which is billed whatever it carries.
    fn reply(self, manner: Manner, body: &Value, outcome: &str, images: u64) -> Answer {
        let header = Some(("x-gemini-service-tier", self.service_tier.clone()));
        let micro_usd = self.micro_usd;
        let (call, ticket) = self.enter(Some(200), outcome, images, micro_usd);
        Answer::Reply(Reply { manner, call: Some(call), ticket: Some(ticket), header, ..Reply::json(200, body) })
    }
}
