//! A customer asks for pictures.

use std::collections::BTreeSet;

use nproxy_domain::catalog::Model;
use nproxy_domain::turn::{Checked, Draft, Mistake};
use nproxy_domain::{AssetId, ConversationId, CycleId, GenerationId, TurnId, UserId};
use nproxy_store::conversations::{self, NewConversation};
use nproxy_store::generations::{self, NewGeneration};
use nproxy_store::turns::{self, NewTurn, TurnRow};
use nproxy_store::{StoreError, Topic, Tx, assets};
use sha2::{Digest as _, Sha256};

use super::room::{self, RoomError};
use super::{IdempotencyKey, TurnView, view};
use crate::App;
use crate::conversations::{ConversationView, Title};
use crate::crash::{self, CrashStep};
use crate::switches;

/// What is asked, as it came.
#[derive(Clone, Debug)]
pub struct Submit {
    pub user: UserId,
    pub key: IdempotencyKey,
    /// `None`: a new one.
    pub conversation: Option<ConversationId>,
    /// `None`: the default.
    pub model: Option<String>,
    pub draft: Draft,
}

/// What was queued.
#[derive(Clone, Debug, PartialEq)]
pub struct Submitted {
    pub turn: TurnView,
    pub conversation: ConversationView,
    /// It was asked for before, under the same key.
    pub replayed: bool,
}

/// Why nothing was queued.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    #[error(transparent)]
    Mistake(#[from] Mistake),
    #[error("there is no such model")]
    UnknownModel,
    #[error("an input picture does not exist")]
    UnknownInput,
    #[error("there is no such conversation")]
    ConversationNotFound,
    #[error("this idempotency key was used for another request")]
    KeyReused,
    #[error(transparent)]
    Room(#[from] RoomError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Queues a turn with its generations and holds a request for each, all or none, in one transaction. The same key
/// and body again, also at the same instant, gives the same turn and holds nothing more.
pub async fn submit(app: &App, submit: &Submit) -> Result<Submitted, SubmitError> {
    let body_hash = submit.body_hash();
    // Looked up before anything is judged: what was taken once is answered again whatever has changed since.
    if let Some(turn) = turns::by_key(app.store.read(), submit.user, submit.key.as_str()).await? {
        return answer(app, replay(turn, &body_hash)?, true).await;
    }
    let model = match &submit.model {
        Some(id) => app.catalog.get(id).ok_or(SubmitError::UnknownModel)?,
        None => default_model(app).await?,
    };
    let checked = submit.draft.clone().check(model.capabilities())?;
    if app.is_full() {
        return Err(RoomError::StorageFull.into());
    }
    let order = &Order { submit, body_hash: &body_hash, model, checked: &checked };
    let (turn, replayed) = app.store.write(move |tx| async move { queue(&tx, app, order).await }).await?;
    crash::point(CrashStep::AfterSubmit);
    answer(app, turn, replayed).await
}

/// The first one that is offered now; where none is, the one that is refused.
async fn default_model(app: &App) -> Result<&Model, StoreError> {
    let switches = switches::read(app).await?;
    let offered = app.catalog.models().iter().find(|model| switches.offers(&model.id));
    Ok(offered.unwrap_or(app.catalog.default_model()))
}

struct Order<'a> {
    submit: &'a Submit,
    body_hash: &'a [u8],
    model: &'a Model,
    checked: &'a Checked,
}

async fn queue(tx: &Tx, app: &App, order: &Order<'_>) -> Result<(TurnRow, bool), SubmitError> {
    let Order { submit, body_hash, model, checked } = *order;
    let user = submit.user;
    room::lock(tx, user).await?;
    if let Some(turn) = turns::by_key(tx, user, submit.key.as_str()).await? {
        return Ok((replay(turn, body_hash)?, true));
    }
    let cycle = room::look(tx, app, user, &model.id, checked.batch_size).await?;
    all_own(tx, user, &checked.inputs).await?;
    let now = app.env.now();
    let conversation = conversation(tx, app, submit, &checked.prompt).await?;
    let new = NewTurn {
        id: TurnId::new(&app.env),
        user,
        conversation,
        idempotency_key: submit.key.as_str(),
        body_hash,
        model: &model.id,
        checked,
    };
    let turn = turns::insert(tx, &new, now).await?;
    let mut ids: Vec<_> = (0..checked.batch_size).map(|_| GenerationId::new(&app.env)).collect();
    // What is queued at one instant is begun in the order of its ids.
    ids.sort_unstable();
    let cycle_id = CycleId(cycle.id);
    let slots: Vec<_> = ids
        .iter()
        .zip(0..)
        .map(|(id, slot)| NewGeneration { id: *id, turn: new.id, slot, user, cycle: cycle_id, retry: None })
        .collect();
    generations::insert(tx, &slots, now).await?;
    room::hold(tx, app, &cycle, &ids).await?;
    crash::point(CrashStep::AfterHold);
    tx.notify(Topic::Work);
    tx.notify(Topic::User(user));
    Ok((turn, false))
}

/// The one that was named, or a new one called by the prompt's beginning.
async fn conversation(tx: &Tx, app: &App, submit: &Submit, prompt: &str) -> Result<ConversationId, SubmitError> {
    let (user, now) = (submit.user, app.env.now());
    let Some(id) = submit.conversation else {
        let id = ConversationId::new(&app.env);
        conversations::insert(
            tx,
            NewConversation { id, user, title: Title::of_prompt(prompt).into_string(), created_at: now },
        )
        .await?;
        return Ok(id);
    };
    let row = conversations::get_own(tx, user, id).await?.ok_or(SubmitError::ConversationNotFound)?;
    if row.title.is_empty() {
        conversations::rename(tx, user, id, Title::of_prompt(prompt).into_string()).await?;
    }
    conversations::touch(tx, id, now).await?;
    Ok(id)
}

/// The turn that was asked for under this key, if it was the same request.
fn replay(turn: TurnRow, body_hash: &[u8]) -> Result<TurnRow, SubmitError> {
    if turn.body_hash == body_hash { Ok(turn) } else { Err(SubmitError::KeyReused) }
}

async fn all_own(tx: &Tx, user: UserId, inputs: &[AssetId]) -> Result<(), SubmitError> {
    let wanted: BTreeSet<_> = inputs.iter().copied().collect();
    let wanted: Vec<_> = wanted.into_iter().collect();
    if wanted.is_empty() || assets::own_live(tx, user, &wanted).await?.len() == wanted.len() {
        Ok(())
    } else {
        Err(SubmitError::UnknownInput)
    }
}

async fn answer(app: &App, turn: TurnRow, replayed: bool) -> Result<Submitted, SubmitError> {
    let (user, conversation) = (UserId(turn.user_id), ConversationId(turn.conversation_id));
    let conversation = conversations::get_own(app.store.read(), user, conversation).await?;
    let conversation = conversation.ok_or(SubmitError::ConversationNotFound)?;
    let turn = view::of(app, vec![turn]).await?.remove(0);
    Ok(Submitted { turn, conversation: ConversationView::from(conversation), replayed })
}

impl Submit {
    /// Two requests with the same hash ask for the same.
    fn body_hash(&self) -> Vec<u8> {
        let Draft { mode, prompt, resolution, batch_size, image_strength, inputs } = &self.draft;
        let body = (self.conversation, &self.model, mode, prompt, resolution, batch_size, image_strength, inputs);
        let json = serde_json::to_vec(&body).expect("plain values always serialise");
        Sha256::digest(json).to_vec()
    }
}
