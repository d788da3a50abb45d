//! What only admins send and see.

mod attempt;
mod generation_file;
mod health;
mod month;
mod overview;
mod payment;
mod rows;
mod search;
mod settle;

pub use attempt::AdminAttempt;
pub use generation_file::GenerationFile;
pub use health::HealthReply;
pub use month::{ChangeRequests, CountersReply, GrantCycle, GrantedReply};
pub use overview::Overview;
pub use payment::{AdminPayment, PaymentFile};
pub use rows::{
    AdminCycle, AdminCyclePage, AdminCycleState, AdminGeneration, AdminGenerationPage, AdminKey, AdminKeyPage,
    AdminPaymentPage, AdminProxy, AdminProxyPage, AdminUserRow, AdminUserRowPage, AuditLine, AuditLinePage,
    AuditSurface, ByPrompt, CsvRow, Incident, IncidentPage, IncidentSeverity, IncidentStateName, MonthState, NamedRef,
    Notification, NotificationChannel, NotificationPage, NotificationState, ProxyHealthName, RoleName, UserStateName,
};
pub use search::SearchReply;
pub use settle::{Reason, SettlePayment};
