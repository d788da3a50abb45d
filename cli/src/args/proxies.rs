//! `nproxy proxies ..`

use clap::{ArgGroup, Args, Subcommand};

use super::Sure;

const ADD_HELP: &str = "\
An address: socks5h://user:password@host:1080; http, https and socks5 do as
well.

Example:
  nproxy proxies add --label exit < address.txt";

#[derive(Debug, Subcommand)]
pub enum Proxies {
    /// Add a proxy that works; its address is asked for, or read from standard input
    #[command(after_help = ADD_HELP)]
    Add {
        /// A name for people; no two proxies have the same
        #[arg(long, value_name = "NAME")]
        label: String,
        /// Keep it whether or not it works
        #[arg(long)]
        untested: bool,
    },
    /// Show all proxies, never their credentials
    #[command(after_help = "Example:\n  nproxy proxies list")]
    List,
    /// Show one proxy and the keys that go out through it
    #[command(after_help = "Example:\n  nproxy proxies show exit")]
    Show {
        /// Its label or id
        proxy: String,
    },
    /// Find out whether proxies work and where they come out. The exit status is 3 when some don't, 1 when none does
    #[command(after_help = "Examples:\n  nproxy proxies test\n  nproxy proxies test exit")]
    Test {
        /// Labels or ids [default: all]
        #[arg(value_name = "PROXY")]
        proxies: Vec<String>,
    },
    /// Send keys out through a proxy, or directly
    #[command(after_help = "\
    Examples:\n\
    \x20 nproxy proxies assign --keys first second --proxy exit --only\n\
    \x20 nproxy proxies assign --account acme --proxy exit --dry-run")]
    Assign(AssignProxy),
    /// Give a proxy another label, or another address, asked for or read from standard input; its keys stay with it
    #[command(after_help = "Example:\n  nproxy proxies set exit --address < address.txt")]
    Set(SetProxy),
    /// Forget a proxy; refused while keys go out through it
    #[command(after_help = "Example:\n  nproxy proxies remove exit --unassign --reason \"the contract ended\"")]
    Remove {
        /// Its label or id
        proxy: String,
        /// Send its keys out directly from now on
        #[arg(long)]
        unassign: bool,
        /// Why; kept in the audit log
        #[arg(long)]
        reason: Option<String>,
        #[command(flatten)]
        sure: Sure,
    },
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["keys", "all", "account"]))]
pub struct AssignProxy {
    /// These keys, by id or label
    #[arg(long, value_name = "KEY", num_args = 1.., conflicts_with = "provider")]
    pub keys: Vec<String>,

    /// The id of a [providers.<id>] of the configuration; with --all or --account
    #[arg(long, value_name = "ID")]
    pub provider: Option<String>,

    /// All keys of the provider
    #[arg(long, requires = "provider")]
    pub all: bool,

    /// All keys that this upstream account pays for
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,

    /// The proxy's label or id, or none: directly
    #[arg(long, value_name = "PROXY")]
    pub proxy: String,

    /// Never around the proxy: while it is down, these keys wait
    #[arg(long)]
    pub only: bool,

    /// Why; kept in the audit log
    #[arg(long)]
    pub reason: Option<String>,

    /// Say what would become of each key, and change nothing
    #[arg(long)]
    pub dry_run: bool,

    #[command(flatten)]
    pub sure: Sure,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true).multiple(true).args(["label", "address"]))]
pub struct SetProxy {
    /// Its label or id
    pub proxy: String,

    /// The new label
    #[arg(long, value_name = "NAME")]
    pub label: Option<String>,

    /// Ask for the new address, or read it from standard input
    #[arg(long)]
    pub address: bool,

    /// Keep the new address whether or not it works
    #[arg(long, requires = "address")]
    pub untested: bool,

    /// Why; kept in the audit log
    #[arg(long)]
    pub reason: Option<String>,
}
