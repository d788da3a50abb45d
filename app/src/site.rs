//! The site as its customers know it: what it is called, where it is, and who helps.

use nproxy_domain::{PaymentId, ProcessorId};
use url::Url;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteSettings {
    /// The name of the brand.
    pub name: String,
    /// Where customers and processors reach us.
    pub public_url: Url,
    /// Where customers find help: an address or a link, as it is shown.
    pub support: Option<String>,
    /// Who mails come from, as customers see it: `nproxy <no-reply@example.org>`.
    pub mail_from: String,
    /// The version of the terms that is accepted at sign-up; `None`: there are no terms.
    pub terms_version: Option<String>,
}

impl SiteSettings {
    /// The address of a page of ours.
    pub fn page<'a>(&self, path: impl IntoIterator<Item = &'a str>) -> Url {
        let mut url = self.public_url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }

    /// Where a customer comes back to from a processor's page.
    pub fn payment_page(&self, payment: PaymentId) -> Url {
        self.page(["payments", &payment.to_string()])
    }

    /// Where months are bought and shown.
    pub fn billing_page(&self) -> Url {
        self.page(["billing"])
    }

    /// Where a processor tells what happened.
    pub fn webhook(&self, processor: &ProcessorId) -> Url {
        self.page(["webhooks", &processor.0])
    }
}

impl Default for SiteSettings {
    fn default() -> Self {
        Self {
            name: "nproxy".to_owned(),
            public_url: Url::parse("http://127.0.0.1:8080").expect("a plain URL"),
            support: None,
            mail_from: "nproxy <no-reply@127.0.0.1>".to_owned(),
            terms_version: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_lie_below_the_public_url_whatever_its_path() {
        let payment: PaymentId = "01890000-0000-7000-8000-000000000001".parse().unwrap();
        for (public, links) in [
            ("https://a.example", "https://a.example"),
            ("https://a.example/shop", "https://a.example/shop"),
            ("https://a.example/shop/", "https://a.example/shop"),
        ] {
            let site = SiteSettings { public_url: public.parse().unwrap(), ..SiteSettings::default() };
            assert_eq!(site.payment_page(payment).as_str(), format!("{links}/payments/{payment}"));
            assert_eq!(site.webhook(&ProcessorId::from("now")).as_str(), format!("{links}/webhooks/now"));
            assert_eq!(site.billing_page().as_str(), format!("{links}/billing"));
        }
    }
}
