//! A customer's program: signs in, asks for pictures, waits for them.

use std::time::Duration;

use reqwest::header::{COOKIE, ETAG, HeaderMap, IF_NONE_MATCH, ORIGIN, SET_COOKIE};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, ClientBuilder, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::time::Instant;

/// Far longer than any test's pictures take.
const PATIENCE: Duration = Duration::from_mins(2);

#[derive(Debug)]
pub struct Site {
    http: Client,
    url: String,
    cookie: String,
}

/// Whether a generation is over.
fn ended(generation: &Value) -> bool {
    ["succeeded", "failed", "cancelled"].iter().any(|state| generation["state"] == *state)
}

impl Site {
    /// `account` is `{email, password}`.
    pub async fn sign_in(url: &str, account: &Value) -> Self {
        Self::sign_in_with(client(), url, account).await
    }

    /// With a new connection for each request, so that a balancer chooses anew.
    pub async fn sign_in_anew(url: &str, account: &Value) -> Self {
        Self::sign_in_with(builder().pool_max_idle_per_host(0).build().unwrap(), url, account).await
    }

    /// The same browser at another address.
    pub fn at(&self, url: &str) -> Self {
        let (http, cookie) = (self.http.clone(), self.cookie.clone());
        Self { http, url: url.trim_end_matches('/').to_owned(), cookie }
    }

    /// The same by another program than the usual one.
    pub async fn sign_in_with(http: Client, url: &str, account: &Value) -> Self {
        let mut site = Self { http, url: url.trim_end_matches('/').to_owned(), cookie: String::new() };
        let body = json!({ "email": account["email"], "password": account["password"] });
        let reply = site.request(Method::POST, "/api/v1/auth/login").json(&body).send().await.unwrap();
        assert_eq!(reply.status(), StatusCode::OK, "{}", reply.text().await.unwrap());
        site.cookie = cookie(reply.headers());
        site
    }

    /// What the cookie of the session holds.
    pub fn cookie_value(&self) -> String {
        self.cookie.split_once('=').map(|(_, value)| value.to_owned()).expect("it is signed in")
    }

    /// Somebody who is not signed in.
    pub fn browser() -> Client {
        client()
    }

