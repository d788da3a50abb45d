//! What every command takes.

use std::ffi::OsString;

use clap::{Args, ValueEnum};

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// Where a terminal takes them and `NO_COLOR` isn't set
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    pub fn stream(self) -> anstream::ColorChoice {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
    }

    pub fn help(self) -> clap::ColorChoice {
        match self {
            Self::Auto => clap::ColorChoice::Auto,
            Self::Always => clap::ColorChoice::Always,
            Self::Never => clap::ColorChoice::Never,
        }
    }
}

/// What has to be known of a command line before it is one: the colours of its help, and whether what is wrong with it
/// is told in JSON.
pub fn before_parsing(args: impl Iterator<Item = OsString>) -> (Color, bool) {
    let args: Vec<String> = args.filter_map(|arg| arg.into_string().ok()).take_while(|arg| arg != "--").collect();
    let separate = args.windows(2).filter(|two| two[0] == "--color").map(|two| two[1].as_str());
    let said = args.iter().filter_map(|arg| arg.strip_prefix("--color=")).chain(separate).next_back();
    let color = said.and_then(|said| Color::from_str(said, false).ok()).unwrap_or_default();
    (color, args.iter().any(|arg| arg == "--json"))
}

/// Of a command that changes much or can't be undone.
#[derive(Clone, Copy, Debug, Args)]
pub struct Sure {
    /// Do it without asking; needed where nobody is at a terminal
    #[arg(long, short)]
    pub yes: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_of_help_are_known_before_there_are_arguments() {
        let of = |line: &str| before_parsing(line.split(' ').map(OsString::from));
        assert_eq!(of("nproxy keys list --color never --help"), (Color::Never, false));
        assert_eq!(of("nproxy --color=always keys list --json"), (Color::Always, true));
        assert_eq!(of("nproxy keys disable -- --color=never --json"), (Color::Auto, false));
        assert_eq!(of("nproxy --color sometimes"), (Color::Auto, false));
    }
}
