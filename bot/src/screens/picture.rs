//! The way of a picture: what was tried, where, and what came of it. Never the picture, never the prompt.

use nproxy_app::StoreError;
use nproxy_app::generations::{AttemptSeen, GenerationFile, GetError, Step, StepKind, file};
use nproxy_domain::GenerationId;

use super::Sight;
use super::page::{Page, gone};
use crate::{Act, Place, View};

/// The newest steps; all of them are in the web.
const STEPS_MAX: usize = 20;
const DETAIL_CHARS_MAX: usize = 160;

pub(super) async fn view(sight: &Sight<'_>, id: GenerationId) -> Result<View, StoreError> {
    let found = match file(sight.app, id).await {
        Ok(found) => found,
        Err(GetError::NotFound) => return Ok(gone(sight, sight.words.refusals.picture_gone)),
        Err(GetError::Store(error)) => return Err(error),
    };
    let (words, generation) = (&sight.words.pictures, &found.generation);
    let mut page = Page::titled(words.title);
    let code = generation.code.map(|code| format!(", {}", (words.code)(code))).unwrap_or_default();
    page.say(format!("{}: {}{code}", sight.words.keys.state_label, (words.state)(generation.state)));
    page.say((sight.words.payments.customer)(&sight.email(&generation.email)));
    page.say((words.model)(&sight.name(&generation.model), &sight.name(&generation.mode)));
    page.say_if(generation.cost_usd.as_deref().map(words.cost));
    page.section(words.timeline);
    let skipped = found.steps.len().saturating_sub(STEPS_MAX);
    if skipped > 0 {
        page.say((sight.words.common.lines_more)(skipped));
    }
    for step in found.steps.iter().skip(skipped) {
        page.say(happened(sight, &found, step));
    }
    let retry = if found.retryable { sight.ask(words.retry, Act::Retry { generation: id }) } else { None };
    page.row(retry);
    let other =
        |id: Option<GenerationId>, label: &str| id.map(|generation| sight.to(label, Place::Picture { generation }));
    let around = [other(found.retried_from, words.retried_from), other(found.retried_by, words.retried_by)];
    page.row(around.into_iter().flatten());
    let customer = sight.to(sight.words.payments.who, Place::Person { user: generation.user });
    page.row([customer].into_iter().chain(sight.web(["generations", &id.to_string()])));
    Ok(page.end(sight, Place::Overview, Place::Picture { generation: id }))
}

fn happened(sight: &Sight<'_>, found: &GenerationFile, step: &Step) -> String {
    let words = &sight.words.pictures;
    let when = step.at.format("%m-%d %H:%M:%S");
    let attempt = found.attempts.iter().find(|attempt| Some(attempt.n) == step.n);
    match (step.kind, attempt) {
        (StepKind::Attempt, Some(attempt)) => format!("{when} {}", tried(sight, attempt)),
        _ => format!("{when} {}", (words.step)(step.kind)),
    }
}

fn tried(sight: &Sight<'_>, attempt: &AttemptSeen) -> String {
    let words = &sight.words.pictures;
    let (key, provider) = (sight.name(&attempt.key.label), sight.name(&attempt.provider));
    let what = (words.attempt)(attempt.n, &key, &provider);
    let end = match (&attempt.error_class, attempt.ended_at) {
        (_, None) => words.under_way.to_owned(),
        (None, Some(_)) => words.worked.to_owned(),
        (Some(class), Some(_)) => sight.name(class),
    };
    let unit = sight.words.common.units[0];
    let took = attempt.upstream_ms.map(|ms| format!(", {}.{} {unit}", ms / 1000, ms % 1000 / 100));
    let detail = attempt.detail.as_deref().map(|detail| format!(" ({})", sight.esc(detail, DETAIL_CHARS_MAX)));
    format!("{what}: {end}{}{}", took.unwrap_or_default(), detail.unwrap_or_default())
}
