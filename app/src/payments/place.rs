//! A customer buys a month.

use std::time::Duration;

use nproxy_domain::audit::Actor;
use nproxy_domain::catalog::Plan;
use nproxy_domain::payment::PaymentState;
use nproxy_domain::processor::Offer;
use nproxy_domain::{PaymentEventId, PaymentId, ProcessorId, UserId};
use nproxy_store::payments::{self, EventKind, NewEvent, Orders, PaymentRow, Transactions};
use nproxy_store::{StoreError, Topic, Tx, switches, users};
use sha2::{Digest as _, Sha256};

use super::make::{self, Made};
use super::offers::{Offers, offers};
use super::view::{PaymentView, view};
use crate::App;
use crate::crash::{self, CrashStep};
use crate::turns::IdempotencyKey;

const DAY: chrono::Duration = chrono::Duration::days(1);
/// So many times the limit, those that the processor made nothing of included.
const NEVER_MADE_TIMES: u64 = 10;

/// What is asked, as it came.
#[derive(Clone, Debug)]
pub struct Place {
    pub user: UserId,
    pub key: IdempotencyKey,
    pub plan: String,
    pub processor: ProcessorId,
    /// The id of one of the processor's offers.
    pub coin: Option<String>,
}

/// What is to be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// May be `creating` still, where the processor has not answered.
    pub payment: PaymentView,
    /// It was asked for before, under the same key.
    pub replayed: bool,
}

/// Why there is nothing to pay.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    #[error("there is no such plan")]
    UnknownPlan,
    #[error("this plan is not on sale")]
    NotOnSale,
    #[error("there is no such payment processor")]
    UnknownProcessor,
    #[error("a coin has to be chosen")]
    CoinMissing,
    /// Also one whose minimum is above the price.
    #[error("this price can't be paid in this coin")]
    UnknownCoin,
    #[error("too many invoices within a day")]
    TooManyInvoices { retry_after: Duration },
    #[error("no invoices are made this way at the moment")]
    ProcessorOff,
    #[error("this idempotency key was used for another request")]
    KeyReused,
    #[error("the account is suspended")]
    AccountSuspended,
    /// In its words, redacted.
    #[error("the payment processor refuses: {0}")]
    ProcessorRefused(String),
    #[error("the payment processor can't be reached")]
    ProcessorUnavailable,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives an invoice to pay. The same key and body again gives the same payment; another key gives the one of the same
/// plan, processor and coin that is open still, or one that has been paid in part.
pub async fn place(app: &App, place: &Place) -> Result<Placed, PlaceError> {
    let (db, user) = (app.store.read(), place.user);
    let body_hash = &place.body_hash();
    // Looked up before anything is judged: what was taken once is answered again whatever has changed since.
    if let Some(row) = payments::by_key(db, user, place.key.as_str()).await? {
        return Ok(Placed { payment: view(app, replay(row, body_hash)?).await?, replayed: true });
    }
    let plan = app.plans.iter().find(|plan| plan.id == place.plan).ok_or(PlaceError::UnknownPlan)?;
    if !plan.on_sale {
        return Err(PlaceError::NotOnSale);
    }
    let coin_needed = app.processors.about(&place.processor).ok_or(PlaceError::UnknownProcessor)?.coin_needed;
    let open = payments::open_of(db, user, &plan.id).await?;
    let mut wanted = Wanted { place, body_hash, plan, coin_needed, offer: None };
    // An open one needs no processor to answer.
    if wanted.among(app, open).is_none() {
        if !switches::read(db).await?.takes_invoices(&place.processor) {
            return Err(PlaceError::ProcessorOff);
        }
        wanted.offer = offer(app, &wanted).await?;
    }
    loop {
        let order = &wanted;
        match app.store.write(move |tx| async move { write(&tx, app, order).await }).await? {
            Written::There { row, replayed } => return Ok(Placed { payment: view(app, *row).await?, replayed }),
            Written::New(row) => {
                crash::point(CrashStep::AfterPlace);
                return make(app, *row).await;
            }
            // The open one ended this very moment.
            Written::OfferNeeded => wanted.offer = offer(app, &wanted).await?,
        }
    }
}

