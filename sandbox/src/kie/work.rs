//! A task's way from its begin to its end and its entry in the books.

use std::sync::Arc;

use image::DynamicImage;

use super::{
    fetch,
    input::Order,
    tasks::{Outcome, Task},
};
use crate::{
    bill::Entry, controls::Turn, desk::Desk, dice::hash64, faults::Fault, house::House, picture::Format, studio::Sketch,
};

/// What is to be done.
pub(super) struct Work {
    pub(super) desk: Desk,
    pub(super) turn: Turn,
    pub(super) order: Order,
}

pub(super) async fn work(house: Arc<House>, task: Arc<Task>, work: Work) {
    let Work { desk, turn, order } = work;
    // Held while the task lives.
    let _ticket = desk.ticket;
    let entry = Entry {
        model: Some(order.name.to_owned()),
        prompt_hash: Some(format!("{:016x}", hash64(order.prompt.as_bytes()))),
        input_images: order.links.len(),
        ..desk.entry
    };
    let micro_usd = order.micro_usd;
    let made = make(&house, &turn, order).await;
    task.time_is_over().await;
    let (outcome, images_made, billed_micro_usd) = match &made {
        Ok(_) => ("success", 1, micro_usd),
        Err(failed) => ("fail", 0, if failed.billed { micro_usd } else { 0 }),
    };
    let outcome = outcome.to_owned();
    let call = house.controls.enter(Entry { status: Some(200), outcome, images_made, billed_micro_usd, ..entry });
    task.end(match made {
        Ok(bytes) => Outcome::Made(bytes, call),
        Err(Failed { code, message, .. }) => Outcome::Failed { code, message: message.to_owned() },
    });
}

struct Failed {
    code: &'static str,
    message: &'static str,
    billed: bool,
}

impl Failed {
    const FLAGGED: Self =
        Self { code: "400", message: "Your prompt was flagged as violating content policies.", billed: false };
    const WITHHELD: Self =
        Self { code: "501", message: "The generated image was blocked by the safety filter.", billed: true };
    const NOTHING: Self = Self { code: "501", message: "Generation failed.", billed: true };
    const NO_INPUT: Self = Self {
        code: "400",
        message: "image fetch failed. Check access settings or use our File Upload API instead.",
        billed: false,
    };
    const INTERNAL: Self = Self { code: "500", message: "Internal Error, Please try again later.", billed: false };
    const MAINTENANCE: Self = Self { code: "455", message: "The service is under maintenance", billed: false };
    const BUSY: Self =
        Self { code: "429", message: "Your call frequency is too high. Please try again later.", billed: false };

    /// What is else met at the door.
    fn late(fault: Fault) -> Option<Self> {
        match fault {
            Fault::Internal => Some(Self::INTERNAL),
            Fault::Overloaded => Some(Self::MAINTENANCE),
            Fault::RateLimitMinute | Fault::RateLimitDay | Fault::RateLimitBare => Some(Self::BUSY),
            _ => None,
        }
    }
}

/// Whether the task is taken, to fail by what its key has in store.
pub(super) fn fails_late(turn: &Turn) -> bool {
    turn.conduct.fails_late
        && turn.fault == turn.conduct.fault
        && turn.fault.is_some_and(|it| Failed::late(it).is_some())
}

async fn make(house: &House, turn: &Turn, order: Order) -> Result<bytes::Bytes, Failed> {
    let Order { model, prompt, links, ratio, tier, .. } = order;
    if turn.fault == Some(Fault::PromptBlock) || house.refuses(&prompt) {
        return Err(Failed::FLAGGED);
    }
    match turn.fault {
        Some(Fault::SafetyRefusal) => return Err(Failed::WITHHELD),
        Some(Fault::NoImage | Fault::TextOnly) => return Err(Failed::NOTHING),
        _ => {}
    }
    if let Some(failed) = turn.fault.and_then(Failed::late) {
        return Err(failed);
    }
    let mut inputs: Vec<DynamicImage> = Vec::new();
    for link in &links {
        inputs.push(fetch::picture(link).await.ok_or(Failed::NO_INPUT)?);
    }
    let ratio = match (ratio.as_deref().and_then(|name| model.ratio(name)), inputs.last()) {
        (Some(ratio), _) => ratio,
        (None, Some(input)) => model.nearest_ratio(input.width(), input.height()),
        (None, None) => &model.ratios[0],
    };
    let size = ratio.pixels(tier);
    let sketch = Sketch {
        prompt,
        inputs: inputs.into(),
        width: size.width,
        height: size.height,
        format: Format::Png,
        variation: turn.variation,
    };
    house.studio.draw(sketch).await.map(|drawn| drawn.bytes).ok_or(Failed::INTERNAL)
}
