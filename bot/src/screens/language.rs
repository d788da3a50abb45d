//! In which language the bot speaks.

use nproxy_app::accounts::Language;

use super::Sight;
use super::page::Page;
use crate::{Act, Place, View};

pub(super) fn view(sight: &Sight<'_>) -> View {
    let words = &sight.words.quiet;
    let mut page = Page::titled(words.language);
    page.say(words.language_is);
    let of = |language, label: &str| {
        if sight.reader.language == language { None } else { sight.ask(label, Act::SetLanguage { language }) }
    };
    page.row(of(Language::En, words.in_english));
    page.row(of(Language::Ru, words.in_russian));
    page.end(sight, Place::Overview, Place::Language)
}
