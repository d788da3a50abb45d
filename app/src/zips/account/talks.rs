//! Conversations: a file for each, and one more for every further page of a long one.

use std::collections::VecDeque;

use nproxy_domain::generation::GenerationError;
use nproxy_domain::{ConversationId, TurnId, UserId};
use nproxy_store::entities::conversations::Model as Conversation;
use nproxy_store::{StoreError, conversations, turns};
use serde_json::{Value, json};

use super::super::entry::Entry;
use super::super::names::{Names, slug};
use crate::App;
use crate::generations::GenerationView;
use crate::turns::{TurnView, views};

const CONVERSATIONS_AT_ONCE: u64 = 100;
/// A prompt has at most some thousand characters, so a file stays within some megabytes.
const TURNS_OF_A_FILE: u64 = 200;

/// Where the next page begins.
#[derive(Default)]
pub(super) struct Place {
    names: Names,
    /// Looked up and not begun.
    waiting: VecDeque<Conversation>,
    /// The newest that was looked up.
    last: Option<ConversationId>,
    /// The one that is under way, and the turn before which it goes on.
    begun: Option<(Conversation, TurnId)>,
}

pub(super) async fn page(app: App, user: UserId, mut place: Place) -> Result<Option<(Vec<Entry>, Place)>, StoreError> {
    let (conversation, before) = match place.begun.take() {
        Some((conversation, before)) => (conversation, Some(before)),
        None => match next(&app, user, &mut place).await? {
            Some(conversation) => (conversation, None),
            None => return Ok(None),
        },
    };
    let rows = turns::page(app.store.read(), ConversationId(conversation.id), before, TURNS_OF_A_FILE).await?;
    let (is_full, oldest) = (rows.len() as u64 == TURNS_OF_A_FILE, rows.last().map(|row| TurnId(row.id)));
    if before.is_some() && rows.is_empty() {
        return Ok(Some((Vec::new(), place)));
    }
    let asked = views(&app, rows).await?;
    let file = file(&conversation, &asked, &mut place.names);
    place.begun = oldest.filter(|_| is_full).map(|oldest| (conversation, oldest));
    Ok(Some((vec![file], place)))
}

async fn next(app: &App, user: UserId, place: &mut Place) -> Result<Option<Conversation>, StoreError> {
    if place.waiting.is_empty() {
        let more = conversations::all_of(app.store.read(), user, place.last, CONVERSATIONS_AT_ONCE).await?;
        place.last = more.last().map(|row| ConversationId(row.id)).or(place.last);
        place.waiting.extend(more);
    }
    Ok(place.waiting.pop_front())
}

fn file(conversation: &Conversation, asked: &[TurnView], names: &mut Names) -> Entry {
    let stem = match slug(&conversation.title) {
        slug if slug.is_empty() => format!("conversation_{}", conversation.created_at.format("%Y-%m-%d")),
        slug => format!("{slug}_{}", conversation.created_at.format("%Y-%m-%d")),
    };
    let value = json!({
        "id": ConversationId(conversation.id),
        "title": conversation.title,
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
        "turns": asked.iter().map(turn).collect::<Vec<_>>(),
    });
    super::json(names.give("conversations", &stem, "json"), conversation.updated_at, &value)
}

fn turn(view: &TurnView) -> Value {
    json!({
        "id": view.id,
        "created_at": view.created_at,
        "prompt": view.prompt,
        "model": view.model,
        "mode": view.mode.as_str(),
        "resolution": view.resolution,
        "width": view.width,
        "height": view.height,
        "batch_size": view.batch_size,
        "image_strength": view.image_strength,
        "inputs": view.inputs.iter().map(|input| input.id).collect::<Vec<_>>(),
        "generations": view.generations.iter().map(generation).collect::<Vec<_>>(),
    })
}

/// Its picture stands in a list of pictures under the same id.
fn generation(view: &GenerationView) -> Value {
    json!({
        "id": view.id,
        "slot": view.slot,
        "state": view.state,
        "error": view.error.as_ref().map(|GenerationError { code, .. }| code.as_str()),
        "picture": view.asset.as_ref().map(|asset| asset.id),
        "queued_at": view.queued_at,
        "finished_at": view.finished_at,
    })
}
