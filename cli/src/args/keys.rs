//! `nproxy keys ..`

use std::path::PathBuf;

use chrono::DateTime;
use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use nproxy_app::keys::{Before, PAGE_EVENTS_MAX};
use nproxy_domain::keys::KeyState;

const IMPORT_HELP: &str = "\
CSV has a header. Its columns, in any order: secret, and where wanted provider,
label, billing_secret, account, proxy (a label), proxy_only (true or false),
max_in_flight, rpm. A label is made up where there is none.
Otherwise every line is one secret; blank lines and those that begin with # are
passed over.

Examples:
  nproxy keys import keys.csv --provider nano_banana --dry-run
  nproxy keys import keys.csv --provider nano_banana
  nproxy keys import - --provider nano_banana < keys.txt";

#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Add a key; the secret is asked for, or read from standard input
    #[command(after_help = "\
    Examples:\n\
    \x20 nproxy keys add --provider nano_banana --label first < key.txt\n\
    \x20 nproxy keys add --provider nano_banana --label second --account acme --rpm 60 < key.txt")]
    Add(AddKey),
    /// Show all keys, or some, never their secrets
    #[command(after_help = "\
    Examples:\n\
    \x20 nproxy keys list\n\
    \x20 nproxy keys list --provider nano_banana --state manual_review")]
    List(WhichKeys),
    /// Show everything about one key
    #[command(after_help = "Example:\n  nproxy keys show first")]
    Show {
        /// Its id or label
        key: String,
    },
    /// Say in plain words why a key is where it is, and when it comes back
    #[command(after_help = "Example:\n  nproxy keys why first")]
    Why {
        /// Its id or label
        key: String,
    },
    /// Show what happened to a key, newest first
    #[command(after_help = "Example:\n  nproxy keys history first --limit 10")]
    History(KeyHistory),
    /// Ask upstreams whether they know the keys: a free call that moves no key. The exit status is 3 when some fail, 1 when all do
    #[command(after_help = "Examples:\n  nproxy keys test first\n  nproxy keys test --provider nano_banana")]
    Test(TestKeys),
    /// Put keys back into use, whatever state they are in
    #[command(after_help = "Example:\n  nproxy keys activate first second --reason \"paid the bill\"")]
    Activate(ChangeKeys),
    /// Take keys out of use; what they have in flight comes to its end
    #[command(after_help = "\
    Examples:\n\
    \x20 nproxy keys disable first --reason \"it leaked\"\n\
    \x20 nproxy keys disable first second --dry-run")]
    Disable(ChangeKeys),
    /// Give a key another label, account, way or limit
    #[command(after_help = "\
    Example:\n\
    \x20 nproxy keys set first --max-in-flight 2 --rpm 30 --reason \"a smaller plan\"")]
    Set(SetKey),
    /// Put a new secret in a key's place; it is asked for, or read from standard input. What the old one has in flight comes to its end
    #[command(after_help = "Example:\n  nproxy keys rotate first --reason \"it leaked\" < key.txt")]
    Rotate(RotateKey),
    /// Seal everything in the database with the master key of the configuration that was sealed with another one, which is read
    /// from standard input. Nothing else of nproxy runs meanwhile
    #[command(after_help = "Example:\n  nproxy keys reseal < old-master.key")]
    Reseal,
    /// Add many keys at once. The exit status is 3 when some lines were refused, 1 when all were
    #[command(after_help = IMPORT_HELP)]
    Import(ImportKeys),
    /// Print all keys, or some, as a table without secrets
    #[command(after_help = "Example:\n  nproxy keys export > keys.csv")]
    Export(ExportKeys),
}

#[derive(Debug, Args)]
pub struct AddKey {
    /// The id of a [providers.<id>] of the configuration
    #[arg(long, value_name = "ID")]
    pub provider: String,

    /// A name for people
    #[arg(long)]
    pub label: String,

    /// The upstream account that pays; keys of one account run out of funds together
    #[arg(long)]
    pub account: Option<String>,

    /// The label or id of the proxy to go out through
    #[arg(long, value_name = "PROXY")]
    pub proxy: Option<String>,

    /// Never around the proxy: while it is down, the key waits
    #[arg(long, requires = "proxy")]
    pub proxy_only: bool,

    /// Requests at once
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub max_in_flight: u32,

    /// Requests per minute, evenly spaced [default: no limit]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=60_000))]
    pub rpm: Option<u32>,
}

#[derive(Debug, Args)]
pub struct WhichKeys {
    /// Only this provider's
    #[arg(long, value_name = "ID")]
    pub provider: Option<String>,

