//! generateContent: from a request that has a known key to an answer and its entry in the books.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use super::{
    DoorFault, door_fault, error_reply,
    models::Model,
    refuse,
    replies::{self, ApiError, HTML_502, Made},
    request::{self, Order},
};
use crate::{
    bill::Entry,
    controls::Turn,
    desk::{Desk, Wire, wire_fault},
    dice::hash64,
    faults::Fault,
    house::House,
    picture::Format,
    serve::{Answer, Reply},
    studio::Sketch,
};

/// Share of a draft's side in the picture's.
const DRAFT_SIDE_DIVISOR: u16 = 4;

/// One request.
pub(super) struct Job {
    pub(super) house: Arc<House>,
    pub(super) key: String,
    pub(super) turn: Turn,
    pub(super) desk: Desk,
    pub(super) model: String,
    pub(super) beta: bool,
    pub(super) version: String,
    pub(super) body: Bytes,
}

pub(super) async fn generate(job: Job) -> Answer {
    let Job { house, key, turn, desk, model, beta, version, body } = job;
    let in_array = turn.conduct.errors_in_array;
    if let Some(refused) = turn.fault.and_then(|fault| door_fault(fault, &key, &model, &turn.conduct)) {
        tokio::time::sleep(turn.latency).await;
        return match refused {
            DoorFault::Error(error) => refuse(desk, &error, in_array),
            DoorFault::Html => desk.reply(Reply::html(502, HTML_502), "HTML"),
        };
    }
    let Some(model) = Model::find(&model) else {
        return refuse(desk, &ApiError::model_unknown(&model, &version), in_array);
    };
    let order = match tokio::task::spawn_blocking(move || request::read(&body, model, beta)).await {
        Ok(Ok(order)) => order,
        Ok(Err(error)) => return refuse(desk, &error, in_array),
        Err(_) => return refuse(desk, &ApiError::internal(), in_array),
    };
    let entry = Entry {
        prompt_hash: Some(format!("{:016x}", hash64(order.prompt.as_bytes()))),
        input_images: order.inputs.len(),
        ..desk.entry
    };
    let desk = Desk { entry, ..desk };
    tokio::time::sleep(turn.latency).await;
    // A 200 is billed whatever it carries.
    let good = |body: &Value| {
        let header = Some(("x-gemini-service-tier", order.service_tier.clone()));
        Reply { header, ..Reply::json(200, body) }
    };
    if let Some((body, outcome)) = without_picture(&house, &order, model, turn.fault) {
        return desk.billed(good(&body), outcome, 0, order.micro_usd);
    }
    let manner = match wire_fault(&turn) {
        Wire::Reply(manner) => manner,
        // A picture that is made and billed, and never sent. There is no need to draw it.
        wire => return desk.lost(&wire, 1, order.micro_usd),
    };
    match draw(&house, &order, model, &turn).await {
        // One image, the last, is what was ordered; the others are how this model talks.
        Some(body) => desk.billed(Reply { manner, ..good(&body) }, "STOP", 1, order.micro_usd),
        None => desk.reply(error_reply(&ApiError::internal(), in_array), "INTERNAL"),
    }
}

/// A 200 that carries no picture, and its reason.
fn without_picture(house: &House, order: &Order, model: &Model, fault: Option<Fault>) -> Option<(Value, &'static str)> {
    if fault == Some(Fault::PromptBlock) || house.refuses(&order.prompt) {
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

/// `None`: drawing failed, which it never should.
async fn draw(house: &House, order: &Order, model: &Model, turn: &Turn) -> Option<Value> {
    let (variation, several_images) = (turn.variation, turn.conduct.several_images);
    let picture = async |divisor: u16, variation: u64| {
        let sketch = Sketch {
            prompt: order.prompt.clone(),
            inputs: Arc::clone(&order.inputs),
            width: order.size.width / divisor,
            height: order.size.height / divisor,
            format: if model.makes_png { Format::Png } else { Format::Jpeg },
            variation,
        };
        house.studio.draw(sketch).await.map(|drawn| drawn.bytes)
    };
    let mut draft = None;
    if several_images || order.with_thoughts {
        draft = Some(picture(DRAFT_SIDE_DIVISOR, variation).await?);
    }
    let mut images = Vec::new();
    if several_images {
        images.push(picture(1, variation.wrapping_add(1)).await?);
    }
    images.push(picture(1, variation).await?);
    let made = Made {
        model,
        images,
        draft,
        with_text: order.with_text && !several_images,
        tokens: order.tokens,
        image_tokens: order.image_tokens,
        response_id: hash64(&variation.to_le_bytes()),
    };
    Some(made.body())
}
