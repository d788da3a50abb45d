//! A client that shares nothing with the server but the socket.

use std::{io, net::SocketAddr};

use base64::{Engine, prelude::BASE64_STANDARD};
use image::DynamicImage;
use nproxy_sandbox::{Controls, GEMINI_DEFAULT_MODEL, Sandbox, SandboxOptions};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

pub const KEYS: [&str; 3] = ["key-a", "key-b", "key+c/ü"];

/// A sandbox with three keys.
pub struct World {
    pub sandbox: Sandbox,
    pub controls: Controls,
}

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub fn content_length(&self) -> usize {
        let line =
            self.head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
        line.and_then(|length| length.trim().parse().ok()).expect("a content-length")
    }

    /// Mime type and bytes of the last image that is not a thought.
    pub fn picture(&self) -> (String, Vec<u8>) {
        let json = self.json();
        let parts =
            json["candidates"][0]["content"]["parts"].as_array().unwrap_or_else(|| panic!("no parts in {json}"));
        let blob =
            parts.iter().rfind(|part| part["inlineData"].is_object() && part["thought"] != true).expect("an image");
        let data = blob["inlineData"]["data"].as_str().expect("data");
        let mime_type = blob["inlineData"]["mimeType"].as_str().expect("a mime type").to_owned();
        (mime_type, BASE64_STANDARD.decode(data).expect("base64"))
    }

    pub fn decoded(&self) -> DynamicImage {
        image::load_from_memory(&self.picture().1).expect("a picture")
    }
}

/// Opens a connection, sends the request, reads to the end.
pub async fn send(addr: &str, method: &str, target: &str, headers: &str, body: &[u8]) -> io::Result<Reply> {
    let stream = open(addr, method, target, headers, body).await?;
    read(stream).await
}

pub async fn open(addr: &str, method: &str, target: &str, headers: &str, body: &[u8]) -> io::Result<TcpStream> {
    let addr: SocketAddr = addr.trim_start_matches("http://").parse().expect("an address");
    let mut stream = TcpStream::connect(addr).await?;
    let head = format!(
        "{method} {target} HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat()).await?;
    Ok(stream)
}

pub async fn read(mut stream: TcpStream) -> io::Result<Reply> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    let split = bytes.windows(4).position(|four| four == b"\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let head = String::from_utf8_lossy(&bytes[..split]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
    Ok(Reply { status, head, body: bytes.split_off(split + 4) })
}

impl World {
    pub async fn start() -> Self {
        Self::with(SandboxOptions::default()).await
    }

    pub async fn with(options: SandboxOptions) -> Self {
        let keys = KEYS.map(str::to_owned).to_vec();
        let sandbox = Sandbox::start(SandboxOptions { keys, ..options }).await.expect("two free ports");
        Self { controls: sandbox.controls(), sandbox }
    }

    pub async fn gemini(&self, method: &str, target: &str, key: &str, body: &Value) -> io::Result<Reply> {
        let key = format!("x-goog-api-key: {key}\r\n");
        send(&self.sandbox.gemini_base_url(), method, target, &key, body.to_string().as_bytes()).await
    }

    pub async fn try_generate(&self, key: &str, body: &Value) -> io::Result<Reply> {
        self.gemini("POST", &generate_path(GEMINI_DEFAULT_MODEL), key, body).await
    }

    pub async fn generate(&self, key: &str, body: &Value) -> Reply {
        self.try_generate(key, body).await.expect("an answer")
    }

    pub async fn generate_with(&self, model: &str, body: &Value) -> Reply {
        self.gemini("POST", &generate_path(model), KEYS[0], body).await.expect("an answer")
    }

    pub async fn control(&self, method: &str, target: &str, body: &Value) -> Reply {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        send(&self.sandbox.control_url(), method, target, "", &body).await.expect("an answer")
    }
}

pub fn generate_path(model: &str) -> String {
    format!("/v1beta/models/{model}:generateContent")
}

pub fn prompt(text: &str) -> Value {
    json!({ "contents": [{ "role": "user", "parts": [{ "text": text }] }] })
}

/// A prompt with a `generationConfig`.
pub fn configured(config: &Value) -> Value {
    let mut body = prompt("a quiet harbour");
    body["generationConfig"] = config.clone();
    body
}

/// The cheapest picture there is: 512 on the model that still makes it.
pub const SMALL_MODEL: &str = "gemini-3.1-flash-image";

pub fn small(text: &str) -> Value {
    let mut body = prompt(text);
    body["generationConfig"] = json!({ "imageConfig": { "imageSize": "512" } });
    body
}

pub fn with_image(mut body: Value, mime_type: &str, bytes: &[u8]) -> Value {
    let part = json!({ "inlineData": { "mimeType": mime_type, "data": BASE64_STANDARD.encode(bytes) } });
    body["contents"][0]["parts"].as_array_mut().expect("parts").push(part);
    body
}
