//! chat/completions: from a request that has a known key to an answer and its entry in the books.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use super::{
    replies::{self, ApiError},
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

/// One request.
pub(super) struct Job {
    pub(super) house: Arc<House>,
    pub(super) key: String,
    pub(super) turn: Turn,
    pub(super) body: Bytes,
    pub(super) desk: Desk,
}

pub(super) async fn complete(job: Job) -> Answer {
    let Job { house, key, turn, body, desk } = job;
    let in_200 = turn.conduct.errors_in_200;
    if let Some((reply, kind)) = turn.fault.and_then(|fault| replies::door_fault(fault, &key, &turn.conduct)) {
        tokio::time::sleep(turn.latency).await;
        return desk.reply(reply, kind);
    }
    let order = match tokio::task::spawn_blocking(move || request::read(&body)).await {
        Ok(Ok(order)) => order,
        Ok(Err(error)) => return desk.reply(error.reply(in_200), error.kind()),
        Err(_) => return desk.reply(ApiError::internal().reply(in_200), "server"),
    };
    let entry = Entry {
        model: Some(order.slug.clone()),
        prompt_hash: Some(format!("{:016x}", hash64(order.prompt.as_bytes()))),
        input_images: order.inputs.len(),
        ..desk.entry
    };
    let desk = Desk { entry, ..desk };
    tokio::time::sleep(turn.latency).await;
    if turn.fault == Some(Fault::PromptBlock) || house.refuses(&order.prompt) {
        let error = ApiError::moderated(&order.prompt);
        return desk.reply(error.reply(in_200), error.kind());
    }
    let micro_usd = order.micro_usd;
    if let Some((body, finish)) = without_picture(&order, turn.fault) {
        return desk.billed(Reply::json(200, &body), finish, 0, micro_usd);
    }
    let manner = match wire_fault(&turn) {
        Wire::Reply(manner) => manner,
        // A picture that is made and billed, and never sent. There is no need to draw it.
        wire => return desk.lost(&wire, 1, micro_usd),
    };
    let format = if order.model.makes_png { Format::Png } else { Format::Jpeg };
    let sketch = |divisor: u16, variation: u64| Sketch {
        prompt: order.prompt.clone(),
        inputs: Arc::clone(&order.inputs),
        width: order.size.width / divisor,
        height: order.size.height / divisor,
        format,
        variation,
    };
    let mut images = Vec::new();
    if turn.conduct.several_images {
        images.extend(house.studio.draw(sketch(2, turn.variation.wrapping_add(1))).await);
    }
    images.extend(house.studio.draw(sketch(1, turn.variation)).await);
    // One image, the last, is what was ordered; the others are how this model talks.
    desk.billed(Reply { manner, ..Reply::json(200, &replies::made(&order, &images)) }, "stop", 1, micro_usd)
}

/// A 200 that carries no picture, and how it finished.
fn without_picture(order: &Order, fault: Option<Fault>) -> Option<(Value, &'static str)> {
    let (finish, words) = match fault {
        Some(Fault::SafetyRefusal) => ("content_filter", ""),
        Some(Fault::NoImage) => ("stop", ""),
        Some(Fault::TextOnly) => ("stop", "I can't generate that image."),
        _ if !order.wants_image => ("stop", "I would draw it, but a picture was not among the modalities."),
        _ => return None,
    };
    Some((replies::words(order, finish, words), finish))
}
