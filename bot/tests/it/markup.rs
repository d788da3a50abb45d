//! What Telegram takes: its tags, each closed, within its limits.

use nproxy_bot::{Button, View};

const TAGS: [&str; 5] = ["b", "i", "code", "pre", "a"];

/// Why Telegram would refuse the text, if it would.
pub fn trouble(html: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>', '&']) {
        let from = &rest[at..];
        if let Some(entity) = from.strip_prefix('&') {
            if !["amp;", "lt;", "gt;", "quot;"].iter().any(|known| entity.starts_with(known)) {
                return Some(format!("a bare & in {html:?}"));
            }
            rest = entity;
            continue;
        }
        let Some(end) = from.find('>').filter(|_| from.starts_with('<')) else {
            return Some(format!("a bare bracket in {html:?}"));
        };
        let tag = &from[1..end];
        match tag.strip_prefix('/') {
            Some(name) if open.pop() == Some(name) => {}
            None if TAGS.contains(&tag) => open.push(tag),
            _ => return Some(format!("the tag {tag:?} in {html:?}")),
        }
        rest = &from[end + 1..];
    }
    if !open.is_empty() {
        return Some(format!("{open:?} is not closed in {html:?}"));
    }
    let units = html.encode_utf16().count();
    (units > 4096 || html.trim().is_empty()).then(|| format!("{units} units in {html:?}"))
}

pub fn assert_taken(view: &View) {
    assert_eq!(trouble(&view.text), None);
    assert!(view.rows.len() <= 8, "{} rows: {view:?}", view.rows.len());
    for button in view.rows.iter().inspect(|row| assert!((1..=8).contains(&row.len()), "{row:?}")).flatten() {
        let label = label(button);
        assert!((1..=40).contains(&label.chars().count()), "{label:?}");
        assert!(!label.chars().any(char::is_control), "{label:?}");
    }
}

pub fn label(button: &Button) -> &str {
    match button {
        Button::To { label, .. } | Button::Ask { label, .. } | Button::Open { label, .. } => label,
    }
}

/// A view as text, with what its buttons lead to.
pub fn drawn(view: &View) -> String {
    let button = |button: &Button| match button {
        Button::To { label, place } => format!("[{label}] shows {}", serde_json::to_string(place).expect("JSON")),
        Button::Ask { label, act } => format!("[{label}] asks {}", serde_json::to_string(act).expect("JSON")),
        Button::Open { label, url } => format!("[{label}] opens {url}"),
    };
    let rows = view.rows.iter().map(|row| row.iter().map(button).collect::<Vec<_>>().join("\n  "));
    format!("{}\n\n{}", view.text, rows.collect::<Vec<_>>().join("\n"))
}

#[test]
fn what_telegram_refuses_is_seen() {
    assert_eq!(trouble("<b>a</b> &amp; <code>&lt;</code>"), None);
    for bad in
        ["<b>a", "a</b>", "<b><code>a</b></code>", "a & b", "a < b", "a > b", "<u>a</u>", "<a href=\"x\">y</a>", ""]
    {
        assert!(trouble(bad).is_some(), "{bad}");
    }
    assert!(trouble(&"я".repeat(4097)).is_some());
}