    /// Only those in this state now
    #[arg(long, value_parser = PossibleValuesParser::new(KeyState::NAMES))]
    pub state: Option<String>,

    /// Only those that this upstream account pays for
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,

    /// Only those that go out through this proxy, by its label or id
    #[arg(long, value_name = "PROXY")]
    pub proxy: Option<String>,

    /// Only those whose label holds this, in upper or lower case alike
    #[arg(long, value_name = "TEXT")]
    pub label: Option<String>,
}

impl WhichKeys {
    pub fn is_filtered(&self) -> bool {
        [&self.provider, &self.state, &self.account, &self.proxy, &self.label].iter().any(|filter| filter.is_some())
    }
}

#[derive(Debug, Args)]
pub struct KeyHistory {
    /// Its id or label
    pub key: String,

    /// So many events
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=i64::from(PAGE_EVENTS_MAX)))]
    pub limit: u32,

    /// Only what was before this event (its id) or time (2027-01-15T12:00:00Z)
    #[arg(long, value_name = "EVENT|TIME", value_parser = before)]
    pub before: Option<Before>,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["key", "all", "provider"]))]
pub struct TestKeys {
    /// The id or label of one key
    pub key: Option<String>,

    /// All keys
    #[arg(long)]
    pub all: bool,

    /// All keys of this provider
    #[arg(long, value_name = "ID")]
    pub provider: Option<String>,
}

#[derive(Debug, Args)]
pub struct ChangeKeys {
    /// Ids or labels
    #[arg(required = true, value_name = "KEY")]
    pub keys: Vec<String>,

    /// Why; kept in the keys' history and the audit log
    #[arg(long)]
    pub reason: Option<String>,

    /// Say what would become of each, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true).multiple(true).args(
    ["label", "account", "no_account", "proxy", "proxy_only", "max_in_flight", "rpm", "no_rpm"]
))]
pub struct SetKey {
    /// Its id or label
    pub key: String,

    /// The new name for people
    #[arg(long)]
    pub label: Option<String>,

    /// The upstream account that pays
    #[arg(long, value_name = "NAME", conflicts_with = "no_account")]
    pub account: Option<String>,

    /// It belongs to no account
    #[arg(long)]
    pub no_account: bool,

    /// The label or id of the proxy to go out through, or none: directly
    #[arg(long, value_name = "PROXY")]
    pub proxy: Option<String>,

    /// Whether it never goes around the proxy
    #[arg(long, value_name = "true|false")]
    pub proxy_only: Option<bool>,

    /// Requests at once
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub max_in_flight: Option<u32>,

    /// Requests per minute, evenly spaced
    #[arg(long, value_name = "N", conflicts_with = "no_rpm", value_parser = clap::value_parser!(u32).range(1..=60_000))]
    pub rpm: Option<u32>,

    /// No limit of requests per minute
    #[arg(long)]
    pub no_rpm: bool,

    /// Why; kept in the audit log
    #[arg(long)]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct RotateKey {
    /// Its id or label
    pub key: String,

    /// Why; kept in the old key's history and the audit log
    #[arg(long)]
    pub reason: String,
}

/// What `keys import` reads.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ImportFormat {
    /// With a header that has a column secret; `nproxy keys import --help` names the others
    Csv,
    /// One secret per line
    Lines,
}

#[derive(Debug, Args)]
pub struct ImportKeys {
    /// The file, or - for standard input
    pub file: PathBuf,

    /// The id of a [providers.<id>] of the configuration, for the lines that don't name one
    #[arg(long, value_name = "ID")]
    pub provider: Option<String>,

    /// [default: CSV where the first line names a column]
    #[arg(long)]
    pub format: Option<ImportFormat>,

    /// Requests at once, for the lines that don't say
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub max_in_flight: u32,

    /// Say what would become of each line, and keep nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// What `keys export` prints.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ExportFormat {
    Csv,
    Json,
}

#[derive(Debug, Args)]
pub struct ExportKeys {
    /// [default: csv, json with --json]
    #[arg(long)]
    pub format: Option<ExportFormat>,

    #[command(flatten)]
    pub which: WhichKeys,
}

fn before(text: &str) -> Result<Before, String> {
    if let Ok(event) = text.parse() {
        return Ok(Before::Event(event));
    }
    let time = DateTime::parse_from_rfc3339(text);
    let time = time.map_err(|_| "an event's id or a time like 2027-01-15T12:00:00Z is needed".to_owned())?;
    Ok(Before::Time(time.to_utc()))
}
