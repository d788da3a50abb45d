//! What kinds of trouble there are, and where an admin looks after each.

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)*) => {
        /// The part of an incident's key before the first colon.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$doc])* $kind),*
        }

        impl Kind {
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name),*
                }
            }
        }
    };
}

kinds! {
    KeyInReview = "key",
    KeyNotForModel = "key_model",
    /// Warning: an account has no money; info: it has some again.
    Funds = "funds",
    FundsEstimate = "funds_estimate",
    /// Many keys fail the same way.
    SharedOutage = "pool",
    Proxy = "proxy",
    ModelGone = "model",
    Region = "region",
    SpendAlert = "spend_alert",
    SpendStop = "spend_stop",
    PaymentInReview = "payment_review",
    ProcessorDown = "processor_down",
    PaymentsUnknown = "payments_unknown",
    WebhooksRefused = "webhooks_refused",
    /// Warning: few keys of a provider can be used; critical: none.
    KeysFew = "keys_few",
    /// Warning: others of its kind are there; critical: none is.
    ProcessSilent = "process_silent",
    QueueOld = "queue_old",
    MailWaits = "mail_waits",
    DiskLow = "disk_low",
    Storage = "storage",
    Certificate = "certificate",
    Clock = "clock",
    Ledger = "ledger",
    BackupStale = "backup_stale",
}

impl Kind {
    /// Of an incident's key, and what the key names behind the kind.
    pub fn of_key(key: &str) -> Option<(Self, &str)> {
        let (name, rest) = key.split_once(':').unwrap_or((key, ""));
        Some((Self::ALL.iter().copied().find(|kind| kind.as_str() == name)?, rest))
    }

    /// The key of this kind's incident about something.
    pub fn key(self, about: &str) -> String {
        if about.is_empty() { self.as_str().to_owned() } else { format!("{}:{about}", self.as_str()) }
    }
}

/// The path of the page, in the admins' web, on which an incident is looked after.
pub(super) fn page(key: &str) -> Vec<&str> {
    let Some((kind, about)) = Kind::of_key(key) else { return vec!["admin", "incidents"] };
    let first = about.split(':').next().unwrap_or_default();
    match kind {
        Kind::KeyInReview | Kind::KeyNotForModel => vec!["admin", "keys", first],
        Kind::Funds
        | Kind::FundsEstimate
        | Kind::SharedOutage
        | Kind::ModelGone
        | Kind::Region
        | Kind::SpendAlert
        | Kind::SpendStop
        | Kind::KeysFew => vec!["admin", "keys"],
        Kind::Proxy => vec!["admin", "proxies", first],
        Kind::PaymentInReview => vec!["admin", "payments", first],
        Kind::ProcessorDown | Kind::PaymentsUnknown | Kind::WebhooksRefused => vec!["admin", "payments"],
        Kind::ProcessSilent
        | Kind::QueueOld
        | Kind::DiskLow
        | Kind::Storage
        | Kind::Certificate
        | Kind::Clock
        | Kind::BackupStale => vec!["admin", "health"],
        Kind::MailWaits => vec!["admin", "notifications"],
        Kind::Ledger => vec!["admin", "incidents"],
    }
}

#[cfg(test)]
mod tests {
    use nproxy_domain::{KeyId, PaymentId, ProcessorId, ProviderId};
    use nproxy_store::balances::Holder;
    use nproxy_store::incidents;

    use super::*;

    #[test]
    fn every_key_of_the_store_has_its_kind_and_leads_to_its_page() {
        let key: KeyId = "01890000-0000-7000-8000-000000000001".parse().unwrap();
        let payment: PaymentId = "01890000-0000-7000-8000-000000000002".parse().unwrap();
        let (provider, processor) = (ProviderId::from("fal"), ProcessorId::from("till"));
        for (incident, path) in [
            (incidents::key_in_review(key), format!("admin/keys/{key}")),
            (incidents::key_not_for_model(key, "m:1"), format!("admin/keys/{key}")),
            (incidents::out_of_funds(&provider, &Holder::Account("a".to_owned())), "admin/keys".to_owned()),
            (incidents::payment_in_review(payment), format!("admin/payments/{payment}")),
            (incidents::processor_down(&processor), "admin/payments".to_owned()),
            (incidents::payments_unknown(&processor), "admin/payments".to_owned()),
            (incidents::webhooks_refused(&processor), "admin/payments".to_owned()),
            (Kind::Proxy.key("7"), "admin/proxies/7".to_owned()),
            (Kind::QueueOld.key(""), "admin/health".to_owned()),
            ("anything:else".to_owned(), "admin/incidents".to_owned()),
        ] {
            assert_eq!(page(&incident).join("/"), path, "{incident}");
        }
        assert_eq!(Kind::of_key("queue_old"), Some((Kind::QueueOld, "")));
        assert_eq!(Kind::of_key("pool:fal/proxy:7:network"), Some((Kind::SharedOutage, "fal/proxy:7:network")));
        assert_eq!(Kind::of_key("trouble:1"), None);
    }
}
