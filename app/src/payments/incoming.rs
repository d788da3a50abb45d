//! A processor tells us something unasked. It is believed so far that its status is read.

use nproxy_domain::audit::Actor;
use nproxy_domain::processor::{PaymentEvent, WebhookAnswer, WebhookCall, WebhookError};
use nproxy_domain::redact::plain;
use nproxy_domain::{PaymentEventId, PaymentId, ProcessorId};
use nproxy_store::payments::{self, EventKind, NewEvent};
use nproxy_store::{StoreError, Tx};

use super::look_up::LookUpPayment;
use super::read::ReadPayment;
use super::{measure, refusals, told};
use crate::App;
use crate::crash::{self, CrashStep};

/// Why a webhook is not taken.
#[derive(Debug, thiserror::Error)]
pub enum WebhookRefused {
    #[error("no such payment processor is configured")]
    UnknownProcessor,
    /// Missing, wrong or too old; or a processor that sends none.
    #[error(transparent)]
    Signature(WebhookError),
    /// Signed, and yet not to be read. Nothing of the body is quoted.
    #[error("the body can't be read: {0}")]
    Unreadable(String),
    /// The sender will try again.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Verifies a webhook, stores each event once and leaves a reading of the status. Gives the answer that its sender
/// wants.
pub async fn webhook(
    app: &App,
    processor: &ProcessorId,
    call: &WebhookCall<'_>,
) -> Result<WebhookAnswer, WebhookRefused> {
    let about = app.processors.about(processor).ok_or(WebhookRefused::UnknownProcessor)?;
    let verified = app.processors.webhook(processor, call).ok_or(WebhookRefused::UnknownProcessor)?;
    let events = &match verified {
        Ok(events) => events,
        Err(error) => return Err(refused(app, processor, error).await),
    };
    let keep = |tx| async move {
        for event in events {
            keep(&tx, app, processor, event).await?;
        }
        Ok::<_, StoreError>(())
    };
    app.store.write(keep).await?;
    crash::point(CrashStep::AfterWebhookKept);
    Ok(about.accepted)
}

async fn keep(tx: &Tx, app: &App, processor: &ProcessorId, event: &PaymentEvent) -> Result<(), StoreError> {
    let row = payments::by_external(tx, processor, &event.id).await?;
    let claims =
        event.claims.as_ref().map_or_else(String::new, |claims| format!(": {}", told::summary(app, processor, claims)));
    let at = app.env.now();
    let line = NewEvent {
        id: PaymentEventId::new(&app.env),
        payment: row.as_ref().map(|row| PaymentId(row.id)),
        processor: processor.clone(),
        external: Some(event.id.clone()),
        kind: EventKind::Webhook,
        event_key: Some(event.event_key.clone()),
        actor: Actor::System,
        before: None,
        after: None,
        summary: plain(&format!("{}{claims}", event.kind), &[]),
        body: event.claims.as_ref().and_then(|claims| told::body(app, processor, claims)),
        at,
    };
    let is_new = payments::record(tx, &line).await?;
    match row {
        // Told before: the reading that followed may have failed.
        Some(row) if !is_new && row.read_failures == 0 && row.read_at.is_some() => Ok(()),
        Some(row) => tx.enqueue(ReadPayment { payment: PaymentId(row.id), asked_at: at }).await,
        // Also when it was told before: the look that followed may have come to nothing.
        None => {
            let external = event.id.clone();
            tx.enqueue(LookUpPayment { processor: processor.clone(), external, asked_at: at }).await
        }
    }
}

async fn refused(app: &App, processor: &ProcessorId, error: WebhookError) -> WebhookRefused {
    let reason = match &error {
        WebhookError::SignatureMissing => "signature_missing",
        WebhookError::SignatureWrong => "signature_wrong",
        WebhookError::SignatureOld => "signature_old",
        WebhookError::NotSent => "not_sent",
        WebhookError::Unreadable(_) => "unreadable",
    };
    measure::webhook_refused(processor, reason);
    tracing::info!(%processor, reason, "a webhook is refused");
    match error {
        WebhookError::Unreadable(detail) => WebhookRefused::Unreadable(plain(&detail, &[])),
        error @ WebhookError::NotSent => WebhookRefused::Signature(error),
        error => {
            if let Err(error) = refusals::saw(app, processor).await {
                tracing::warn!(%processor, %error, "that webhooks are refused is not noted");
            }
            WebhookRefused::Signature(error)
        }
    }
}
