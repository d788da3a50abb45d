//! `nproxy users ..`

use clap::Subcommand;

use super::Sure;

#[derive(Debug, Subcommand)]
pub enum Users {
    /// Create an account; the password is asked for, or read from standard input
    #[command(after_help = "\
    Examples:\n\
    \x20 nproxy users create you@example.org\n\
    \x20 nproxy users create you@example.org --generate-password")]
    Create {
        /// The account's address
        email: String,
        /// Make up a password and print it, instead of reading one
        #[arg(long)]
        generate_password: bool,
    },
    /// Make an account an admin
    #[command(after_help = "Example:\n  nproxy users grant-admin you@example.org")]
    GrantAdmin {
        /// The account's address
        email: String,
    },
    /// Make an admin a customer again; signed out everywhere, and the second factor is forgotten
    #[command(after_help = "Example:\n  nproxy users revoke-admin you@example.org")]
    RevokeAdmin {
        /// The account's address
        email: String,
        #[command(flatten)]
        sure: Sure,
    },
    /// Forget an admin's second factor: device and recovery codes are lost. The next sign-in sets up another
    #[command(after_help = "\
    Example:\n\
    \x20 nproxy users reset-second-factor you@example.org --reason \"the telephone is lost\"")]
    ResetSecondFactor {
        /// The admin's address
        email: String,
        /// Why; kept in the audit log
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        sure: Sure,
    },
    /// Give a customer a cycle of a plan, from now on or, with an active one, after it
    #[command(after_help = "Example:\n  nproxy users grant-cycle customer@example.org --plan standard")]
    #[command(visible_alias = "grant")]
    GrantCycle {
        /// The customer's address
        email: String,
        /// The id of a [plans.<id>] of the configuration [default: the first]
        #[arg(long, value_name = "ID")]
        plan: Option<String>,
        /// Why; kept in the audit log
        #[arg(long)]
        reason: Option<String>,
    },
    /// Add requests to the month that a customer has now
    #[command(after_help = "\
    Example:\n\
    \x20 nproxy users add-requests customer@example.org 20 --reason \"a lost picture\"")]
    AddRequests {
        /// The customer's address
        email: String,
        /// So many
        #[arg(value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        requests: u32,
        /// Why; kept in the ledger and the audit log
        #[arg(long)]
        reason: String,
    },
    /// Correct how many requests the month has that a customer has now
    #[command(after_help = "\
    Example:\n\
    \x20 nproxy users correct-requests customer@example.org -20 --reason \"a slip\"")]
    CorrectRequests {
        /// The customer's address
        email: String,
        /// So many more, or with a minus less; never less than are used or held
        #[arg(value_name = "N", allow_negative_numbers = true)]
        amount: i64,
        /// Why; kept in the ledger and the audit log
        #[arg(long)]
        reason: String,
    },
}
