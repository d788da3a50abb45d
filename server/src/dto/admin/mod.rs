//! What only admins send and see.

mod attempt;
mod balance;
mod bulk;
mod bulk_keys;
mod bulk_users;
mod content;
mod extend;
mod generation_file;
mod health;
mod key_acts;
mod key_file;
mod key_import;
mod month;
mod overview;
mod payment;
mod person;
mod proxy;
mod rows;
mod search;
mod settle;
mod switch;
mod tested;

use nproxy_app::keys::Becomes;
use serde::{Deserialize, Deserializer};

pub use attempt::AdminAttempt;
pub use balance::EnterBalance;
pub use bulk::BulkReply;
pub use bulk_keys::BulkKeys;
pub use bulk_users::BulkUsers;
pub use content::OpenedContent;
pub use extend::{ExtendAll, ExtendAllReply, ExtendCycle};
pub use generation_file::GenerationFile;
pub use health::HealthReply;
pub use key_acts::{AddKey, DisableKey, RotateKey, UpdateKey};
pub use key_file::KeyFile;
pub use key_import::{ImportKeys, ImportReply};
pub use month::{ChangeRequests, CountersReply, GrantCycle, GrantedReply};
pub use overview::Overview;
pub use payment::{AdminPayment, PaymentFile};
pub use person::{ChangeUserEmail, RegistrationsReply, UserFile};
pub use proxy::{AddProxy, ProxyFile, RemoveProxy, UpdateProxy, address};
pub use rows::{
    AdminCycle, AdminCyclePage, AdminCycleState, AdminGeneration, AdminGenerationPage, AdminKey, AdminKeyPage,
    AdminPaymentPage, AdminProxy, AdminProxyPage, AdminUserRow, AdminUserRowPage, AuditLine, AuditLinePage,
    AuditSurface, ByPrompt, CsvRow, Incident, IncidentPage, IncidentSeverity, IncidentStateName, MonthState, NamedRef,
    Notification, NotificationChannel, NotificationPage, NotificationState, ProxyHealthName, RoleName, UserStateName,
};
pub use search::SearchReply;
pub use settle::{Reason, SettlePayment};
pub use switch::{SetSwitch, SwitchesReply};
pub use tested::TestReply;

/// A field that is there, `null` or not; one that is absent changes nothing.
fn named<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Becomes<T>, D::Error> {
    Option::deserialize(deserializer).map(Becomes::Now)
}
