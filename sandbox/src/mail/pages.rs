//! Pages for a person: all mails, and one of them as text and as a mail program shows it.

use std::fmt::Write as _;

use super::received::{ReceivedMail, spans};
use crate::html::{facts, page, text, wide_page};

/// The letter may be read and its links opened, in windows of their own; it runs nothing and knows nothing of this page.
const FRAME: &str = "sandbox=\"allow-popups allow-popups-to-escape-sandbox\" referrerpolicy=\"no-referrer\"";
/// Links leave the frame.
const BASE: &str = "<base target=\"_blank\">";

/// Newest first.
pub(super) fn list(mails: &[ReceivedMail], to: &str) -> String {
    let mut body = format!(
        "<h1>Mail</h1><p class=\"soft\">Everything that was sent. It goes no further than this page.</p>\
         <form class=\"row\"><input name=\"to\" type=\"search\" value=\"{}\" placeholder=\"To\" aria-label=\"To\"><button>Find</button></form>",
        text(to)
    );
    for mail in mails.iter().rev() {
        let _never_fails = write!(
            body,
            "<div class=\"card\"><a href=\"/mail/{}\">{}</a><p class=\"soft\">{} to {}</p></div>",
            mail.number,
            text(subject(mail)),
            mail.received_at.format("%F %T UTC"),
            text(&mail.recipients.join(", "))
        );
    }
    if mails.is_empty() {
        body += if to.is_empty() { "<p>None yet.</p>" } else { "<p>Nothing was sent there.</p>" };
    }
    page("Mail", &body)
}

pub(super) fn one(mail: &ReceivedMail) -> String {
    let rows = [
        ("From", mail.from.clone()),
        ("To", mail.recipients.join(", ")),
        ("Time", mail.received_at.format("%F %T UTC").to_string()),
    ];
    let mut body = format!(
        "<p><a href=\"/mail\">All mail</a></p><h1>{}</h1><div class=\"card\">{}</div><div class=\"pair\">",
        text(subject(mail)),
        facts(&rows)
    );
    if let Some(html) = &mail.html {
        let _never_fails = write!(
            body,
            "<section><h2>As it is shown</h2><iframe title=\"The letter\" {FRAME} srcdoc=\"{}\"></iframe></section>",
            text(&with_base(html))
        );
    }
    if let Some(plain) = &mail.text {
        let _never_fails =
            write!(body, "<section><h2>As text</h2><div class=\"card text\">{}</div></section>", linked(plain));
    }
    body += "</div>";
    wide_page(subject(mail), &body)
}

pub(super) fn not_found() -> String {
    page("Not found", "<h1>There is no such mail</h1><p>The last 200 are kept, until the next start.</p>")
}

fn subject(mail: &ReceivedMail) -> &str {
    if mail.subject.is_empty() { "(no subject)" } else { &mail.subject }
}

fn with_base(html: &str) -> String {
    match html.find("<head>") {
        Some(at) => {
            let (before, after) = html.split_at(at + "<head>".len());
            format!("{before}{BASE}{after}")
        }
        None => format!("{BASE}{html}"),
    }
}

fn linked(plain: &str) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for (from, to) in spans(plain) {
        let link = text(&plain[from..to]);
        out += &text(&plain[at..from]);
        let _never_fails = write!(out, "<a href=\"{link}\" target=\"_blank\" rel=\"noreferrer\">{link}</a>");
        at = to;
    }
    out + &text(&plain[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_can_be_opened_and_nothing_else_is_markup() {
        let page = linked("<b>Go</b>: https://a.example/verify?x=1&y=2#t.\nBye");
        assert_eq!(
            page,
            "&lt;b&gt;Go&lt;/b&gt;: <a href=\"https://a.example/verify?x=1&amp;y=2#t\" target=\"_blank\" \
             rel=\"noreferrer\">https://a.example/verify?x=1&amp;y=2#t</a>.\nBye"
        );
        assert_eq!(with_base("<html><head><title>"), format!("<html><head>{BASE}<title>"));
    }
}
