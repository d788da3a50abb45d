//! `nproxy proxies ..`

use clap::{ArgGroup, Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Proxies {
    /// Add a proxy that works; its address is read from standard input
    #[command(after_help = "An address: socks5h://user:password@host:1080; http, https and socks5 do as well.")]
    Add {
        /// A name for people; no two proxies have the same
        #[arg(long, value_name = "NAME")]
        label: String,
        /// Keep it whether or not it works
        #[arg(long)]
        untested: bool,
    },
    /// Show all proxies, never their credentials
    List,
    /// Show one proxy and the keys that go out through it
    Show {
        /// Its label or id
        proxy: String,
    },
    /// Find out whether proxies work and where they come out; the status is 1 when one does not
    Test {
        /// Labels or ids [default: all]
        #[arg(value_name = "PROXY")]
        proxies: Vec<String>,
    },
    /// Send keys out through a proxy, or directly
    Assign(AssignProxy),
    /// Give a proxy another label, or another address read from standard input; its keys stay with it
    Set(SetProxy),
    /// Forget a proxy; refused while keys go out through it
    Remove {
        /// Its label or id
        proxy: String,
        /// Send its keys out directly from now on
        #[arg(long)]
        unassign: bool,
        /// Why; kept in the audit log
        #[arg(long)]
        reason: Option<String>,
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
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true).multiple(true).args(["label", "address"]))]
pub struct SetProxy {
    /// Its label or id
    pub proxy: String,

    /// The new label
    #[arg(long, value_name = "NAME")]
    pub label: Option<String>,

    /// Read the new address from standard input
    #[arg(long)]
    pub address: bool,

    /// Keep the new address whether or not it works
    #[arg(long, requires = "address")]
    pub untested: bool,

    /// Why; kept in the audit log
    #[arg(long)]
    pub reason: Option<String>,
}
