//! The binary `nproxy`: the command line, and the one place where everything is wired.

mod args;
mod ask;
mod buckets;
mod certificate;
mod commands;
mod desk;
mod env;
mod failure;
mod input;
mod logs;
mod metrics;
mod orphans;
mod out;
mod parts;
mod pictures;
mod plugins;
mod prices;
mod progress;
mod secret;
mod settings;
mod signals;
mod site;
mod smtp;
mod sources;
mod style;
mod table;
mod wire;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};
use out::Out;

fn main() -> ExitCode {
    // Help is printed before there are arguments to be looked at.
    let (color, json) = args::before_parsing(std::env::args_os());
    color.stream().write_global();
    let matches = args::Cli::command().color(color.help()).try_get_matches();
    let cli = match matches.and_then(|matches| args::Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return failure::unparsed(&error, json),
    };
    let out = Out { json: cli.json };
    let ended = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(commands::run(cli)));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure::report(&error, out),
    }
}
