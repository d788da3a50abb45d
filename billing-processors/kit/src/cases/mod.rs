//! The cases, by what they look at.

pub(crate) mod about;
pub(crate) mod config;
pub(crate) mod digits;
pub(crate) mod found;
pub(crate) mod on_file;
pub(crate) mod replies;
pub(crate) mod requests;
pub(crate) mod texts;
pub(crate) mod webhooks;

use nproxy_domain::processor::{ExternalId, PaymentProcessor, Price};
use nproxy_domain::provider::Reply;
use serde_json::Value;

use crate::Suite;
use crate::fixture::{Fixture, Webhook};
use crate::walk::{Call, Walk, walk};

/// A plugin under trial, and what is known of its processor.
pub(crate) struct Tried<'a> {
    pub suite: &'a Suite,
    /// What the processor was built from.
    pub section: &'a Value,
    pub processor: &'a dyn PaymentProcessor,
    pub replies: &'a [Fixture],
    pub webhooks: &'a [Webhook],
}

impl Tried<'_> {
    /// An id as the processor gives them.
    pub fn known_id(&self) -> ExternalId {
        let ids = self.replies.iter().filter_map(|fixture| match &fixture.call {
            Call::Status(id) => Some(id.clone()),
            _ => None,
        });
        ids.into_iter().next().unwrap_or_else(|| ExternalId("1".to_owned()))
    }

    /// Replies to the exchanges before a fixture's. `None`: one of them is not on file.
    pub fn before(&self, fixture: &Fixture) -> Option<Vec<Reply>> {
        let reply = |name: &String| Some(self.replies.iter().find(|f| f.name == *name)?.reply.clone());
        fixture.after.iter().map(reply).collect()
    }

    /// Where a fixture's call leads with this reply at its end.
    pub fn read(&self, fixture: &Fixture, before: &[Reply], reply: Reply) -> Option<Walk> {
        let replies: Vec<Reply> = before.iter().cloned().chain([reply]).collect();
        walk(self.processor, &fixture.call, &replies)
    }
}

/// What the kit's orders cost, if a file doesn't say otherwise.
pub(crate) fn price() -> Price {
    Price { minor_units: 999, currency: "USD".to_owned() }
}
