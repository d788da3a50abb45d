//! Typed ids: two bare UUIDs in one signature would compile in the wrong order, these don't.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::env::Env;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh id (`UUIDv7`).
            pub fn new(env: &Env) -> Self {
                Self(env.uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// A customer or an admin.
    UserId;
    /// A signed-in browser.
    SessionId;
    /// A sign-up that waits for its link.
    RegistrationId;
    /// One address for another.
    EmailChangeId;
    InviteId;
    ConversationId;
    /// One submit: a prompt with its settings and 1 to 4 generations.
    TurnId;
    /// One picture asked for, one request of quota.
    GenerationId;
    /// One try of a generation on one key.
    AttemptId;
    /// A stored picture, uploaded or generated.
    AssetId;
    /// An admin's address of a customer's picture.
    OpenedId;
    /// A link to a ZIP.
    DownloadId;
    /// A paid month of one customer.
    CycleId;
    LedgerEntryId;
    /// One purchase; what a processor is told as the order id.
    PaymentId;
    /// One line of a payment's history.
    PaymentEventId;
    /// An upstream API key.
    KeyId;
    ProxyId;
    IncidentId;
    /// A mail on its way.
    MailId;
    /// A worker's hold on one generation; whoever holds another lease may not settle it.
    LeaseId;
    /// One running process.
    WorkerId;
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }
    )*};
}

names! {
    /// The name of a configured provider (`[providers.<id>]`); rows store it.
    ProviderId;
    /// The name of a configured payment processor (`[processors.<id>]`); rows store it.
    ProcessorId;
}
