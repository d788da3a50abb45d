//! An upstream and a processor without a network: what they say is what the test said before.

use std::sync::{Arc, Mutex};

use http::StatusCode;
use nproxy_domain::ProviderId;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::processor::{
    Checkout, ExternalId, Found, Offer, Order, OrderRef, PaymentEvent, PaymentProcessor, PaymentSnapshot, Price,
    ProcessorInfo, WebhookAnswer, WebhookCall, WebhookError,
};
use nproxy_domain::provider::{
    ApiKey, Balance, Capabilities, Cursor, ImageJob, ImageProvider, ImageStrength, Inputs, Next, ProviderInfo,
    Resolution, Step, UpstreamModel,
};

pub const PROVIDER: &str = "wire";
pub const MODEL: &str = "wire-model";
/// Tells by itself what was paid.
pub const TILL: &str = "till";
/// Its money is confirmed by admins.
pub const HAND: &str = "hand";

/// What the upstream says of money and of pictures.
#[derive(Debug)]
pub struct Says {
    pub balance: Option<Balance>,
    pub picture: (Class, String),
}

pub type Upstream = Arc<Mutex<Says>>;

#[derive(Debug)]
pub struct Wire {
    info: ProviderInfo,
    says: Upstream,
}

impl Wire {
    pub fn saying(says: &Upstream) -> Arc<dyn ImageProvider> {
        let info = ProviderInfo {
            id: ProviderId::from(PROVIDER),
            hosts: Vec::new(),
            download_hosts: Vec::new(),
            inputs: Inputs::Bytes,
            models: vec![UpstreamModel { name: MODEL.to_owned(), capabilities: capabilities() }],
        };
        Arc::new(Self { info, says: says.clone() })
    }
}

impl ImageProvider for Wire {
    fn about(&self) -> &ProviderInfo {
        &self.info
    }

    fn begin(&self, _: &ImageJob, _: &ApiKey) -> Result<Next<Step>, PluginError> {
        let (class, detail) = self.says.lock().unwrap().picture.clone();
        Err(PluginError::new(class, Spent::No, &detail, &[]))
    }

    fn resume(&self, job: &ImageJob, _: &Cursor, key: &ApiKey) -> Result<Next<Step>, PluginError> {
        self.begin(job, key)
    }

    fn cancel(&self, _: &Cursor, _: &ApiKey) -> Option<Next<()>> {
        None
    }

    fn check(&self, _: &ApiKey) -> Option<Next<()>> {
        None
    }

    fn balance(&self, _: &ApiKey) -> Option<Next<Balance>> {
        self.says.lock().unwrap().balance.map(Next::Done)
    }
}

pub fn capabilities() -> Capabilities {
    let auto = Resolution {
        id: "auto".into(),
        label: "Auto".into(),
        aspect: None,
        tier: None,
        width: 8,
        height: 6,
        price: None,
    };
    Capabilities {
        resolutions: vec![auto],
        batch_max: 4,
        inputs_max: 3,
        image_strength: ImageStrength::None,
        prompt_chars_max: 4000,
    }
}

#[derive(Debug)]
pub struct Till(ProcessorInfo);

impl Till {
    pub fn called(id: &str) -> Arc<dyn PaymentProcessor> {
        Arc::new(Self(ProcessorInfo {
            id: id.to_owned(),
            label: format!("The {id}"),
            hosts: Vec::new(),
            accepted: WebhookAnswer { status: StatusCode::OK, body: "" },
            coin_needed: false,
            confirmed_by_hand: id == HAND,
            sandbox: false,
            secrets: Vec::new(),
        }))
    }
}

impl PaymentProcessor for Till {
    fn about(&self) -> &ProcessorInfo {
        &self.0
    }

    fn offers(&self, _: &Price) -> Vec<Next<Vec<Offer>>> {
        Vec::new()
    }

    fn checkout(&self, _: &Order) -> Result<Next<Checkout>, PluginError> {
        Err(away())
    }

    fn status(&self, _: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError> {
        Err(away())
    }

    fn find(&self, _: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>> {
        None
    }

    fn webhook(&self, _: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError> {
        Err(WebhookError::NotSent)
    }
}

fn away() -> PluginError {
    PluginError::new(Class::Overload, Spent::No, "503: out to lunch", &[])
}
