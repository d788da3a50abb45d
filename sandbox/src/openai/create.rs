//! A generation or an edit: from a request that has a known key to an answer and its entry in the books.

use std::sync::Arc;

use bytes::Bytes;

use super::{
    Path,
    replies::{self, ApiError},
    request,
};
use crate::{
    bill::Entry,
    controls::Turn,
    desk::{Desk, Wire, wire_fault},
    dice::hash64,
    faults::Fault,
    house::House,
    serve::{Answer, Reply},
    studio::Sketch,
};

/// One request.
pub(super) struct Job {
    pub(super) house: Arc<House>,
    pub(super) key: String,
    pub(super) turn: Turn,
    pub(super) path: Path,
    pub(super) content_type: String,
    pub(super) body: Bytes,
    pub(super) desk: Desk,
}

pub(super) async fn create(job: Job) -> Answer {
    let Job { house, key, turn, path, content_type, body, desk } = job;
    if let Some((reply, kind)) = turn.fault.and_then(|fault| replies::door_fault(fault, &key, &turn.conduct)) {
        tokio::time::sleep(turn.latency).await;
        return desk.reply(reply, kind);
    }
    let order = match tokio::task::spawn_blocking(move || request::read(path, &content_type, &body)).await {
        Ok(Ok(order)) => order,
        Ok(Err(error)) => return desk.reply(error.reply(), error.kind()),
        Err(_) => return desk.reply(ApiError::internal().reply(), "server_error"),
    };
    let entry = Entry {
        model: Some(order.model.id.to_owned()),
        prompt_hash: Some(format!("{:016x}", hash64(order.prompt.as_bytes()))),
        input_images: order.inputs.len(),
        ..desk.entry
    };
    let desk = Desk { entry, ..desk };
    tokio::time::sleep(turn.latency).await;
    if house.refuses(&order.prompt) {
        let error = ApiError::moderated();
        return desk.reply(error.reply(), error.kind());
    }
    if matches!(turn.fault, Some(Fault::NoImage | Fault::TextOnly)) {
        return desk.billed(Reply::json(200, &replies::made(&order, &[])), "EMPTY", 0, order.micro_usd);
    }
    let manner = match wire_fault(&turn) {
        Wire::Reply(manner) => manner,
        // Pictures that are made and billed, and never sent. There is no need to draw them.
        wire => return desk.lost(&wire, order.images, order.micro_usd),
    };
    let mut images = Vec::new();
    for n in 0..order.images {
        let sketch = Sketch {
            prompt: order.prompt.clone(),
            inputs: Arc::clone(&order.inputs),
            width: order.size.0,
            height: order.size.1,
            format: order.format,
            variation: turn.variation.wrapping_add(n),
        };
        images.extend(house.studio.draw(sketch).await);
    }
    let reply = Reply { manner, ..Reply::json(200, &replies::made(&order, &images)) };
    desk.billed(reply, "OK", order.images, order.micro_usd)
}
