//! Requests that should not leave the house as they are.

use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Uri};
use nproxy_domain::processor::{Offer, Order};
use nproxy_domain::provider::Effect;

use super::toy::{self, KEY, Ways};

fn to(uri: &str, mut request: Request<Bytes>) -> Request<Bytes> {
    *request.uri_mut() = uri.parse::<Uri>().expect("a URI");
    request
}

/// Sends to a host that `about()` does not list.
pub(super) struct ForeignHost;

impl Ways for ForeignHost {
    fn request(request: Request<Bytes>) -> Request<Bytes> {
        let uri = request.uri().to_string().replace("toy.example", "evil.example");
        to(&uri, request)
    }
}

/// Puts the key into the address.
pub(super) struct KeyInUrl;

impl Ways for KeyInUrl {
    fn request(request: Request<Bytes>) -> Request<Bytes> {
        let uri = request.uri().to_string();
        let mark = if uri.contains('?') { '&' } else { '?' };
        to(&format!("{uri}{mark}key={KEY}"), request)
    }
}

/// Doesn't mark the header sensitive.
pub(super) struct KeyInTheOpen;

impl Ways for KeyInTheOpen {
    fn request(mut request: Request<Bytes>) -> Request<Bytes> {
        request.headers_mut().insert("x-toy-key", HeaderValue::from_static(KEY));
        request
    }
}

/// Puts the key into an order, which processors log and show.
pub(super) struct KeyInOrder;

impl Ways for KeyInOrder {
    fn request(request: Request<Bytes>) -> Request<Bytes> {
        request
            .map(|body| Bytes::from(String::from_utf8_lossy(&body).replacen('{', &format!(r#"{{"key":"{KEY}","#), 1)))
    }
}

/// Numbers its requests.
pub(super) struct NumbersRequests;

impl Ways for NumbersRequests {
    fn request(request: Request<Bytes>) -> Request<Bytes> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let uri = request.uri().to_string();
        let mark = if uri.contains('?') { '&' } else { '?' };
        to(&format!("{uri}{mark}n={}", NEXT.fetch_add(1, Ordering::Relaxed)), request)
    }
}

/// Makes an invoice as if that could be done twice.
pub(super) struct FreeCheckout;

impl Ways for FreeCheckout {
    fn effect(_: Effect, _: &Request<Bytes>) -> Effect {
        Effect::Free
    }
}

/// Asks where a payment stands as if that could be done once.
pub(super) struct DearStatus;

impl Ways for DearStatus {
    fn effect(effect: Effect, request: &Request<Bytes>) -> Effect {
        if request.method() == Method::GET && request.uri().path() == "/orders/T1" { Effect::Buys } else { effect }
    }
}

/// Lets an id walk out of its place.
pub(super) struct WalkingIds;

impl Ways for WalkingIds {
    fn path(id: &str) -> Option<String> {
        let path = format!("/orders/{id}");
        toy::request_for("https://toy.example", &path, None, KEY).map(|_| path)
    }
}

/// Writes the price through a float.
pub(super) struct FloatPrice;

impl Ways for FloatPrice {
    fn price(order: &Order) -> String {
        order.price.amount().parse::<f64>().map(|price| price.to_string()).unwrap_or_default()
    }
}

/// Writes the price in minor units, which the processor takes for whole ones.
pub(super) struct CentsForDollars;

impl Ways for CentsForDollars {
    fn price(order: &Order) -> String {
        order.price.minor_units.to_string()
    }
}

/// Doesn't say whose order it is, so a lost answer is never found again.
pub(super) struct NamelessOrder;

impl Ways for NamelessOrder {
    fn name(_: &Order) -> String {
        "nproxy".to_owned()
    }
}

/// Takes an order in any coin.
pub(super) struct AnyCoin;

impl Ways for AnyCoin {
    fn takes(_: Option<&Offer>) -> bool {
        true
    }
}
