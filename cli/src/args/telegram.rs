//! `nproxy pair` and `nproxy telegram ..`

use clap::{Args, Subcommand, ValueEnum};
use nproxy_app::telegram::TelegramScope;

use super::Sure;

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  nproxy pair 7K3M9QXA --admin ada@example.org")]
pub struct Pair {
    /// The code that the bot gave
    pub code: String,

    /// Which admin it is [default: the only one, or you are asked]
    #[arg(long, value_name = "E-MAIL")]
    pub admin: Option<String>,

    /// What may be done: money (settle, grant, extend, suspend) takes a code of the admin's authenticator app each time
    #[arg(long, value_enum, default_value_t = Scope::Ops)]
    pub scope: Scope,

    #[command(flatten)]
    pub sure: Sure,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Scope {
    Ops,
    Money,
}

impl From<Scope> for TelegramScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Ops => Self::Ops,
            Scope::Money => Self::Money,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Telegram {
    /// Show the Telegram accounts that act for admins
    #[command(after_help = "Example:\n  nproxy telegram list")]
    List,
    /// Take an account off the list, at once
    #[command(after_help = "Example:\n  nproxy telegram revoke 123456789 --reason \"lost the phone\"")]
    Revoke {
        /// As `nproxy telegram list` shows it
        telegram_id: i64,
        /// Why; kept in the audit log
        #[arg(long)]
        reason: Option<String>,
    },
    /// Change what an account may do, at once
    #[command(after_help = "Example:\n  nproxy telegram scope 123456789 money --reason \"she settles payments\"")]
    Scope {
        /// As `nproxy telegram list` shows it
        telegram_id: i64,
        scope: Scope,
        /// Why; kept in the audit log
        #[arg(long)]
        reason: Option<String>,
    },
}
