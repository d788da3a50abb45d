//! In English.

use super::html::escaped;
use super::{CodeTrouble, Said};

pub(super) const COMMANDS: [(&str, &str); 9] = [
    ("overview", "What needs attention, and today's figures"),
    ("keys", "The pool of keys"),
    ("payments", "Payments that wait for a decision"),
    ("user", "A user, by e-mail address or id"),
    ("picture", "A picture's way, by its id"),
    ("switches", "What is on and what is off"),
    ("mute", "Be left alone for a while"),
    ("language", "Another language"),
    ("help", "What can be typed here"),
];

pub(super) fn say(said: &Said<'_>) -> String {
    match said {
        Said::Code { code, minutes } => format!(
            "This bot is for admins. To be let in, run this on the server within {minutes} minutes:\n\n\
             <pre>nproxy pair {code}</pre>\n\nOnly the newest code counts. I write as soon as it is done."
        ),
        Said::CodesTooOften { minutes } => {
            format!("That were too many codes. The next one is there in {}.", span(*minutes))
        }
        Said::CodesTooMany => "Too many codes wait to be used. Write again in ten minutes.".into(),
        Said::NoAdmin => {
            "Your account is suspended, will be deleted or is no admin's any more, so there is nothing to see here."
                .into()
        }
        Said::Welcome => {
            "You are paired. /overview shows how everything is, /help what can be typed here. Whatever is \
                          written that is no command is searched for."
                .into()
        }
        Said::Help => {
            let commands = COMMANDS.map(|(name, about)| format!("/{name}: {about}"));
            format!(
                "{}\n\nWhatever is written that is no command is searched for: an address, an id, the label of a key.",
                commands.join("\n")
            )
        }
        Said::Failed => "Something went wrong on the server, and its log says what. Try again.".into(),
        Said::OnlyText => "I read text only.".into(),
        Said::NoCommand => "There is no such command. /help shows what there is.".into(),
        Said::WhichUser => "Write the e-mail address or the id behind it: <code>/user ada@example.org</code>".into(),
        Said::WhichPicture => "Write the picture's id behind it: <code>/picture 0193…</code>".into(),
        Said::TooLong => "This is too long for a message. The web shows it.".into(),
        Said::ButtonTooOld => "This button is too old. /overview shows how everything is now.".into(),
        Said::ButtonForeign => "This button is not yours.".into(),
        Said::ButtonOfStranger => "This Telegram account is not paired any more.".into(),
        Said::Asks { what, reason, wants_reason, is_money } => {
            let why = match reason {
                Some(reason) => format!("\n\nReason: <i>{}</i>", escaped(reason)),
                None if *wants_reason => {
                    "\n\nWrite a message to say why. Without one, \"in Telegram\" is recorded.".to_owned()
                }
                None => String::new(),
            };
            let money = "\n\nIt takes a code of your authenticator app, and all admins are mailed about it.";
            format!("{what}{why}{}", if *is_money { money } else { "" })
        }
        Said::AsksCode { what, trouble } => {
            let trouble = trouble.map_or(String::new(), |trouble| format!("<b>{}</b> ", code_trouble(trouble)));
            format!("{what}\n\n{trouble}Write the six digits that your authenticator app shows. I delete the message.")
        }
        Said::Doing { what } => format!("{what}\n\n<i>In work…</i>"),
        Said::Done { outcome } => (*outcome).to_owned(),
        Said::Dropped { what } => format!("{what}\n\n<b>Not done.</b>"),
        Said::AskTooOld => "This was asked too long ago, or is done already. Nothing was changed.".into(),
        Said::Changed => "<b>Not done:</b> it is not as it was when you asked. Look at it again.".into(),
        Said::NotDone { why } => format!("<b>Not done.</b> {why}"),
        Said::NoMoneyScope => "This moves money, which this Telegram account may not do.".into(),
        Said::NoSecondFactor => {
            "<b>Not done.</b> No authenticator app is set up for your account. Sign in to the web, \
                                 which asks for one."
                .into()
        }
        Said::DayIsFull { per_day } => {
            format!("<b>Not done.</b> {per_day} acts on money a day are the most here. The web has no such limit.")
        }
        Said::NoReason => "in Telegram".into(),
        Said::DoIt => "Do it".into(),
        Said::Cancel => "Cancel".into(),
        Said::Back => "‹ Back".into(),
    }
}

fn code_trouble(trouble: CodeTrouble) -> String {
    match trouble {
        CodeTrouble::Wrong => "This code is wrong.".into(),
        CodeTrouble::Used => "This code was used already; wait for the next one.".into(),
        CodeTrouble::TooMany { minutes } => {
            format!(
                "Too many codes were tried. The next one counts in {}.",
                span(i64::try_from(minutes).unwrap_or(i64::MAX))
            )
        }
    }
}

fn span(minutes: i64) -> String {
    if minutes == 1 { "a minute".into() } else { format!("{minutes} minutes") }
}
