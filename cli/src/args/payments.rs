//! `nproxy payments ..`, `nproxy plans ..`

use chrono::{DateTime, Duration, NaiveDate, NaiveTime};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use nproxy_domain::payment::{Act, PaymentState};
use nproxy_domain::{PaymentId, Timestamp};

use super::Sure;

const RECONCILE_DAYS_MAX: i64 = 365;

#[derive(Debug, Subcommand)]
pub enum Payments {
    /// Show payments, newest first
    #[command(after_help = "\
    Examples:\n\
    \x20 nproxy payments list --review\n\
    \x20 nproxy payments list --user customer@example.org --state paid,overpaid")]
    List(WhichPayments),
    /// Show everything about one payment
    #[command(after_help = "Example:\n  nproxy payments show <id>")]
    Show {
        /// Its id, as `nproxy payments list` shows it
        payment: PaymentId,
    },
    /// Ask its processor where a payment stands, now
    #[command(after_help = "Example:\n  nproxy payments read <id>")]
    Read {
        /// Its id
        payment: PaymentId,
    },
    /// Say that the money of a payment came, where no processor says so by itself
    #[command(after_help = "Example:\n  nproxy payments confirm <id> --reason \"cash, counted twice\"")]
    Confirm(ActOnPayment),
    /// Close the open question of a payment
    Settle {
        /// Its id
        payment: PaymentId,
        #[command(subcommand)]
        how: Settle,
    },
    /// Let a customer keep the month whatever becomes of the money
    #[command(after_help = "Example:\n  nproxy payments keep <id> --reason \"our mistake\"")]
    Keep(ActOnPayment),
    /// Print all that is on record of a payment, for a dispute
    #[command(after_help = "Example:\n  nproxy payments proof <id> > proof.txt")]
    Proof {
        /// Its id
        payment: PaymentId,
    },
    /// Go through what the processors have since a moment. The exit status is 3 when something could not be asked
    #[command(after_help = "Example:\n  nproxy payments reconcile --since 24h")]
    Reconcile {
        /// So long ago (90m, 24h, 7d), or since a day (2027-01-15) or a time (2027-01-15T12:00:00Z)
        #[arg(long, value_name = "AGE|TIME", value_parser = since)]
        since: Since,
    },
}

#[derive(Debug, Args)]
pub struct WhichPayments {
    /// Only those in one of these states
    #[arg(long, value_delimiter = ',', value_parser = PossibleValuesParser::new(PaymentState::ALL.iter().map(|state| state.as_str())))]
    pub state: Vec<String>,

    /// Only those with an open question
    #[arg(long)]
    pub review: bool,

    /// Only this processor's
    #[arg(long, value_name = "ID")]
    pub processor: Option<String>,

    /// Only this customer's
    #[arg(long, value_name = "EMAIL|ID")]
    pub user: Option<String>,

    /// Only the one with this id, processor's id, address or transaction
    #[arg(long, value_name = "TEXT")]
    pub find: Option<String>,

    /// So many
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub limit: u32,
}

#[derive(Debug, Args)]
pub struct ActOnPayment {
    /// Its id
    pub payment: PaymentId,

    #[command(flatten)]
    pub why: Why,
}

#[derive(Debug, Args)]
pub struct Why {
    /// Why; kept in the payment's history and the audit log
    #[arg(long)]
    pub reason: String,

    #[command(flatten)]
    pub sure: Sure,
}

#[derive(Debug, Subcommand)]
pub enum Settle {
    /// Give the month as if it had been paid as asked
    #[command(after_help = "Example:\n  nproxy payments settle <id> activate --reason \"fee of an exchange\"")]
    Activate(Why),
    /// Give requests on top of the customer's current month instead
    #[command(after_help = "Example:\n  nproxy payments settle <id> grant --requests 20 --reason \"half was paid\"")]
    Grant {
        /// So many
        #[arg(long, value_name = "N")]
        requests: u32,
        #[command(flatten)]
        why: Why,
    },
    /// Note that the money was sent back, by hand
    #[command(after_help = "\
    Example:\n\
    \x20 nproxy payments settle <id> refund-noted --address bc1q8 --amount 0.0015 --transaction 4f8c --reason \"asked for\"")]
    RefundNoted {
        /// Where it was sent to
        #[arg(long)]
        address: String,
        /// How much of the coin: 0.0015
        #[arg(long)]
        amount: String,
        /// In which transaction
        #[arg(long, value_name = "ID")]
        transaction: String,
        #[command(flatten)]
        why: Why,
    },
    /// Say that nothing is due
    #[command(after_help = "Example:\n  nproxy payments settle <id> reject --reason \"it was sent back\"")]
    Reject(Why),
}

impl Settle {
    /// The act and the reason.
    pub fn split(self) -> (Act, Why) {
        match self {
            Self::Activate(why) => (Act::Activate, why),
            Self::Grant { requests, why } => (Act::Grant { requests }, why),
            Self::RefundNoted { address, amount, transaction, why } => {
                (Act::RefundNoted { address, amount, transaction }, why)
            }
            Self::Reject(why) => (Act::Reject, why),
        }
    }
}

/// A moment, or an age at the time of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    Ago(Duration),
    At(Timestamp),
}

impl Since {
    pub fn moment(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Ago(age) => now - age,
            Self::At(at) => at,
        }
    }
}

fn since(text: &str) -> Result<Since, String> {
    let wrong =
        || "an age like 24h or 7d, a day like 2027-01-15 or a time like 2027-01-15T12:00:00Z is needed".to_owned();
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(Since::At(day.and_time(NaiveTime::MIN).and_utc()));
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(Since::At(at.to_utc()));
    }
    let unit = text.chars().next_back().ok_or_else(wrong)?;
    let n: u32 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| wrong())?;
    let age = match unit {
        'm' => Duration::minutes(n.into()),
        'h' => Duration::hours(n.into()),
        'd' => Duration::days(n.into()),
        _ => return Err(wrong()),
    };
    if age > Duration::days(RECONCILE_DAYS_MAX) {
        return Err(format!("processors are not asked about more than the last {RECONCILE_DAYS_MAX} days"));
    }
    Ok(Since::Ago(age))
}

#[derive(Debug, Subcommand)]
pub enum Plans {
    /// Show the months that can be bought, as the configuration has them
    #[command(after_help = "Example:\n  nproxy plans list")]
    List,
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use chrono::Utc;

    use super::*;

    #[test]
    fn a_beginning_is_an_age_a_day_or_a_time() {
        let now = Utc.with_ymd_and_hms(2027, 1, 15, 12, 0, 0).unwrap();
        let moment = |text: &str| since(text).map(|since| since.moment(now).to_rfc3339());
        assert_eq!(moment("90m").unwrap(), "2027-01-15T10:30:00+00:00");
        assert_eq!(moment("24h").unwrap(), "2027-01-14T12:00:00+00:00");
        assert_eq!(moment("7d").unwrap(), "2027-01-08T12:00:00+00:00");
        assert_eq!(moment("2027-01-02").unwrap(), "2027-01-02T00:00:00+00:00");
        assert_eq!(moment("2027-01-02T03:00:00+02:00").unwrap(), "2027-01-02T01:00:00+00:00");
        for wrong in ["", "h", "24", "-1h", "24y", "1.5h", "yesterday", "2027-13-01", "9999999d", "24ч"] {
            assert!(since(wrong).is_err(), "{wrong:?}");
        }
    }
}
