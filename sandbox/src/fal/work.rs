//! A job's way from its place in the queue to its end and its entry in the books.

use std::sync::Arc;

use serde_json::Value;

use super::{
    input::{self, Order},
    models::Endpoint,
    queue::{Job, Outcome},
    replies::Refusal,
};
use crate::{bill::Entry, controls::Turn, desk::Desk, dice::hash64, faults::Fault, house::House, studio::Sketch};

/// What is to be done.
pub(super) struct Task {
    pub(super) desk: Desk,
    pub(super) turn: Turn,
    pub(super) endpoint: Endpoint,
    pub(super) input: Value,
}

pub(super) async fn work(house: Arc<House>, job: Arc<Job>, task: Task) {
    let Task { desk, turn, endpoint, input } = task;
    let mut entry = Entry { model: Some(endpoint.app.to_owned()), ..desk.entry };
    // Held while the job lives.
    let _ticket = desk.ticket;
    let mut made = Made { outcome: Outcome::Refused(Refusal::cancelled()), billed_micro_usd: 0, images: 0 };
    if job.turn_comes().await {
        let read = tokio::task::spawn_blocking(move || input::read(&input, endpoint)).await;
        made = match read {
            Ok(Ok(order)) => {
                entry.prompt_hash = Some(format!("{:016x}", hash64(order.prompt.as_bytes())));
                entry.input_images = order.inputs.len();
                make(&house, &turn, order).await
            }
            Ok(Err(refusal)) => Made { outcome: Outcome::Refused(refusal), ..made },
            Err(_) => Made { outcome: Outcome::Refused(Refusal::internal()), ..made },
        };
        job.time_is_over().await;
    }
    let Made { mut outcome, billed_micro_usd, images } = made;
    let status = match &outcome {
        Outcome::Refused(refusal) => refusal.status,
        Outcome::Words(_) | Outcome::Made { .. } => 200,
    };
    let kind = outcome.kind().to_owned();
    let number = house.controls.enter(Entry {
        status: Some(status),
        outcome: kind,
        images_made: images,
        billed_micro_usd,
        ..entry
    });
    if let Outcome::Made { call, .. } = &mut outcome {
        *call = number;
    }
    job.end(outcome);
}

struct Made {
    outcome: Outcome,
    billed_micro_usd: u64,
    images: u64,
}

async fn make(house: &House, turn: &Turn, order: Order) -> Made {
    let billed_micro_usd = order.micro_usd;
    let refused = |refusal, billed_micro_usd| Made { outcome: Outcome::Refused(refusal), billed_micro_usd, images: 0 };
    if turn.fault == Some(Fault::PromptBlock) || house.refuses(&order.prompt) {
        return refused(Refusal::policy("prompt", order.prompt), 0);
    }
    match turn.fault {
        Some(Fault::SafetyRefusal) => return refused(Refusal::policy_of_the_result(), billed_micro_usd),
        Some(Fault::NoImage) => return refused(Refusal::no_media(), billed_micro_usd),
        Some(Fault::TextOnly) => {
            return Made { outcome: Outcome::Words("I can't generate that image."), billed_micro_usd, images: 0 };
        }
        _ => {}
    }
    let Order { prompt, inputs, size, format, images: count, .. } = order;
    let mut images = Vec::new();
    let mut drawn_size = (size.width, size.height);
    for n in 0..count {
        let sketch = Sketch {
            prompt: prompt.clone(),
            inputs: Arc::clone(&inputs),
            width: size.width,
            height: size.height,
            format,
            variation: turn.variation.wrapping_add(n),
        };
        if let Some(drawn) = house.studio.draw(sketch).await {
            drawn_size = (drawn.width, drawn.height);
            images.push(drawn.bytes);
        }
    }
    let outcome = Outcome::Made {
        images,
        extension: format.extension(),
        mime_type: format.mime_type(),
        size: drawn_size,
        call: 0,
    };
    Made { outcome, billed_micro_usd, images: count }
}
