//! What only admins send and see.

mod balance;
mod bulk;
mod key;
mod key_acts;
mod key_file;
mod key_import;
mod month;
mod payment;
mod proxy;
mod proxy_row;
mod settle;
mod tested;

use nproxy_app::keys::Becomes;
use serde::{Deserialize, Deserializer};

pub use balance::EnterBalance;
pub use bulk::{BulkKeys, BulkReply};
pub use key::{AdminAttempt, AdminKey, KeyRef, NamedRef};
pub use key_acts::{AddKey, DisableKey, RotateKey, UpdateKey};
pub use key_file::KeyFile;
pub use key_import::{ImportKeys, ImportReply};
pub use month::{ChangeRequests, CountersReply, GrantCycle, GrantedReply};
pub use payment::{AdminPayment, AdminPaymentPage, PaymentFile};
pub use proxy::{AddProxy, ProxyFile, RemoveProxy, UpdateProxy, address};
pub use proxy_row::AdminProxy;
pub use settle::{Reason, SettlePayment};
pub use tested::TestReply;

/// A field that is there, `null` or not; one that is absent changes nothing.
fn named<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Becomes<T>, D::Error> {
    Option::deserialize(deserializer).map(Becomes::Now)
}
