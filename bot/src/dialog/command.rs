//! What can be typed.

use crate::Place;

#[derive(Debug, PartialEq)]
pub(super) enum Typed {
    /// Shows a place.
    Place(Place),
    Start,
    Help,
    WhichUser,
    WhichPicture,
    /// A command that there is not.
    NoCommand,
    /// No command at all.
    Text(String),
}

impl Typed {
    /// `/keys`, also as `/keys@name_of_the_bot`.
    pub fn read(text: &str, bot: &str) -> Self {
        let text = text.trim();
        let Some(command) = text.strip_prefix('/') else { return Self::Text(text.to_owned()) };
        let (name, argument) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        let argument = argument.trim();
        let name = match name.split_once('@') {
            Some((name, to)) if to.eq_ignore_ascii_case(bot) => name,
            Some(_) => return Self::NoCommand,
            None => name,
        };
        match name.to_ascii_lowercase().as_str() {
            "start" => Self::Start,
            "help" => Self::Help,
            "overview" => Self::Place(Place::Overview),
            "keys" => Self::Place(Place::Pool),
            "payments" => Self::Place(Place::Payments { cursor: None }),
            "switches" => Self::Place(Place::Switches { from: 0 }),
            "mute" => Self::Place(Place::Quiet),
            "language" => Self::Place(Place::Language),
            "user" if argument.is_empty() => Self::WhichUser,
            "picture" if argument.is_empty() => Self::WhichPicture,
            "picture" => match argument.parse() {
                Ok(generation) => Self::Place(Place::Picture { generation }),
                Err(_) => Self::WhichPicture,
            },
            "user" => match argument.parse() {
                Ok(user) => Self::Place(Place::Person { user }),
                Err(_) => Self::Place(Place::Search { text: argument.to_owned() }),
            },
            _ => Self::NoCommand,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::said::commands;
    use nproxy_app::accounts::Language;

    #[test]
    fn a_command_is_read_however_it_is_typed() {
        let read = |text: &str| Typed::read(text, "nproxy_bot");
        assert_eq!(read("/keys"), Typed::Place(Place::Pool));
        assert_eq!(read(" /Keys@Nproxy_Bot "), Typed::Place(Place::Pool));
        assert_eq!(read("/keys@another_bot"), Typed::NoCommand);
        assert_eq!(read("/user  ada@example.org "), Typed::Place(Place::Search { text: "ada@example.org".into() }));
        assert_eq!(read("/user"), Typed::WhichUser);
        assert_eq!(read("/picture fox"), Typed::WhichPicture);
        let id = "01890000-0000-7000-8000-000000000001";
        assert_eq!(
            read(&format!("/picture {id}")),
            Typed::Place(Place::Picture { generation: id.parse().expect("an id") })
        );
        assert_eq!(read(" ada "), Typed::Text("ada".into()));
        assert_eq!(read("/nothing"), Typed::NoCommand);
    }

    #[test]
    fn every_command_that_is_offered_is_understood() {
        for (name, _) in commands(Language::En) {
            assert_ne!(Typed::read(&format!("/{name}"), "b"), Typed::NoCommand, "{name}");
        }
        assert_eq!(commands(Language::En).map(|(name, _)| name), commands(Language::Ru).map(|(name, _)| name));
    }
}
