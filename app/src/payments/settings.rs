//! How months are sold.

use std::time::Duration;

use nproxy_domain::PaymentId;
use nproxy_domain::ProcessorId;
use nproxy_domain::payment::{PaymentPolicy, WatchPolicy};
use url::Url;

/// Every one is configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentSettings {
    pub policy: PaymentPolicy,
    pub watch: WatchPolicy,
    /// Of one customer within 24 hours; 0: no such limit.
    pub invoices_per_day_max: u32,
    /// What a processor offers for a price is asked for again after this.
    pub offers_cache: Duration,
    /// Where customers and processors reach us.
    pub public_url: Url,
    /// Where customers find help: an address or a link, as it is shown.
    pub support: Option<String>,
}

impl PaymentSettings {
    /// Where the customer comes back to from a processor's page.
    pub fn return_url(&self, payment: PaymentId) -> Url {
        self.below(["payments", &payment.to_string()])
    }

    /// Where a processor tells what happened.
    pub fn webhook_url(&self, processor: &ProcessorId) -> Url {
        self.below(["webhooks", &processor.0])
    }

    fn below(&self, path: [&str; 2]) -> Url {
        let mut url = self.public_url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }
}

impl Default for PaymentSettings {
    fn default() -> Self {
        Self {
            policy: PaymentPolicy::default(),
            watch: WatchPolicy::default(),
            invoices_per_day_max: 10,
            offers_cache: Duration::from_mins(5),
            public_url: Url::parse("http://127.0.0.1:8080").expect("a plain URL"),
            support: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lie_below_the_public_url_whatever_its_path() {
        let payment: PaymentId = "01890000-0000-7000-8000-000000000001".parse().unwrap();
        for (public, links) in [
            ("https://a.example", "https://a.example"),
            ("https://a.example/shop", "https://a.example/shop"),
            ("https://a.example/shop/", "https://a.example/shop"),
        ] {
            let settings = PaymentSettings { public_url: public.parse().unwrap(), ..PaymentSettings::default() };
            assert_eq!(settings.return_url(payment).as_str(), format!("{links}/payments/{payment}"));
            let webhook = settings.webhook_url(&ProcessorId::from("now"));
            assert_eq!(webhook.as_str(), format!("{links}/webhooks/now"));
        }
    }
}
