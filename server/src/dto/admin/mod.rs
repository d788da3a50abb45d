//! What only admins send and see.

mod month;
mod payment;
mod settle;

pub use month::{ChangeRequests, CountersReply, GrantCycle, GrantedReply};
pub use payment::{AdminPayment, AdminPaymentPage, PaymentFile};
pub use settle::{Reason, SettlePayment};
