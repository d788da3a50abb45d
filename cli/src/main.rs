//! The binary `nproxy`: the command line, and the one place where everything is wired.

mod args;
mod certificate;
mod commands;
mod env;
mod failure;
mod input;
mod logs;
mod metrics;
mod orphans;
mod out;
mod parts;
mod plugins;
mod prices;
mod secret;
mod settings;
mod signals;
mod site;
mod smtp;
mod sources;
mod wire;

use std::process::ExitCode;

use clap::Parser as _;
use out::Out;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
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
