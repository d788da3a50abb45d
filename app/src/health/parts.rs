//! What the tables say: mail, payment processors, switches, and the database's clock.

use chrono::TimeDelta;
use nproxy_domain::redact::plain;
use nproxy_domain::{ProcessorId, Timestamp};
use nproxy_store::vital_signs::{self, MailSigns};
use nproxy_store::{StoreError, incidents, switches};

use super::backup::backup;
use super::{Component, Kind, State, span};
use crate::{App, ready};

const MAIL_WARNING_S: i64 = 10 * 60;
const MAIL_CRITICAL_S: i64 = 60 * 60;
const FAILED_SINCE: TimeDelta = TimeDelta::hours(24);
const SKEW_CRITICAL: TimeDelta = TimeDelta::seconds(10);

pub(super) async fn all(app: &App, now: Timestamp) -> Result<Vec<Component>, StoreError> {
    let parts = tokio::try_join!(mail(app, now), clock(app), switches(app), backup(app, now))?;
    let mut all = Vec::from(<[Component; 4]>::from(parts));
    let open = incidents::open_keys(app.store.read()).await?;
    // As many as are configured: a handful.
    for id in app.processors.ids() {
        let label = app.processors.about(id).map_or(id.0.as_str(), |about| about.label.as_str());
        let is_down = open.contains(&incidents::processor_down(id));
        all.push(processor(app, id, label, is_down, now).await?);
    }
    Ok(all.into_iter().map(|part| part.at(now)).collect())
}

/// Where nothing can be read.
pub(super) fn unseen(why: &str) -> Vec<Component> {
    [
        (Kind::Mail, "Mail"),
        (Kind::Clock, "Clock"),
        (Kind::Switches, "Switches"),
        (Kind::Backup, "Backup"),
        (Kind::Processor, "Payment processors"),
    ]
    .map(|(kind, label)| Component::unknown(kind, label, why))
    .into()
}

async fn mail(app: &App, now: Timestamp) -> Result<Component, StoreError> {
    let signs = vital_signs::mail(app.store.read(), now - FAILED_SINCE).await?;
    if signs.pending == 0 && signs.failed == 0 && signs.newest_sent_at.is_none() {
        return Ok(Component::unknown(Kind::Mail, "Mail", "no mail was sent yet"));
    }
    let waiting = waiting(&signs, now);
    let state = waiting.state.max(if signs.failed > 0 { State::Warning } else { State::Ok });
    let value = format!("{}; {} failed within a day", waiting.value, signs.failed);
    let part = Component::new(Kind::Mail, "mail", "Mail", state, value).until(format!(
        "the oldest for {}, {}; none failed",
        span(MAIL_WARNING_S),
        span(MAIL_CRITICAL_S)
    ));
    Ok(match signs.newest_sent_at {
        Some(at) => part.because(format!("the newest went {} ago", span((now - at).num_seconds()))),
        None => part,
    })
}

/// How long mail waits, by itself: one that failed may have had a wrong address.
pub(crate) async fn mail_waits(app: &App) -> Result<Component, StoreError> {
    let now = app.env.now();
    Ok(waiting(&vital_signs::mail(app.store.read(), now - FAILED_SINCE).await?, now))
}

fn waiting(signs: &MailSigns, now: Timestamp) -> Component {
    let oldest = signs.oldest_pending_at.map_or(0, |at| (now - at).num_seconds());
    let value = format!("{} wait, the oldest for {}", signs.pending, span(oldest));
    let state = State::by(oldest > MAIL_WARNING_S, oldest > MAIL_CRITICAL_S);
    Component::new(Kind::Mail, "mail", "Mail", state, value)
}

async fn processor(
    app: &App,
    id: &ProcessorId,
    label: &str,
    is_down: bool,
    now: Timestamp,
) -> Result<Component, StoreError> {
    let signs = vital_signs::processor(app.store.read(), id).await?;
    let ago =
        |at: Option<Timestamp>| at.map_or("never".to_owned(), |at| format!("{} ago", span((now - at).num_seconds())));
    let state = match (is_down, signs.last_read_at.or(signs.last_webhook_at)) {
        (true, _) => State::Critical,
        (false, Some(_)) => State::Ok,
        (false, None) => State::Unknown,
    };
    let value = format!("webhook {}, asked {}", ago(signs.last_webhook_at), ago(signs.last_read_at));
    let part = Component::new(Kind::Processor, format!("processor:{id}"), label, state, value).until("it answers");
    Ok(match state {
        State::Critical => part.because("it doesn't answer"),
        State::Unknown => part.because("nothing was ever paid there"),
        State::Ok | State::Warning => part,
    })
}

/// Ours against the database's: leases and ends of months are judged by both.
async fn clock(app: &App) -> Result<Component, StoreError> {
    let Some(skew) = ready::skew(app).await? else {
        let value = "the database has this machine's";
        return Ok(Component::new(Kind::Clock, "clock", "Clock", State::Ok, value));
    };
    let warning = app.settings.health.skew_max;
    let state = State::by(skew > warning, skew > SKEW_CRITICAL);
    let value = format!("{} ms from the database's", skew.num_milliseconds());
    let part = Component::new(Kind::Clock, "clock", "Clock", state, value).until(format!(
        "{} ms, {} ms",
        warning.num_milliseconds(),
        SKEW_CRITICAL.num_milliseconds()
    ));
    Ok(if skew > warning { part.because("this process is not ready") } else { part })
}

async fn switches(app: &App) -> Result<Component, StoreError> {
    let switches = switches::read(app.store.read()).await?;
    let whole = [(switches.generation_paused, "image generation is paused"), (switches.read_only, "read-only")];
    let whole = whole.into_iter().filter(|(is_off, _)| *is_off).map(|(_, what)| what.to_owned());
    let off: Vec<String> = whole.chain(switches.off().map(|name| format!("{} is off", plain(name, &[])))).collect();
    Ok(if off.is_empty() {
        Component::new(Kind::Switches, "switches", "Switches", State::Ok, "everything is on")
    } else {
        Component::new(Kind::Switches, "switches", "Switches", State::Warning, off.join(", "))
    })
}
