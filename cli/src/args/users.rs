//! `nproxy users ..`

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Users {
    /// Create an account; the password is read from standard input
    Create {
        email: String,
        /// Make up a password and print it, instead of reading one
        #[arg(long)]
        generate_password: bool,
    },
    /// Make an account an admin
    GrantAdmin { email: String },
    /// Make an admin a customer again; signed out everywhere, and the second factor is forgotten
    RevokeAdmin { email: String },
    /// Forget an admin's second factor: device and recovery codes are lost. The next sign-in sets up another
    ResetSecondFactor {
        email: String,
        /// Why; kept in the audit log
        #[arg(long)]
        reason: String,
    },
    /// Give a customer a cycle of a plan, from now on or, with an active one, after it
    #[command(visible_alias = "grant")]
    GrantCycle {
        email: String,
        /// The id of a [plans.<id>] of the configuration [default: the first]
        #[arg(long, value_name = "ID")]
        plan: Option<String>,
        /// Why; kept in the audit log
        #[arg(long)]
        reason: Option<String>,
    },
    /// Add requests to the month that a customer has now
    AddRequests {
        email: String,
        /// So many
        #[arg(value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        requests: u32,
        /// Why; kept in the ledger and the audit log
        #[arg(long)]
        reason: String,
    },
    /// Correct how many requests the month has that a customer has now
    CorrectRequests {
        email: String,
        /// So many more, or with a minus less; never less than are used or held
        #[arg(value_name = "N", allow_negative_numbers = true)]
        amount: i64,
        /// Why; kept in the ledger and the audit log
        #[arg(long)]
        reason: String,
    },
}
