//! A letter as mail programs show it: one calm column, and nothing from elsewhere.
//!
//! Mail programs know old HTML: a table holds the column, and every style that matters stands at its element. What those
//! that know more make of the dark stands in the head. The colours are those of the web app.

use std::fmt::Write as _;

use super::letter::{Letter, Part};
use super::{en, ru};
use crate::accounts::Language;
use crate::site::SiteSettings;

const HEAD: &str = "<meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
    <meta name=\"color-scheme\" content=\"light dark\">\
    <meta name=\"supported-color-schemes\" content=\"light dark\">\
    <style>\
    :root{color-scheme:light dark;supported-color-schemes:light dark}\
    @media(prefers-color-scheme:dark){\
    .paper{background-color:#22201e!important}.card{background-color:#2e2c2a!important;border-color:#3b3936!important}\
    .ink,.ink a{color:#e7e4e1!important}.soft,.soft a{color:#b0ada9!important}\
    .deed{background-color:#7180ef!important;color:#121110!important}}\
    </style>";

const FONT: &str = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const INK: &str = "color:#282623;";
const SOFT: &str = "color:#605d59;";

/// `link` is the page that the button and its like lead to.
pub(super) fn page(letter: &Letter, site: &SiteSettings, language: Language, link: &str) -> String {
    let (lang, or_open) = match language {
        Language::En => ("en", en::OR_OPEN),
        Language::Ru => ("ru", ru::OR_OPEN),
    };
    let (mut body, mut foot) = (String::new(), String::new());
    for part in &letter.parts {
        match part {
            Part::Paragraph(paragraph) => body += &text(paragraph, "ink", &format!("margin:0 0 16px;{INK}")),
            Part::Foot(small) => foot += &text(small, "soft", &format!("margin:0 0 8px;font-size:13px;{SOFT}")),
            Part::Button(label) | Part::Page(label) => body += &button(label, link, or_open),
        }
    }
    let (title, name) = (escaped(&letter.subject), escaped(&site.name));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>{HEAD}<title>{title}</title></head>\n\
         <body class=\"paper\" style=\"margin:0;padding:0;background-color:#fbfaf8;\">\n\
         <table class=\"paper\" role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
         style=\"background-color:#fbfaf8;\"><tr><td align=\"center\" style=\"padding:24px 12px;\">\n\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
         style=\"max-width:560px;{FONT}font-size:16px;line-height:1.5;text-align:left;\">\n\
         <tr><td class=\"ink\" style=\"padding:0 4px 12px;font-size:18px;font-weight:600;{INK}\">{name}</td></tr>\n\
         <tr><td class=\"card\" style=\"padding:24px 24px 8px;background-color:#ffffff;border:1px solid #e2dfdb;\
         border-radius:8px;\">\n{body}</td></tr>\n\
         <tr><td style=\"padding:16px 4px 0;\">\n{foot}</td></tr>\n\
         </table>\n</td></tr></table>\n</body>\n</html>\n"
    )
}

fn text(paragraph: &str, class: &str, style: &str) -> String {
    let lines = escaped(paragraph).replace('\n', "<br>\n");
    format!("<p class=\"{class}\" style=\"{style}overflow-wrap:break-word;\">{lines}</p>\n")
}

/// With the link written out below it, for whoever looks before he clicks and for programs that show no buttons.
fn button(label: &str, link: &str, or_open: &str) -> String {
    let (label, link) = (escaped(label), escaped(link));
    let mut out = format!(
        "<p style=\"margin:8px 0 16px;\"><a class=\"deed\" href=\"{link}\" style=\"display:inline-block;padding:12px 20px;\
         background-color:#565fde;color:#ffffff;border-radius:6px;font-weight:600;text-decoration:none;\">{label}</a></p>\n"
    );
    let _never_fails = writeln!(
        out,
        "<p class=\"soft\" style=\"margin:0 0 16px;font-size:13px;{SOFT}word-break:break-all;\">{or_open}<br>\
         <a href=\"{link}\" style=\"{SOFT}\">{link}</a></p>"
    );
    out
}

/// As it is seen, whatever stands in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(letter: Letter, name: &str, language: Language, link: &str) -> String {
        let site = SiteSettings { name: name.to_owned(), ..SiteSettings::default() };
        letter.mail(&site, "ada@example.org", language, link).html.expect("it has both")
    }

    #[test]
    fn what_stands_in_a_letter_is_never_markup() {
        let hostile = "<img src=x onerror=\"alert('1')\"> & more";
        let letter = Letter::new(hostile.to_owned()).say(hostile).button(hostile).foot(hostile);
        let html = shown(letter, hostile, Language::En, "https://a.example/?a=1&b=\"><script>");
        assert!(!html.contains("<img") && !html.contains("<script") && !html.contains("onerror=\""), "{html}");
        assert_eq!(
            html.matches("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more").count(),
            5,
            "{html}"
        );
        assert_eq!(html.matches("https://a.example/?a=1&amp;b=&quot;&gt;&lt;script&gt;").count(), 3, "{html}");
    }

    #[test]
    fn it_speaks_its_language_under_the_brands_name_and_loads_nothing() {
        let letter = || Letter::new("s".to_owned()).say("one\ntwo").button("Go");
        let english = shown(letter(), "Pictures", Language::En, "https://a.example/verify#token");
        assert!(english.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"), "{english}");
        assert!(english.contains(">Pictures</td>") && english.contains("one<br>\ntwo"), "{english}");
        assert!(
            english.contains("href=\"https://a.example/verify#token\"") && english.contains(en::OR_OPEN),
            "{english}"
        );
        let russian = shown(letter(), "Pictures", Language::Ru, "https://a.example/");
        assert!(russian.contains("<html lang=\"ru\">") && russian.contains(ru::OR_OPEN), "{russian}");
        for outside in ["src=", "url(", "<link", "@import", "<img"] {
            assert!(!english.contains(outside), "{outside}");
        }
    }

    #[test]
    fn both_parts_say_the_same() {
        let site = SiteSettings { support: Some("help@a.example".to_owned()), ..SiteSettings::default() };
        let letter = Letter::new("s".to_owned()).say("First.").button("Go on").say("Second.");
        let mail = letter.mail(&site, "ada@example.org", Language::En, "https://a.example/x");
        let html = mail.html.expect("it has both");
        for words in mail.text.lines().filter(|line| !line.is_empty()) {
            assert!(html.contains(words.trim_end_matches(':')), "{words}: {html}");
        }
    }
}
