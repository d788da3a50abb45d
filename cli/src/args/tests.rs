//! The whole command line: that it is sound, what it says of itself, and that its examples work.

use clap::{Command, CommandFactory as _, Parser as _};

use super::Cli;

/// In place of `<id>` of an example.
const ID: &str = "01890000-0000-7000-8000-000000000001";

/// Every command and subcommand with its words, as the help of each would be seen.
fn all(command: &Command, words: &str, found: &mut Vec<(String, Command)>) {
    let words = format!("{words} {}", command.get_name()).trim().to_owned();
    found.push((words.clone(), command.clone()));
    for sub in command.get_subcommands() {
        all(sub, &words, found);
    }
}

fn commands() -> Vec<(String, Command)> {
    let mut root = Cli::command();
    root.build();
    let mut found = Vec::new();
    all(&root, "", &mut found);
    found
}

fn help(command: &Command, columns: usize) -> String {
    command.clone().term_width(columns).render_long_help().to_string()
}

/// The words of a line of a shell that quotes with `"` alone; what is behind `<` or `>` is the shell's.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for c in line.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            c => words.last_mut().into_iter().for_each(|word| word.push(c)),
        }
    }
    words.into_iter().take_while(|word| word != "<" && word != ">").collect()
}

#[test]
fn the_command_line_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn what_the_commands_say_of_themselves_is_as_it_was() {
    let text: Vec<String> =
        commands().iter().map(|(words, command)| format!("$ {words} --help\n{}", help(command, 100))).collect();
    insta::assert_snapshot!(text.join("\n\n"));
}

#[test]
fn every_command_has_an_example_that_works() {
    for (name, command) in commands() {
        if command.has_subcommands() {
            continue;
        }
        let help = help(&command, 1000);
        let examples: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("  nproxy ")).collect();
        assert!(!examples.is_empty(), "{name} has no example:\n{help}");
        for example in examples {
            let line = format!("nproxy {}", example.replace("<id>", ID));
            let words = words(&line);
            let is_its_own = name.split(' ').all(|word| words.iter().any(|other| other == word));
            assert!(is_its_own, "{line} is no example of {name}");
            let parsed = Cli::try_parse_from(words);
            assert!(parsed.is_ok(), "{line}\n{}", parsed.unwrap_err());
        }
    }
}

/// The commands of a shell's line, whoever runs them.
fn in_the_shell(line: &str) -> impl Iterator<Item = &str> {
    let line = line.split(" # ").next().unwrap_or_default();
    line.split('&').map(str::trim).filter_map(|one| match one.rfind(" nproxy ") {
        Some(at) if one.starts_with("docker ") => Some(&one[at + 1..]),
        _ => Some(one).filter(|one| one.starts_with("nproxy ")),
    })
}

#[test]
fn every_command_of_the_readme_works() {
    let readme = include_str!("../../../README.md");
    let shown: Vec<&str> = readme.split("```").skip(1).step_by(2).flat_map(str::lines).flat_map(in_the_shell).collect();
    assert!(shown.len() >= 30, "{shown:?}");
    for line in shown {
        let parsed = Cli::try_parse_from(words(&line.replace("<id>", ID)));
        let is_served = parsed.is_ok() || parsed.as_ref().is_err_and(|error| !error.use_stderr());
        assert!(is_served, "{line}\n{}", parsed.unwrap_err());
    }
}

#[test]
fn help_fits_into_a_terminal_and_no_argument_is_left_unexplained() {
    for (name, command) in commands() {
        let text = help(&command, 80);
        // An example is for copying and stays on one line, and so does a usage.
        let is_for_reading = |line: &&str| !line.starts_with("  nproxy ") && !line.starts_with("Usage: ");
        let mut lines = text.lines().filter(is_for_reading);
        assert!(lines.all(|line| line.chars().count() <= 80), "{name}:\n{text}");
        for argument in command.get_arguments() {
            let is_said = argument.get_help().is_some() || argument.get_long_help().is_some();
            assert!(is_said || argument.get_value_parser().possible_values().is_some(), "{name}: {argument}");
        }
    }
}
