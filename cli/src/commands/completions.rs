//! `nproxy completions`

use clap::CommandFactory as _;
use clap_complete::Shell;
use serde_json::json;

use crate::args::Cli;
use crate::out::{self, Out};

pub fn run(shell: Shell, out: Out) {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "nproxy", &mut script);
    let script = String::from_utf8_lossy(&script);
    if out.json {
        out.say(&json!({ "shell": shell.to_string(), "script": script }), String::new);
    } else {
        out::text(&script);
    }
}
