//! What only admins send and see.

mod bulk;
mod content;
mod extend;
mod month;
mod payment;
mod person;
mod settle;
mod switch;

pub use bulk::{BulkReply, BulkUsers};
pub use content::OpenedContent;
pub use extend::{ExtendAll, ExtendAllReply, ExtendCycle};
pub use month::{ChangeRequests, CountersReply, GrantCycle, GrantedReply};
pub use payment::{AdminPayment, AdminPaymentPage, PaymentFile};
pub use person::{ChangeUserEmail, RegistrationsReply, UserFile};
pub use settle::{Reason, SettlePayment};
pub use switch::{SetSwitch, SwitchesReply};