struct Wanted<'a> {
    place: &'a Place,
    body_hash: &'a [u8],
    plan: &'a Plan,
    coin_needed: bool,
    /// Of the chosen coin; not looked up while there is an open payment that will do.
    offer: Option<Offer>,
}

enum Written {
    There { row: Box<PaymentRow>, replayed: bool },
    New(Box<PaymentRow>),
    OfferNeeded,
}

/// `None`: no coin is to be chosen, and none is.
async fn offer(app: &App, wanted: &Wanted<'_>) -> Result<Option<Offer>, PlaceError> {
    let Wanted { place, plan, coin_needed, .. } = *wanted;
    let Some(coin) = &place.coin else {
        return if coin_needed { Err(PlaceError::CoinMissing) } else { Ok(None) };
    };
    match offers(app, &place.processor, &plan.price).await {
        None => Err(PlaceError::UnknownProcessor),
        Some(Offers::Unavailable) => Err(PlaceError::ProcessorUnavailable),
        Some(Offers::Known(offers)) => {
            offers.into_iter().find(|offer| offer.id == *coin).map(Some).ok_or(PlaceError::UnknownCoin)
        }
    }
}

async fn write(tx: &Tx, app: &App, wanted: &Wanted<'_>) -> Result<Written, PlaceError> {
    let Wanted { place, body_hash, plan, coin_needed, offer } = wanted;
    let user = users::lock(tx, place.user).await?;
    if user.is_none_or(|user| user.suspended_at.is_some()) {
        return Err(PlaceError::AccountSuspended);
    }
    if let Some(row) = payments::by_key(tx, place.user, place.key.as_str()).await? {
        return Ok(Written::There { row: Box::new(replay(row, body_hash)?), replayed: true });
    }
    let open = payments::open_of(tx, place.user, &plan.id).await?;
    if let Some(row) = wanted.among(app, open) {
        return Ok(Written::There { row: Box::new(row), replayed: false });
    }
    if offer.is_none() && (place.coin.is_some() || *coin_needed) {
        return Ok(Written::OfferNeeded);
    }
    if !switches::read(tx).await?.takes_invoices(&place.processor) {
        return Err(PlaceError::ProcessorOff);
    }
    few_enough(tx, app, place.user).await?;
    let row = new_row(app, wanted);
    payments::insert(tx, &row).await?;
    let event = NewEvent {
        id: PaymentEventId::new(&app.env),
        payment: Some(PaymentId(row.id)),
        processor: place.processor.clone(),
        external: None,
        kind: EventKind::Placed,
        event_key: None,
        actor: Actor::User(place.user),
        before: None,
        after: Some(PaymentState::Creating),
        summary: format!("{} for {}", plan.id, plan.price),
        body: None,
        at: row.created_at,
    };
    payments::record(tx, &event).await?;
    tx.notify(Topic::User(place.user));
    Ok(Written::New(Box::new(row)))
}

/// The oldest of those that reach the limit has to be a day old. Orders that the processor made nothing of are no fault
/// of the customer's, so there may be many more of them.
async fn few_enough(tx: &Tx, app: &App, user: UserId) -> Result<(), PlaceError> {
    let max = u64::from(app.settings.payments.invoices_per_day_max);
    if max == 0 {
        return Ok(());
    }
    let made = payments::nth_newest(tx, user, Orders::Made, max).await?;
    let all = payments::nth_newest(tx, user, Orders::All, max * NEVER_MADE_TIMES).await?;
    let left = made.into_iter().chain(all).filter_map(|placed| (placed + DAY - app.env.now()).to_std().ok()).max();
    match left.filter(|left| !left.is_zero()) {
        Some(retry_after) => Err(PlaceError::TooManyInvoices { retry_after }),
        None => Ok(()),
    }
}

