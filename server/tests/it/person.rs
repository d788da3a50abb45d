//! A browser in somebody's hands.

use std::net::SocketAddr;

use reqwest::header::{HeaderMap, SET_COOKIE};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

#[derive(Clone)]
pub struct Person {
    http: reqwest::Client,
    base: String,
    cookie: Option<String>,
}

/// What came back, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Person {
    pub fn new(http: reqwest::Client, address: SocketAddr) -> Self {
        Self { http, base: format!("http://{address}"), cookie: None }
    }

    /// A request as a page of the product sends it.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let is_read = method == Method::GET || method == Method::HEAD;
        let request = self.bare(method, path);
        if is_read { request } else { request.header("origin", &self.base) }
    }

    /// A request with the cookie alone.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    pub fn with_cookie(self, cookie: Option<String>) -> Self {
        Self { cookie, ..self }
    }

    /// What the browser would send as its cookie.
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap_or_default()
    }

    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.request(Method::POST, path).json(body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        send(self.request(Method::PATCH, path).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        send(self.request(Method::DELETE, path)).await
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) -> Value {
        let answer = self.post("/api/v1/auth/login", &json!({ "email": email, "password": password })).await;
        self.cookie = Some(answer.cookie());
        answer.expect(200)["user"].clone()
    }

    /// Sends a turn under a key.
    pub async fn submit(&self, key: &str, body: &Value) -> Answer {
        send(self.request(Method::POST, "/api/v1/turns").header("idempotency-key", key).json(body)).await
    }

    /// One queued picture.
    pub async fn generation(&self, key: &str) -> String {
        let accepted = self.submit(key, &turn(1)).await.expect(202);
        text(&accepted["turn"]["generations"][0]["id"])
    }

    pub async fn retry(&self, generation: &str, key: &str) -> Answer {
        let path = format!("/api/v1/generations/{generation}/retry");
        send(self.request(Method::POST, &path).header("idempotency-key", key)).await
    }

    /// Asks for an invoice under a key.
    pub async fn buy(&self, key: &str, body: &Value) -> Answer {
        send(self.request(Method::POST, "/api/v1/payments").header("idempotency-key", key).json(body)).await
    }

    /// A payment of the till that waits for its money.
    pub async fn payment(&self, key: &str, coin: &str) -> String {
        text(&self.buy(key, &order(coin)).await.expect(201)["id"])
    }

    pub async fn upload(&self, bytes: Vec<u8>) -> Answer {
        let part = reqwest::multipart::Part::bytes(bytes).file_name("../picture.png");
        let form = reqwest::multipart::Form::new().part("file", part);
        send(self.request(Method::POST, "/api/v1/assets").multipart(form)).await
    }
}

/// A plain text to image turn.
pub fn turn(batch_size: u32) -> Value {
    json!({ "mode": "text_to_image", "prompt": "a lighthouse", "resolution": "auto", "batch_size": batch_size })
}

/// A month, paid at the till.
pub fn order(coin: &str) -> Value {
    json!({ "plan": "month", "processor": "till", "coin": coin })
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

pub async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status(), response.headers().clone());
    Answer { status, headers, body: response.bytes().await.expect("a whole body").to_vec() }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("plain text")).unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    /// The body, after a look at the status.
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        if self.body.is_empty() { Value::Null } else { self.json() }
    }

    /// A refusal of the documented shape.
    pub fn refused(&self, status: u16, code: &str) -> Value {
        let problem = self.expect(status);
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("urn:nproxy:problem:{code}"));
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        assert!(!self.header("x-request-id").is_empty());
        for words in ["title", "detail"] {
            assert!(problem[words].as_str().is_some_and(|words| !words.is_empty()), "{problem}");
        }
        if status == 429 || status == 503 {
            assert_eq!(problem["retry_after_seconds"].to_string(), self.header("retry-after"), "{problem}");
        }
        problem
    }

    /// A refusal of one field.
    pub fn refused_field(&self, status: u16, code: &str, pointer: &str) {
        let problem = self.refused(status, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }

    /// Every cookie that was set, with its attributes.
    pub fn cookies_set(&self) -> Vec<&str> {
        self.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().expect("plain text")).collect()
    }

    /// Name and value of the cookie that was set; those that were taken away in the same answer, in no
    /// particular order, don't count.
    pub fn cookie(&self) -> String {
        let mut pairs = self.cookies_set().into_iter().filter_map(|cookie| cookie.split(';').next());
        pairs.rfind(|pair| !pair.ends_with('=')).unwrap_or_default().to_owned()
    }
}
