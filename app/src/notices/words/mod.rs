//! Notices in the reader's language.

mod en;
mod ru;

use nproxy_domain::mail::Severity;

use super::Kind;
use super::digest::Figures;
use crate::accounts::Language;

/// Of one language.
pub(super) struct Words {
    /// An incident in one line; `about` is what it is about.
    pub title: fn(Kind, Severity, about: &str) -> String,
    /// It was met so many times.
    pub times: fn(times: i64) -> String,
    /// When it was met first, and last.
    pub open_since: fn(first: &str, last: &str) -> String,
    /// It is over, after so long.
    pub over_after: fn(span: &str) -> String,
    /// Before the title of a letter.
    pub severity: fn(Severity) -> &'static str,
    /// The same where it is over.
    pub over: &'static str,
    /// What a link to the admins' web is called.
    pub open: &'static str,
    /// `1 h 5 min`.
    pub span: fn(seconds: i64) -> String,
    pub digest_title: fn(day: &str) -> String,
    pub digest: fn(&Figures) -> Vec<String>,
}

pub(super) fn of(language: Language) -> &'static Words {
    match language {
        Language::En => &en::WORDS,
        Language::Ru => &ru::WORDS,
    }
}

/// In the two largest units of days, hours, minutes and seconds.
fn span(seconds: i64, units: [&str; 4]) -> String {
    let seconds = seconds.max(0);
    let parts = [(seconds / 86_400, 0), (seconds / 3600 % 24, 1), (seconds / 60 % 60, 2), (seconds % 60, 3)];
    let first = parts.iter().position(|(n, _)| *n > 0).unwrap_or(3);
    let said = parts[first..].iter().take(2).filter(|(n, unit)| *n > 0 || (first == 3 && *unit == 3));
    said.map(|(n, unit)| format!("{n} {}", units[*unit])).collect::<Vec<_>>().join(" ")
}

/// `98.7 %`; `None`: of nothing.
fn percent(part: i64, whole: i64) -> Option<String> {
    (whole > 0).then(|| {
        let permille = (part * 1000 + whole / 2) / whole;
        format!("{}.{} %", permille / 10, permille % 10)
    })
}

/// `12.3 s`.
fn seconds(ms: i64) -> String {
    format!("{}.{} s", ms / 1000, ms % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_words_of_its_own_in_every_language_that_say_what_it_is_about() {
        let mut seen = std::collections::BTreeSet::new();
        for language in [Language::En, Language::Ru] {
            for kind in Kind::ALL {
                let title = (of(language).title)(*kind, Severity::Warning, "fal");
                assert!(title.contains("fal"), "{title}");
                assert!(seen.insert(title.clone()), "said twice: {title}");
            }
        }
        for kind in [Kind::Funds, Kind::KeysFew, Kind::ProcessSilent] {
            for language in [Language::En, Language::Ru] {
                let title = |severity| (of(language).title)(kind, severity, "fal");
                let all: std::collections::BTreeSet<_> = Severity::ALL.map(title).into();
                assert_eq!(all.len(), 2, "{kind:?} says how bad it is: {all:?}");
            }
        }
    }

    #[test]
    fn spans_are_said_in_two_units() {
        let said = |seconds| (of(Language::En).span)(seconds);
        assert_eq!(
            [0, 59, 60, 3660, 90_000, 172_805].map(said),
            ["0 s", "59 s", "1 min", "1 h 1 min", "1 d 1 h", "2 d"]
        );
        assert_eq!((of(Language::Ru).span)(3725), "1 ч 2 мин");
    }

    #[test]
    fn shares_and_times_are_rounded() {
        assert_eq!(percent(2, 3).as_deref(), Some("66.7 %"));
        assert_eq!(percent(3, 3).as_deref(), Some("100.0 %"));
        assert_eq!(percent(0, 0), None);
        assert_eq!(seconds(12_345), "12.3 s");
    }
}