    /// One that comes from the page and is signed in.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        request.header(ORIGIN, &self.url).header(COOKIE, &self.cookie)
    }

    pub async fn get(&self, path: &str) -> Value {
        let reply = self.request(Method::GET, path).send().await.unwrap();
        let status = reply.status();
        let body = reply.text().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// Sends JSON; gives the status and the answer.
    pub async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let reply = self.request(Method::POST, path).json(body).send().await.unwrap();
        (reply.status().as_u16(), reply.json().await.unwrap())
    }

    /// The status and the answer, whatever it is.
    pub async fn try_get(&self, path: &str) -> (u16, Value) {
        let reply = self.request(Method::GET, path).send().await.expect("an answer");
        (reply.status().as_u16(), reply.json().await.unwrap_or_default())
    }

    /// The tag of how these generations are.
    pub async fn tag_of(&self, generations: &[String]) -> String {
        let path = format!("/api/v1/generations?ids={}", generations.join(","));
        let reply = self.request(Method::GET, &path).send().await.unwrap();
        reply.headers()[ETAG].to_str().unwrap().to_owned()
    }

    /// Waits until they are otherwise than `known`; the status.
    pub async fn look(&self, generations: &[String], known: &str) -> u16 {
        let path = format!("/api/v1/generations?wait=25&ids={}", generations.join(","));
        let reply = self.request(Method::GET, &path).header(IF_NONE_MATCH, known).send().await;
        reply.expect("an answer, and not a broken connection").status().as_u16()
    }

    pub async fn sign_out(&self) {
        let reply = self.request(Method::POST, "/api/v1/auth/logout").send().await.unwrap();
        assert_eq!(reply.status(), StatusCode::NO_CONTENT);
    }

    /// Orders a month; an error says why there is no answer of ours.
    pub async fn try_buy(&self, key: &str, processor: &str, coin: Option<&str>) -> Result<(u16, Value), String> {
        let order = json!({ "plan": "standard", "processor": processor, "coin": coin });
        let request = self.request(Method::POST, "/api/v1/payments").header("idempotency-key", key).json(&order);
        answer(request).await
    }

    /// Orders a month and gives the payment.
    pub async fn buy(&self, key: &str, processor: &str, coin: Option<&str>) -> Value {
        let (status, payment) = self.try_buy(key, processor, coin).await.expect("an answer");
        assert_eq!(status, 201, "{payment}");
        payment
    }

    /// Waits, as the web app does, until the payment is in one of these states.
    pub async fn payment_in(&self, payment: &Value, states: &[&str]) -> Value {
        let path = format!("/api/v1/payments/{}?wait=25", payment["id"].as_str().unwrap());
        let until = Instant::now() + PATIENCE;
        let (mut etag, mut last) = (String::new(), payment.clone());
        while !states.iter().any(|state| last["state"] == *state) {
            assert!(Instant::now() < until, "the payment never comes to {states:?}: {last}");
            let reply = self.request(Method::GET, &path).header(IF_NONE_MATCH, &etag).send().await.unwrap();
            if reply.status() == StatusCode::NOT_MODIFIED {
                continue;
            }
            assert_eq!(reply.status(), StatusCode::OK);
            reply.headers()[ETAG].to_str().unwrap().clone_into(&mut etag);
            last = reply.json().await.unwrap();
        }
        last
    }

    /// Asks for pictures; an error says why there is no answer of ours.
    pub async fn try_submit(&self, key: &str, turn: &Value) -> Result<(u16, Value), String> {
        let request = self.request(Method::POST, "/api/v1/turns").header("idempotency-key", key).json(turn);
        answer(request).await
    }

    /// Asks for pictures and gives the answer, `{turn, conversation}`.
    pub async fn submit(&self, key: &str, turn: &Value) -> Value {
        let (status, answer) = self.try_submit(key, turn).await.expect("an answer");
        assert_eq!(status, 202, "{answer}");
        answer
    }

    /// Waits, as the web app does, until all of these are over.
    pub async fn wait(&self, generations: &[String]) -> Vec<Value> {
        let until = Instant::now() + PATIENCE;
        let mut all = Vec::new();
        for ids in generations.chunks(100) {
            let path = format!("/api/v1/generations?wait=25&ids={}", ids.join(","));
            let mut etag = String::new();
            loop {
                assert!(Instant::now() < until, "the pictures don't end: {all:?}");
                let request = self.request(Method::GET, &path).header(IF_NONE_MATCH, &etag);
                let reply = request.send().await.unwrap();
                if reply.status() == StatusCode::NOT_MODIFIED {
                    continue;
                }
                assert_eq!(reply.status(), StatusCode::OK);
                reply.headers()[ETAG].to_str().unwrap().clone_into(&mut etag);
                let body: Value = reply.json().await.unwrap();
                let now = body["generations"].as_array().unwrap();
                if now.len() == ids.len() && now.iter().all(ended) {
                    all.extend(now.iter().cloned());
                    break;
                }
            }
        }
        all
    }

    /// The headers and bytes behind a picture's address.
    pub async fn picture(&self, path: &str) -> (HeaderMap, Vec<u8>) {
        let reply = self.request(Method::GET, path).send().await.unwrap();
        assert_eq!(reply.status(), StatusCode::OK, "{path}");
        (reply.headers().clone(), reply.bytes().await.unwrap().to_vec())
    }

    /// Uploads a picture and gives its asset.
    pub async fn upload(&self, bytes: Vec<u8>) -> Value {
        let (status, answer) = self.try_upload(bytes).await;
        assert_eq!(status, 201, "{answer}");
        answer["asset"].clone()
    }

    /// Uploads a picture; the status and the answer.
    pub async fn try_upload(&self, bytes: Vec<u8>) -> (u16, Value) {
        let part = Part::bytes(bytes).file_name("input.png").mime_str("image/png").unwrap();
        let form = Form::new().part("file", part);
        let reply = self.request(Method::POST, "/api/v1/assets").multipart(form).send().await.unwrap();
        (reply.status().as_u16(), reply.json().await.unwrap())
    }

    /// Rules the played outside world: `PUT` to its control endpoint.
    pub async fn control(&self, dev: &Value, path: &str, body: &Value) {
        let url = format!("{}{path}", dev["sandbox"]["control_url"].as_str().unwrap());
        let reply = self.http.put(url).json(body).send().await.unwrap();
        assert_eq!(reply.status(), StatusCode::OK, "{}", reply.text().await.unwrap());
    }

    /// A person's or a chain's act on the one invoice of a payment, at the played till.
    pub async fn at_the_till(&self, dev: &Value, payment: &Value, act: &str) {
        let till = dev["sandbox"]["till_url"].as_str().unwrap();
        let found = format!("{till}/invoices?find={}", payment["id"].as_str().unwrap());
        let found: Value = self.http.get(found).send().await.unwrap().json().await.unwrap();
        let id = found["invoices"][0]["id"].as_str().expect("an invoice");
        let acted = self.http.post(format!("{till}/invoices/{id}/acts")).json(&json!({ "act": act })).send();
        assert_eq!(acted.await.unwrap().status(), StatusCode::OK, "{act}");
    }

    /// What the played upstream would have billed.
    pub async fn bill(&self, dev: &Value) -> Value {
        let url = format!("{}/bill", dev["sandbox"]["control_url"].as_str().unwrap());
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }
}

/// The ids of a turn's generations.
pub fn ids(answer: &Value) -> Vec<String> {
    let generations = answer["turn"]["generations"].as_array().unwrap();
    generations.iter().map(|g| g["id"].as_str().unwrap().to_owned()).collect()
}

fn cookie(headers: &HeaderMap) -> String {
    let set = headers[SET_COOKIE].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}

fn client() -> Client {
    builder().build().unwrap()
}

#[expect(clippy::disallowed_methods, reason = "this is a customer's program, not ours; it talks to this machine alone")]
fn builder() -> ClientBuilder {
    // Another test of this process may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy()
}

async fn answer(request: RequestBuilder) -> Result<(u16, Value), String> {
    let reply = request.send().await.map_err(|error| format!("{error:?}"))?;
    let status = reply.status().as_u16();
    let text = reply.text().await.map_err(|error| format!("{status}, then {error:?}"))?;
    let answer = serde_json::from_str(&text).map_err(|_| format!("{status} {text:?}"))?;
    Ok((status, answer))
}
