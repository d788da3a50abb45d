//! `nproxy invites ..`

use clap::Subcommand;
use nproxy_domain::InviteId;

use super::Sure;

#[derive(Debug, Subcommand)]
pub enum Invites {
    /// Make an invitation and print its code, which is not shown again
    #[command(after_help = "Example:\n  nproxy invites create --uses 5 --days 30 --note \"friends\"")]
    Create {
        /// Accounts that may be made with it
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        uses: u32,
        /// It is good for so many days [default: until it is revoked]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: Option<u32>,
        /// Who it is for
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Show the invitations, never their codes
    #[command(after_help = "Example:\n  nproxy invites list")]
    List,
    /// Take an invitation back; accounts that were made with it stay
    #[command(after_help = "Example:\n  nproxy invites revoke <id>")]
    Revoke {
        /// As `nproxy invites list` shows it
        id: InviteId,
        #[command(flatten)]
        sure: Sure,
    },
}
