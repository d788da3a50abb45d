//! From rows to what somebody reads.

use nproxy_domain::Timestamp;
use nproxy_domain::mail::{Notice, NoticeLink, NoticeStage, Severity};
use nproxy_domain::redact::plain;
use nproxy_store::entities::incidents::Model as Incident;
use nproxy_store::entities::text::IncidentState;
use nproxy_store::notices::digests::Digest;

use super::digest::Figures;
use super::kind::{Kind, page};
use super::words;
use crate::accounts::Language;
use crate::site::SiteSettings;

/// An incident as it is now. What a kind has no words for shows its stored title.
pub(super) fn incident(site: &SiteSettings, language: Language, row: &Incident) -> Notice {
    let words = words::of(language);
    let mut lines = Vec::new();
    if !row.detail.is_empty() {
        lines.push(plain(&row.detail, &[]));
    }
    if row.times > 1 {
        lines.push((words.times)(row.times));
    }
    lines.push(match row.recovered_at {
        Some(at) => (words.over_after)(&(words.span)((at - row.opened_at).num_seconds())),
        None => (words.open_since)(&moment(row.opened_at), &moment(row.updated_at)),
    });
    Notice {
        severity: severity(row),
        stage: if row.state == IncidentState::Open { NoticeStage::Open } else { NoticeStage::Recovered },
        title: title(language, row),
        lines,
        link: Some(NoticeLink { label: words.open.to_owned(), url: site.page(page(&row.key)) }),
    }
}

pub(super) fn severity(row: &Incident) -> Severity {
    Severity::of_name(&row.severity).unwrap_or(Severity::Warning)
}

fn title(language: Language, row: &Incident) -> String {
    let Some((kind, rest)) = Kind::of_key(&row.key) else { return plain(&row.title, &[]) };
    let about = if row.subject.is_empty() { rest } else { &row.subject };
    plain(&(words::of(language).title)(kind, severity(row), about), &[])
}

/// The figures of a day. `None`: they can't be read.
pub(super) fn digest(site: &SiteSettings, language: Language, row: &Digest) -> Option<Notice> {
    let words = words::of(language);
    let figures: Figures = serde_json::from_value(row.figures.clone()).ok()?;
    Some(Notice {
        severity: Severity::Info,
        stage: NoticeStage::Digest,
        title: (words.digest_title)(&figures.day.to_string()),
        lines: (words.digest)(&figures),
        link: Some(NoticeLink { label: words.open.to_owned(), url: site.page(["admin"]) }),
    })
}

/// How a letter begins: with how much it matters.
pub(super) fn subject(language: Language, notice: &Notice) -> String {
    let words = words::of(language);
    match notice.stage {
        NoticeStage::Open => format!("{}: {}", (words.severity)(notice.severity), notice.title),
        NoticeStage::Recovered => format!("{}: {}", words.over, notice.title),
        NoticeStage::Digest => notice.title.clone(),
    }
}

fn moment(at: Timestamp) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}