/// What alone decides what will be activated. Its writer holds it for making the invoice.
fn new_row(app: &App, wanted: &Wanted<'_>) -> PaymentRow {
    let Wanted { place, body_hash, plan, offer, .. } = wanted;
    let now = app.env.now();
    let held_until = Some(now + app.settings.payments.lease());
    PaymentRow {
        id: PaymentId::new(&app.env).0,
        user_id: place.user.0,
        idempotency_key: place.key.as_str().to_owned(),
        body_hash: body_hash.to_vec(),
        plan: plan.id.clone(),
        plan_label: plan.label.clone(),
        months: plan.months.into(),
        request_limit: plan.request_limit.into(),
        price_minor_units: plan.price.minor_units,
        currency: plan.price.currency.clone(),
        processor: place.processor.0.clone(),
        coin: offer.as_ref().map(|offer| offer.id.clone()),
        coin_name: offer.as_ref().map(|offer| offer.coin.clone()),
        network: offer.as_ref().map(|offer| offer.network.clone()),
        state: PaymentState::Creating.as_str().to_owned(),
        external_id: None,
        pay_url: None,
        address: None,
        memo: None,
        pay_uri: None,
        instructions: None,
        asked: None,
        received: None,
        confirmations: None,
        confirmations_needed: None,
        transactions: Transactions::default(),
        expires_at: None,
        expired_at: None,
        activated_at: None,
        review: None,
        review_detail: None,
        review_opened_at: None,
        settlement: None,
        settled_at: None,
        settled_note: None,
        kept: false,
        reported_tx: None,
        reported_at: None,
        creating_until: held_until,
        reading_until: None,
        read_at: None,
        // The first try to make the invoice.
        read_failures: 1,
        next_read_at: held_until,
        detail: None,
        version: 1,
        created_at: now,
        changed_at: now,
    }
}

/// Goes on when the customer's program goes away: an invoice whose answer nobody reads would have to be searched for.
async fn make(app: &App, row: PaymentRow) -> Result<Placed, PlaceError> {
    let (id, theirs) = (PaymentId(row.id), app.clone());
    let made = tokio::spawn(async move { make::first(&theirs, &row).await }).await;
    match made.map_err(|error| StoreError::Internal(error.to_string()))?? {
        Made::Refused(detail) => Err(PlaceError::ProcessorRefused(detail)),
        Made::Unavailable => Err(PlaceError::ProcessorUnavailable),
        Made::Done | Made::Later => {
            let row = payments::get(app.store.read(), id).await?;
            let row = row.ok_or_else(|| StoreError::Internal(format!("payment {id} is gone")))?;
            Ok(Placed { payment: view(app, row).await?, replayed: false })
        }
    }
}

/// The payment that was placed under this key, if it was the same request.
fn replay(row: PaymentRow, body_hash: &[u8]) -> Result<PaymentRow, PlaceError> {
    if row.body_hash == body_hash { Ok(row) } else { Err(PlaceError::KeyReused) }
}

impl Place {
    /// Two requests with the same hash ask for the same.
    fn body_hash(&self) -> Vec<u8> {
        let body = (&self.plan, &self.processor, &self.coin);
        Sha256::digest(serde_json::to_vec(&body).expect("plain values always serialise")).to_vec()
    }
}

impl Wanted<'_> {
    /// The open payment of the plan that is what is asked for. One that is paid in part is, whatever the coin, but for one
    /// whose time is over and whose processor has stopped to answer for it.
    fn among(&self, app: &App, open: Vec<PaymentRow>) -> Option<PaymentRow> {
        let (paid_in_part, rest): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|row| row.state == PaymentState::Underpaid.as_str());
        let goes_on = |row: &PaymentRow| row.read_failures == 0 || in_time(app, row);
        paid_in_part.into_iter().find(goes_on).or_else(|| rest.into_iter().find(|row| self.fits(app, row)))
    }

    fn fits(&self, app: &App, row: &PaymentRow) -> bool {
        let Self { place, plan, .. } = self;
        let same = row.processor == place.processor.0 && row.coin == place.coin;
        let as_offered = row.price_minor_units == plan.price.minor_units
            && row.currency == plan.price.currency
            && row.request_limit == i64::from(plan.request_limit)
            && row.months == i64::from(plan.months);
        same && as_offered && in_time(app, row)
    }
}

fn in_time(app: &App, row: &PaymentRow) -> bool {
    row.expires_at.is_none_or(|expires_at| app.env.now() < expires_at)
}
