//! The command line.

mod invites;
mod keys;
mod mail;
mod money;
mod payments;
mod proxies;
mod switches;
mod users;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use invites::Invites;
pub use keys::{
    AddKey, ChangeKeys, ExportFormat, ExportKeys, ImportFormat, ImportKeys, KeyHistory, Keys, RotateKey, SetKey,
    TestKeys, WhichKeys,
};
pub use mail::{MailCommand, TestMail, TestMailLanguage};
pub use money::{Balances, Spending};
pub use payments::{ActOnPayment, Payments, Plans, Since, WhichPayments, Why};
pub use proxies::{AssignProxy, Proxies, SetProxy};
pub use switches::{Cycles, SetSwitch, Switches};
pub use users::Users;

/// Sells image generation to people and hides the trouble of paid upstream keys from them.
#[derive(Debug, Parser)]
#[command(name = "nproxy", version, propagate_version = true, disable_help_subcommand = true)]
#[command(after_help = "Exit status: 0 done, 1 failed, 2 wrong usage or configuration.")]
pub struct Cli {
    /// The configuration file [default: nproxy.toml, where it exists]
    #[arg(long, global = true, value_name = "FILE", env = "NPROXY_CONFIG")]
    pub config: Option<PathBuf>,

    /// Answer in JSON on standard output
    #[arg(long, global = true)]
    pub json: bool,

    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run everything in one process, with an embedded database and a played outside world
    Dev(Dev),
    /// Serve the web app and its API
    Web,
    /// Make the pictures that customers asked for, and do the other background work
    Worker,
    /// Bring the database to this version's schema
    Migrate,
    /// The upstream API keys
    #[command(subcommand)]
    Keys(Keys),
    /// The proxies that keys go out through
    #[command(subcommand)]
    Proxies(Proxies),
    /// What upstream accounts have left
    #[command(subcommand)]
    Balances(Balances),
    /// What providers' attempts cost, by day
    Spending(Spending),
    /// Customers and admins
    #[command(subcommand)]
    Users(Users),
    /// Who may sign up where sign-up is by invitation
    #[command(subcommand)]
    Invites(Invites),
    /// What customers paid, and what became of it
    #[command(subcommand)]
    Payments(Payments),
    /// The months that customers have
    #[command(subcommand)]
    Cycles(Cycles),
    /// What is turned on and off while nproxy runs
    #[command(subcommand)]
    Switches(Switches),
    /// The months that can be bought
    #[command(subcommand)]
    Plans(Plans),
    /// The letters that customers are sent
    #[command(subcommand)]
    Mail(MailCommand),
    /// The configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// The record of requests held, spent and given
    #[command(subcommand)]
    Ledger(Ledger),
    /// Print the OpenAPI document of the REST API
    Openapi,
    /// Ask the running web process whether it is ready; with --all or --json also how every part is
    Health(Health),
    /// Fill an empty PostgreSQL with made-up customers and pictures, to see how fast everything stays
    #[command(hide = true)]
    Seed(Seed),
}

#[derive(Debug, Args)]
pub struct Health {
    /// Look at every part: the status is 0 where all is well, 3 where it is degraded, 1 where it is down
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct Seed {
    #[arg(long, default_value_t = 100_000)]
    pub users: u32,
    #[arg(long, default_value_t = 1_000_000)]
    pub generations: u32,
    /// At least as many as generations
    #[arg(long, default_value_t = 3_000_000)]
    pub attempts: u32,
    #[arg(long, default_value_t = 10_000)]
    pub keys: u32,
}

#[derive(Debug, Args)]
pub struct Dev {
    /// Where to listen; a loopback address, port 0 for any free port
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// The folder of the database, the pictures and the accounts
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Read the configuration as a start would, and tell everything that is wrong; opens no database
    Check,
}

#[derive(Debug, Subcommand)]
pub enum Ledger {
    /// Prove that the sums of the ledger are the counters of the cycles
    Check,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
