//! `nproxy switches ..` and `nproxy cycles ..`

use clap::{Args, Subcommand};
use nproxy_domain::Timestamp;

use super::Sure;

#[derive(Debug, Subcommand)]
pub enum Switches {
    /// Show all switches and how they stand
    #[command(after_help = "Example:\n  nproxy switches list")]
    List,
    /// Turn a switch, at once in every process
    #[command(after_help = "\
    Examples:\n\
    \x20 nproxy switches set generation paused --text \"Back at noon\" --reason \"new keys\"\n\
    \x20 nproxy switches set generation running --reason \"done\"")]
    Set(SetSwitch),
}

#[derive(Debug, Args)]
pub struct SetSwitch {
    /// As `nproxy switches list` names it
    pub name: String,
    /// One of its values
    pub value: String,
    /// What customers read while generation is paused or the product is read-only
    #[arg(long)]
    pub text: Option<String>,
    /// When it is expected to be over, like 2027-01-15T12:00:00Z
    #[arg(long, value_name = "TIME")]
    pub until: Option<Timestamp>,
    /// Why; kept in the audit log
    #[arg(long)]
    pub reason: String,
}

#[derive(Debug, Subcommand)]
pub enum Cycles {
    /// End all months that run now later, and move along what is queued behind them
    #[command(after_help = "\
    Examples:\n\
    \x20 nproxy cycles extend-all 12 --reason \"an outage\" --dry-run\n\
    \x20 nproxy cycles extend-all 12 --reason \"an outage\"")]
    ExtendAll {
        /// By so many hours
        #[arg(value_name = "HOURS", value_parser = clap::value_parser!(u32).range(1..=8760))]
        hours: u32,
        /// Count what would be extended, and extend nothing
        #[arg(long, conflicts_with = "yes")]
        dry_run: bool,
        #[command(flatten)]
        sure: Sure,
        /// Why; kept in the audit log
        #[arg(long)]
        reason: String,
    },
}
