//! What the bot says by itself: to strangers, about buttons, and while an act is confirmed. Telegram's HTML.
//!
//! To add something: 1. its facts in [`Said`]; 2. its words in `en` and in `ru`, which the compiler asks for; 3. its line in the
//! test, and a look at its snapshot.

mod en;
mod html;
mod ru;

use nproxy_app::accounts::Language;

pub(crate) use html::{escaped, plain_of};

/// The languages in which commands are offered, and how Telegram calls them; `None`: for everybody else.
pub(crate) const LANGUAGES: [(Language, Option<&str>); 2] = [(Language::En, None), (Language::Ru, Some("ru"))];

/// What is said, with its facts as they are; what comes from outside is escaped here.
#[derive(Clone, Debug)]
pub(crate) enum Said<'a> {
    /// To a stranger: the code, and for how many minutes it is good.
    Code {
        code: &'a str,
        minutes: i64,
    },
    /// To a stranger who asked too often.
    CodesTooOften {
        minutes: i64,
    },
    /// To a stranger, while too many codes wait.
    CodesTooMany,
    /// On the list, but the account is no admin's any more.
    NoAdmin,
    /// Just paired.
    Welcome,
    Help,
    /// Something on our side went wrong.
    Failed,
    /// A picture, a sticker or the like came.
    OnlyText,
    /// A command that there is not.
    NoCommand,
    /// A command without what it is about.
    WhichUser,
    WhichPicture,
    /// Too long for a message.
    TooLong,

    ButtonTooOld,
    ButtonForeign,
    /// A button, of somebody who is not on the list.
    ButtonOfStranger,

    /// Before an act: what it will do, and what was written as its reason.
    Asks {
        what: &'a str,
        reason: Option<&'a str>,
        wants_reason: bool,
        is_money: bool,
    },
    /// Confirmed, and a code is wanted. `trouble`: what was wrong with the last one.
    AsksCode {
        what: &'a str,
        trouble: Option<CodeTrouble>,
    },
    Doing {
        what: &'a str,
    },
    /// What was and what is now.
    Done {
        outcome: &'a str,
    },
    Dropped {
        what: &'a str,
    },
    /// It was asked too long ago, or is done already.
    AskTooOld,
    /// The state is another one than it was asked for.
    Changed,
    NotDone {
        why: &'a str,
    },
    /// An act on money without the scope for it.
    NoMoneyScope,
    /// A code without a device.
    NoSecondFactor,
    DayIsFull {
        per_day: u32,
    },

    /// Recorded where no reason was written.
    NoReason,
    DoIt,
    Cancel,
    Back,
}

/// What was wrong with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeTrouble {
    Wrong,
    Used,
    TooMany { minutes: u64 },
}

pub(crate) fn say(language: Language, said: &Said<'_>) -> String {
    match language {
        Language::En => en::say(said),
        Language::Ru => ru::say(said),
    }
}

/// What can be typed, and what it is for.
pub(crate) fn commands(language: Language) -> [(&'static str, &'static str); 9] {
    match language {
        Language::En => en::COMMANDS,
        Language::Ru => ru::COMMANDS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everything() -> Vec<(&'static str, Said<'static>)> {
        let what = "Disable key <b>first</b>: <code>active</code> → <code>disabled</code>";
        let asks = |reason, wants_reason, is_money| Said::Asks { what, reason, wants_reason, is_money };
        let code = |trouble| Said::AsksCode { what, trouble };
        vec![
            ("code", Said::Code { code: "7K3M9QXA", minutes: 10 }),
            ("codes too often", Said::CodesTooOften { minutes: 21 }),
            ("codes too often, one minute", Said::CodesTooOften { minutes: 1 }),
            ("codes too many", Said::CodesTooMany),
            ("no admin", Said::NoAdmin),
            ("welcome", Said::Welcome),
            ("help", Said::Help),
            ("failed", Said::Failed),
            ("only text", Said::OnlyText),
            ("no command", Said::NoCommand),
            ("which user", Said::WhichUser),
            ("which picture", Said::WhichPicture),
            ("too long", Said::TooLong),
            ("button too old", Said::ButtonTooOld),
            ("button foreign", Said::ButtonForeign),
            ("button of a stranger", Said::ButtonOfStranger),
            ("asks", asks(None, false, false)),
            ("asks for a reason", asks(None, true, false)),
            ("asks with a reason", asks(Some("it is <slow> & dear"), true, false)),
            ("asks about money", asks(None, true, true)),
            ("asks for a code", code(None)),
            ("code wrong", code(Some(CodeTrouble::Wrong))),
            ("code used", code(Some(CodeTrouble::Used))),
            ("codes tried too often", code(Some(CodeTrouble::TooMany { minutes: 5 }))),
            ("doing", Said::Doing { what }),
            ("done", Said::Done { outcome: what }),
            ("dropped", Said::Dropped { what }),
            ("ask too old", Said::AskTooOld),
            ("changed", Said::Changed),
            ("not done", Said::NotDone { why: "The month has ended." }),
            ("no money scope", Said::NoMoneyScope),
            ("no second factor", Said::NoSecondFactor),
            ("day is full", Said::DayIsFull { per_day: 20 }),
            ("no reason", Said::NoReason),
            ("do it", Said::DoIt),
            ("cancel", Said::Cancel),
            ("back", Said::Back),
        ]
    }

    fn all_in(language: Language) -> String {
        let mut all: Vec<String> =
            everything().iter().map(|(name, said)| format!("## {name}\n{}\n", say(language, said))).collect();
        all.extend(commands(language).map(|(name, about)| format!("/{name} {about}")));
        all.join("\n")
    }

    #[test]
    fn what_is_said_in_english() {
        insta::assert_snapshot!(all_in(Language::En));
    }

    #[test]
    fn what_is_said_in_russian() {
        insta::assert_snapshot!(all_in(Language::Ru));
    }

    #[test]
    fn alerts_and_buttons_are_as_short_as_telegram_has_them() {
        for language in [Language::En, Language::Ru] {
            for alert in
                [Said::ButtonTooOld, Said::ButtonForeign, Said::ButtonOfStranger, Said::NoAdmin, Said::NoMoneyScope]
            {
                let text = say(language, &alert);
                assert!(text.chars().count() <= 200 && !text.contains('<'), "{text}");
            }
            for label in [Said::DoIt, Said::Cancel, Said::Back] {
                assert!(say(language, &label).chars().count() <= 40);
            }
            for (name, about) in commands(language) {
                assert!(name.len() <= 32 && (1..=256).contains(&about.chars().count()), "{name}");
            }
        }
    }
}
