//! The money at the upstreams.

use clap::{Args, Subcommand};
use nproxy_domain::provider::Usd;

#[derive(Debug, Subcommand)]
pub enum Balances {
    /// Show what all accounts have left, and how it is known
    #[command(after_help = "Example:\n  nproxy balances list --provider nano_banana")]
    List {
        /// Only this provider's
        #[arg(long, value_name = "ID")]
        provider: Option<String>,
    },
    /// Enter what an account has left where its upstream can't be asked; its costs are counted down from it
    #[command(after_help = "\
    Example:\n\
    \x20 nproxy balances set --provider nano_banana --account acme 25.00 --reason \"topped up\"")]
    Set {
        /// The id of a [providers.<id>] of the configuration
        #[arg(long, value_name = "ID")]
        provider: String,
        /// As its keys name it
        #[arg(long)]
        account: String,
        /// In US dollars: 25 or 24.50
        amount_usd: Usd,
        /// Why; kept in the audit log
        #[arg(long)]
        reason: Option<String>,
    },
}

#[derive(Debug, Args)]
pub struct Spending {
    /// So many days of UTC, today included
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=i64::from(nproxy_app::spending::DAYS_MAX)))]
    pub days: u32,
}
