//! An upstream that paints without a network: the rest of the way, from the key to the asset, is the real one.

use std::io::Cursor;
use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use image::{ImageFormat, Rgb, RgbImage};
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::Cursor as UpstreamCursor;
use nproxy_domain::provider::{
    ApiKey, Balance, Capabilities, Effect, Exchange, Image, ImageJob, ImageProvider, ImageStrength, Inputs, Limits,
    Next, ProviderInfo, Reply, Resolution, Shape, Step, UpstreamModel,
};
use secrecy::ExposeSecret as _;

/// Of a key with this in it nothing can be asked.
pub const UNTESTABLE: &str = "untestable";
/// A prompt with this word in it is refused for its content.
pub const REFUSED: &str = "refuse this";

#[derive(Debug)]
pub struct Painter(ProviderInfo);

impl Painter {
    /// `upstream` knows its keys.
    pub fn new(upstream: SocketAddr) -> Self {
        Self(ProviderInfo {
            id: "painter".into(),
            hosts: vec![format!("http://{upstream}/").parse().expect("an address")],
            download_hosts: Vec::new(),
            inputs: Inputs::Bytes,
            models: vec![UpstreamModel { name: "brush".into(), capabilities: capabilities() }],
        })
    }
}

pub fn capabilities() -> Capabilities {
    let preset = |id: &str, aspect: Option<(u16, u16)>, width, height| Resolution {
        id: id.into(),
        label: id.into(),
        aspect: aspect.map(|(wide, high)| Shape { wide, high }),
        tier: None,
        width,
        height,
        price: None,
    };
    Capabilities {
        resolutions: vec![preset("auto", None, 64, 64), preset("wide", Some((16, 9)), 64, 36)],
        batch_max: 4,
        inputs_max: 2,
        image_strength: ImageStrength::Emulated,
        prompt_chars_max: 200,
    }
}

/// A picture of one colour.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_pixel(width, height, Rgb([200, 120, 40]));
    picture.write_to(&mut bytes, ImageFormat::Png).expect("it fits into memory");
    bytes.into_inner()
}

impl ImageProvider for Painter {
    fn about(&self) -> &ProviderInfo {
        &self.0
    }

    fn begin(&self, job: &ImageJob, _: &ApiKey) -> Result<Next<Step>, PluginError> {
        if job.prompt.contains(REFUSED) {
            let error = PluginError::new(Class::PolicyPrompt, Spent::No, "refused", &[]);
            return Err(error.said("I don't paint that.", &[]));
        }
        let bytes = png(job.resolution.width, job.resolution.height).into();
        Ok(Next::Done(Step::Done(Image { bytes, mime: "image/png".into() })))
    }

    fn resume(&self, job: &ImageJob, _: &UpstreamCursor, key: &ApiKey) -> Result<Next<Step>, PluginError> {
        self.begin(job, key)
    }

    fn cancel(&self, _: &UpstreamCursor, _: &ApiKey) -> Option<Next<()>> {
        None
    }

    fn check(&self, key: &ApiKey) -> Option<Next<()>> {
        let secret = key.secret.expose_secret();
        if secret.contains(UNTESTABLE) {
            return None;
        }
        let request = http::Request::get(self.0.hosts[0].as_str()).header("x-key", secret).body(Bytes::new());
        let read = |reply: Reply| match reply.status.as_u16() {
            200 => Ok(Next::Done(())),
            status => Err(PluginError::new(Class::KeyInvalid, Spent::No, &format!("{status} from the upstream"), &[])),
        };
        let limits = Limits { reply_bytes_max: 1024, timeout: Duration::from_secs(10) };
        let exchange = Exchange { request: request.ok()?, effect: Effect::Free, limits, read: Box::new(read) };
        Some(Next::Send(Box::new(exchange)))
    }

    fn balance(&self, _: &ApiKey) -> Option<Next<Balance>> {
        None
    }
}
