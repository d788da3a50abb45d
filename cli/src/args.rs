//! The command line.

mod assets;
mod backup;
mod everywhere;
mod init;
mod invites;
mod keys;
mod mail;
mod money;
mod payments;
mod proxies;
mod switches;
mod telegram;
#[cfg(test)]
mod tests;
mod users;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::failure::STATUSES;

pub use assets::{Assets, CopyAssets, Place};
pub use backup::{Backup, FetchBackup, MakeBackup, Restore, VerifyBackup, WhereBackups};
pub use everywhere::{Color, Sure, before_parsing};
pub use init::Init;
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
pub use telegram::{Pair, Telegram};
pub use users::Users;

/// Sells image generation to people and hides the trouble of paid upstream keys from them.
#[derive(Debug, Parser)]
#[command(name = "nproxy", version, propagate_version = true, disable_help_subcommand = true, max_term_width = 100)]
#[command(after_help = STATUSES)]
pub struct Cli {
    /// The configuration file [default: nproxy.toml, where it exists]
    #[arg(long, global = true, value_name = "FILE", env = "NPROXY_CONFIG", hide_env_values = true)]
    #[arg(help_heading = EVERYWHERE)]
    pub config: Option<PathBuf>,

    /// Answer in JSON on standard output
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub json: bool,

    /// The admin whose acts these are in the audit log [default: the operator]
    #[arg(long = "as", global = true, value_name = "EMAIL", env = "NPROXY_ACTOR", hide_env_values = true)]
    #[arg(help_heading = EVERYWHERE)]
    pub actor: Option<String>,

    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = EVERYWHERE)]
    pub color: Color,

    #[command(subcommand)]
    pub command: Command,
}

/// Over what every command takes.
const EVERYWHERE: &str = "Everywhere";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run everything in one process, with an embedded database and a played outside world
    #[command(after_help = "Example:\n  nproxy dev --listen 127.0.0.1:0 --data /tmp/nproxy")]
    Dev(Dev),
    /// Write a configuration with fresh secrets to begin with; nothing that is there is changed
    Init(Init),
    /// Serve the web app and its API
    #[command(after_help = "Example:\n  nproxy web --config /etc/nproxy.toml")]
    Web,
    /// Make the pictures that customers asked for, and do the other background work
    #[command(after_help = "Example:\n  nproxy worker --config /etc/nproxy.toml")]
    Worker,
    /// Run the admins' bot in Telegram
    #[command(after_help = "Example:\n  nproxy bot --config /etc/nproxy.toml")]
    Bot,
    /// Let a Telegram account act for an admin, by the code that the bot gave it
    Pair(Pair),
    /// The Telegram accounts that act for admins
    #[command(subcommand)]
    Telegram(Telegram),
    /// Bring the database to this version's schema
    #[command(after_help = "Example:\n  nproxy migrate")]
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
    #[command(after_help = "Example:\n  nproxy spending --days 30")]
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
    /// The pictures where they lie
    #[command(subcommand)]
    Assets(Assets),
    /// The configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// The record of requests held, spent and given
    #[command(subcommand)]
    Ledger(Ledger),
    /// Sealed copies of the database
    #[command(subcommand)]
    Backup(Backup),
    /// Make an empty database the one that a backup was made of
    #[command(after_help = "Example:\n  nproxy restore --from backups/nproxy-20270115T031500Z-1a2b3c4d.age")]
    Restore(Restore),
    /// Print a script with which a shell completes nproxy's command lines
    #[command(after_help = COMPLETIONS_HELP)]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the OpenAPI document of the REST API
    #[command(after_help = "Example:\n  nproxy openapi > openapi.json")]
    Openapi,
    /// Ask the running web process whether it is ready; with --all or --json also how every part is
    #[command(after_help = "Examples:\n  nproxy health\n  nproxy health --internal\n  nproxy health --all")]
    Health(Health),
    /// Fill an empty PostgreSQL with made-up customers and pictures, to see how fast everything stays
    #[command(hide = true)]
    #[command(after_help = "Example:\n  nproxy seed --users 1000 --generations 10000 --attempts 30000 --keys 100")]
    Seed(Seed),
}

const COMPLETIONS_HELP: &str = "\
Examples:
  nproxy completions bash > /usr/share/bash-completion/completions/nproxy
  nproxy completions zsh > /usr/local/share/zsh/site-functions/_nproxy
  nproxy completions fish > ~/.config/fish/completions/nproxy.fish";

#[derive(Debug, Args)]
pub struct Health {
    /// Look at every part: the exit status is 0 where all is well, 3 where it is degraded, 1 where it is down
    #[arg(long)]
    pub all: bool,

    /// Ask for nothing but a sign of life, at internal.listen: for a worker or a bot, which have no other door
    #[arg(long, conflicts_with = "all")]
    pub internal: bool,
}

#[derive(Debug, Args)]
pub struct Seed {
    /// Customers, each with a month
    #[arg(long, default_value_t = 100_000)]
    pub users: u32,
    /// Pictures that were asked for
    #[arg(long, default_value_t = 1_000_000)]
    pub generations: u32,
    /// At least as many as generations
    #[arg(long, default_value_t = 3_000_000)]
    pub attempts: u32,
    /// Provider keys
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
    #[command(after_help = "Example:\n  nproxy config check --config /etc/nproxy.toml")]
    Check,
}

#[derive(Debug, Subcommand)]
pub enum Ledger {
    /// Prove that the sums of the ledger are the counters of the cycles
    #[command(after_help = "Examples:\n  nproxy ledger check\n  nproxy ledger check --json")]
    Check,
}
