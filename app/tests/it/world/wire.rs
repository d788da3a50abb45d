//! An upstream on a real local socket that answers as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use nproxy_domain::ProviderId;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{
    ApiKey, Balance, Capabilities, Cursor, Effect, Exchange, Image, ImageJob, ImageProvider, ImageStrength, Inputs,
    Limits, Next, ProviderInfo, Reply, Resolution, Step, UpstreamModel,
};
use secrecy::ExposeSecret as _;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};
use url::Url;

pub const PROVIDER: &str = "wire";
pub const MODEL: &str = "wire-model";

/// What the next call meets; without a script it is [`Script::Picture`].
#[derive(Clone, Debug)]
pub enum Script {
    Picture,
    /// 200 with bytes that are no picture.
    Garbage,
    /// 200 without a picture.
    NoImage,
    /// The prompt is refused in these words.
    Refused(&'static str),
    /// 503.
    Overload,
    /// 401.
    KeyInvalid,
    /// Ask again later, with this cursor.
    Continue(&'static str),
}

#[derive(Debug, Default)]
struct State {
    scripts: VecDeque<Script>,
    calls: Vec<Call>,
    called_off: usize,
}

/// One call as the upstream saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub key: String,
    /// Of a call that goes on from an earlier one.
    pub cursor: Option<String>,
    pub inputs: usize,
}

/// The upstream and what it was asked.
#[derive(Clone, Debug)]
pub struct Wire {
    url: Url,
    state: Arc<Mutex<State>>,
    /// One permit per answer that may leave.
    gate: Arc<Semaphore>,
    arrived: Arc<Notify>,
}

impl Wire {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a local socket");
        let address = listener.local_addr().expect("it is bound");
        let url = Url::parse(&format!("http://{address}/")).expect("a URL");
        let gate = Arc::new(Semaphore::new(Semaphore::MAX_PERMITS));
        let wire = Self { url, state: Arc::default(), gate, arrived: Arc::default() };
        let served = wire.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let wire = served.clone();
                tokio::spawn(async move { wire.serve(socket).await });
            }
        });
        wire
    }

    /// What the next calls meet, in this order.
    pub fn then(&self, scripts: impl IntoIterator<Item = Script>) {
        self.state.lock().unwrap().scripts.extend(scripts);
    }

    pub fn calls(&self) -> Vec<Call> {
        self.state.lock().unwrap().calls.clone()
    }

    /// How often it was to be told that nobody waits any more.
    pub fn called_off(&self) -> usize {
        self.state.lock().unwrap().called_off
    }

    pub fn unplayed(&self) -> usize {
        self.state.lock().unwrap().scripts.len()
    }

    /// From now on no answer leaves before [`Wire::open`].
    pub fn hold(&self) {
        self.gate.forget_permits(Semaphore::MAX_PERMITS);
    }

    pub fn open(&self) {
        self.gate.add_permits(Semaphore::MAX_PERMITS - self.gate.available_permits());
    }

    /// Waits until so many calls have arrived in all.
    pub async fn arrived(&self, calls: usize) {
        loop {
            let next = self.arrived.notified();
            if self.calls().len() >= calls {
                return;
            }
            next.await;
        }
    }

    async fn serve(&self, mut socket: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(&mut socket);
        let (mut line, mut key, mut cursor, mut inputs, mut length) = (String::new(), String::new(), None, 0, 0);
        loop {
            line.clear();
            reader.read_line(&mut line).await.ok().filter(|n| *n > 0)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                if line.trim_end().is_empty() {
                    break;
                }
                continue;
            };
            match name.to_ascii_lowercase().as_str() {
                "x-key" => key = value.to_owned(),
                "x-cursor" => cursor = Some(value.to_owned()),
                "x-inputs" => inputs = value.parse().ok()?,
                "content-length" => length = value.parse().ok()?,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).await.ok()?;
        let script = {
            let mut state = self.state.lock().unwrap();
            state.calls.push(Call { key, cursor, inputs });
            state.scripts.pop_front().unwrap_or(Script::Picture)
        };
        self.arrived.notify_waiters();
        let _permit = self.gate.acquire().await.ok()?;
        let (status, kind, body) = match script {
            Script::Picture => (200, "picture", picture()),
            Script::Garbage => (200, "picture", Bytes::from_static(b"\x89PNG\r\n\x1a\n and then nothing")),
            Script::NoImage => (200, "none", Bytes::new()),
            Script::Refused(words) => (200, "refused", Bytes::from_static(words.as_bytes())),
            Script::Overload => (503, "", Bytes::new()),
            Script::KeyInvalid => (401, "", Bytes::new()),
            Script::Continue(cursor) => (200, "continue", Bytes::from_static(cursor.as_bytes())),
        };
        let head = format!(
            "HTTP/1.1 {status} x\r\nx-kind: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        socket.write_all(head.as_bytes()).await.ok()?;
        socket.write_all(&body).await.ok()?;
        socket.shutdown().await.ok()
    }
}

