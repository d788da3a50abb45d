//! A page: what all of them have in common. Every text in it goes through [`text`].

use std::fmt::Write as _;

/// Readable on a phone, in the dark, and without anything from elsewhere.
const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1c1b19;--soft:#6b675f;--line:#d9d5cc;--paper:#faf8f4;--card:#fff;--deed:#1f5f4f;--deed-ink:#fff}\
@media(prefers-color-scheme:dark){:root{--ink:#eceae5;--soft:#a5a097;--line:#3b3934;--paper:#191816;--card:#22211e;--deed:#7cc7b0;--deed-ink:#10231d}}\
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}\
main{max-width:34rem;margin:0 auto;padding:1.25rem 1rem 3rem}h1{font-size:1.25rem;margin:0 0 .25rem}h2{font-size:1rem;margin:1.5rem 0 .5rem}\
p{margin:.25rem 0}.soft{color:var(--soft);font-size:.875rem}.card{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem;margin:.75rem 0}\
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0}dt{color:var(--soft)}dd{margin:0;text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}\
code{font:.875rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere}.deeds{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.5rem}form{margin:0}\
button{width:100%;min-height:2.75rem;padding:.5rem;border:1px solid var(--line);border-radius:.375rem;background:var(--card);color:var(--ink);font:inherit;cursor:pointer}\
button.first{background:var(--deed);border-color:var(--deed);color:var(--deed-ink)}.row{display:flex;gap:.5rem;margin:.5rem 0}.row input{flex:1;min-width:0}.row button{width:auto}\
input{min-height:2.75rem;padding:.5rem;border:1px solid var(--line);border-radius:.375rem;background:var(--card);color:var(--ink);font:inherit}\
.no{border-color:#b3402e}a{color:inherit}ul{list-style:none;margin:0;padding:0}:root .wide{max-width:76rem}.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:1rem}iframe{width:100%;height:40rem;border:1px solid var(--line);border-radius:.5rem;background:#fff}\
.text{white-space:pre-wrap;overflow-wrap:anywhere}:focus-visible{outline:2px solid var(--deed);outline-offset:2px}";

/// As it is seen, whatever stands in it.
pub(crate) fn text(raw: &str) -> String {
    let mut escaped = String::with_capacity(raw.len());
    for letter in raw.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

pub(crate) fn page(title: &str, body: &str) -> String {
    framed(title, "", "", body)
}

/// With more style than all pages have.
pub(crate) fn styled_page(title: &str, style: &str, body: &str) -> String {
    framed(title, style, "", body)
}

/// With room for two columns.
pub(crate) fn wide_page(title: &str, body: &str) -> String {
    framed(title, "", " class=\"wide\"", body)
}

fn framed(title: &str, style: &str, class: &str, body: &str) -> String {
    let title = text(title);
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{title}</title><style>{STYLE}{style}</style></head><body><main{class}>{body}</main></body></html>"
    )
}

/// A list of names and what stands for each.
pub(crate) fn facts(facts: &[(&str, String)]) -> String {
    let rows = facts.iter().fold(String::new(), |mut rows, (name, value)| {
        let _never_fails = write!(rows, "<dt>{}</dt><dd>{}</dd>", text(name), text(value));
        rows
    });
    format!("<dl>{rows}</dl>")
}
