//! What the bot says, in the languages of its readers.
//!
//! A language is a table with every phrase, so one that lacks a phrase doesn't compile.

mod en;
pub(crate) mod html;
mod ru;
mod shape;
mod time;

use nproxy_app::accounts::Language;

pub(crate) use shape::{
    Acts, Common, Finding, Keys, Overview, Payments, People, Pictures, Quiet, Refusals, Switches, Words,
};
pub(crate) use time::{ago, coming, moment, span};

pub(crate) fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &en::WORDS,
        Language::Ru => &ru::WORDS,
    }
}