/// A small picture.
pub fn picture() -> Bytes {
    let mut png = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_pixel(8, 6, image::Rgb([200, 40, 40]));
    pixels.write_to(&mut png, image::ImageFormat::Png).expect("memory takes it");
    png.into_inner().into()
}

/// The plugin that speaks to [`Wire`].
#[derive(Debug)]
pub struct WireProvider {
    info: ProviderInfo,
    state: Arc<Mutex<State>>,
}

impl WireProvider {
    pub fn new(wire: &Wire) -> Arc<Self> {
        let info = ProviderInfo {
            id: ProviderId::from(PROVIDER),
            hosts: vec![wire.url.clone()],
            download_hosts: Vec::new(),
            inputs: Inputs::Bytes,
            models: vec![UpstreamModel { name: MODEL.to_owned(), capabilities: capabilities() }],
        };
        Arc::new(Self { info, state: wire.state.clone() })
    }

    fn call(&self, job: &ImageJob, key: &ApiKey, cursor: Option<&Cursor>) -> Result<Next<Step>, PluginError> {
        let mut request = http::Request::post(self.info.hosts[0].as_str())
            .header("x-key", key.secret.expose_secret())
            .header("x-inputs", job.inputs.len());
        if let Some(Cursor(cursor)) = cursor {
            request = request.header("x-cursor", cursor);
        }
        let request = request.body(Bytes::from_static(b"{}")).map_err(|e| failed(Class::BadRequest, &e.to_string()))?;
        let limits = Limits { reply_bytes_max: 1024 * 1024, timeout: Duration::from_secs(10) };
        let effect = if cursor.is_some() { Effect::Free } else { Effect::Buys };
        Ok(Next::Send(Box::new(Exchange { request, effect, limits, read: Box::new(read) })))
    }
}

fn read(reply: Reply) -> Result<Next<Step>, PluginError> {
    let kind = reply.headers.get("x-kind").and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let text = String::from_utf8_lossy(&reply.body).into_owned();
    match (reply.status.as_u16(), kind.as_str()) {
        (200, "picture") => Ok(Next::Done(Step::Done(Image { bytes: reply.body, mime: "image/png".to_owned() }))),
        (200, "continue") => Ok(Next::Done(Step::Continue { cursor: Cursor(text), after: Duration::from_secs(10) })),
        (200, "refused") => Err(failed(Class::PolicyPrompt, "refused").said(&text, &[])),
        (200, _) => Err(failed(Class::NoImage, "no image")),
        (401, _) => Err(failed(Class::KeyInvalid, "unknown key")),
        _ => Err(failed(Class::Overload, "overloaded")),
    }
}

fn failed(class: Class, detail: &str) -> PluginError {
    PluginError::new(class, Spent::No, detail, &[])
}

impl ImageProvider for WireProvider {
    fn about(&self) -> &ProviderInfo {
        &self.info
    }

    fn begin(&self, job: &ImageJob, key: &ApiKey) -> Result<Next<Step>, PluginError> {
        self.call(job, key, None)
    }

    fn resume(&self, job: &ImageJob, cursor: &Cursor, key: &ApiKey) -> Result<Next<Step>, PluginError> {
        self.call(job, key, Some(cursor))
    }

    fn cancel(&self, _: &Cursor, _: &ApiKey) -> Option<Next<()>> {
        self.state.lock().unwrap().called_off += 1;
        None
    }

    fn check(&self, _: &ApiKey) -> Option<Next<()>> {
        None
    }

    fn balance(&self, _: &ApiKey) -> Option<Next<Balance>> {
        None
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
        image_strength: ImageStrength::Emulated,
        prompt_chars_max: 4000,
    }
}
