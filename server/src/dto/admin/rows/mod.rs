//! The rows of the admins' lists, as pages and as lines of a file.

mod audit;
mod cycle;
mod generation;
mod incident;
mod key;
mod notification;
mod proxy;
mod user;

use nproxy_app::lists::{Listed, Total};
use serde::Serialize;
use utoipa::ToSchema;

pub use audit::{AuditLine, AuditSurface};
pub use cycle::{AdminCycle, AdminCycleState};
pub use generation::{AdminGeneration, ByPrompt};
pub use incident::{Incident, IncidentSeverity, IncidentStateName};
pub use key::{AdminKey, NamedRef};
pub use notification::{Notification, NotificationChannel, NotificationState};
pub use proxy::{AdminProxy, ProxyHealthName};
pub use user::{AdminUserRow, MonthState, RoleName, UserRef, UserStateName};

use super::AdminPayment;

/// A row that is also a line of a file.
pub trait CsvRow: Serialize {
    /// Of the row as JSON; `user.id` stands within `user`.
    const COLUMNS: &'static [&'static str];
}

/// How many there are of the filter; counting stops at 10,000 (`more`).
#[derive(Debug, Serialize, ToSchema)]
pub struct ListTotal {
    pub count: u64,
    pub more: bool,
}

impl From<Total> for ListTotal {
    fn from(total: Total) -> Self {
        Self { count: total.count, more: total.more }
    }
}

macro_rules! pages {
    ($($page:ident of $row:ident;)*) => {$(
        #[derive(Debug, Serialize, ToSchema)]
        pub struct $page {
            pub items: Vec<$row>,
            /// Where the next page begins; absent on the last one.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schema(nullable = false)]
            pub next_cursor: Option<String>,
            pub total: ListTotal,
        }

        impl<T> From<Listed<T>> for $page
        where
            $row: From<T>,
        {
            fn from(listed: Listed<T>) -> Self {
                let Listed { items, next_cursor, total } = listed;
                Self { items: items.into_iter().map($row::from).collect(), next_cursor, total: total.into() }
            }
        }
    )*};
}

pages! {
    AdminUserRowPage of AdminUserRow;
    AdminCyclePage of AdminCycle;
    AdminPaymentPage of AdminPayment;
    AdminGenerationPage of AdminGeneration;
    AdminKeyPage of AdminKey;
    AdminProxyPage of AdminProxy;
    IncidentPage of Incident;
    NotificationPage of Notification;
    AuditLinePage of AuditLine;
}

impl CsvRow for AdminPayment {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "state",
        "review",
        "user_id",
        "email",
        "plan.id",
        "price.amount",
        "price.currency",
        "processor.id",
        "coin.id",
        "network",
        "asked",
        "received",
        "external_id",
        "address",
        "settlement",
        "created_at",
        "changed_at",
        "activated_at",
    ];
}
