//! The signature that stands in a webhook's own body.
//!
//! The sender is PHP: it signs its JSON, where a `/` is `\/`, and sends the same with one member more. So the body is taken
//! apart into the very texts of its members and put together without that one. Nothing is read and written anew: digits,
//! escapes and the order of members are the sender's.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

const SIGNATURE: &str = "sign";
/// MD5 in hexadecimal digits.
const SIGNATURE_CHARS: usize = 32;

/// The members of an object in their order.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

/// What was signed, and with what.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unsealed {
    pub signed: String,
    /// As it came; wrong where it can't be a signature.
    pub signature: Option<String>,
}

/// `None`: there is no signature in it.
pub(crate) fn unseal(body: &[u8]) -> Option<Unsealed> {
    let Members(members) = serde_json::from_slice(body).ok()?;
    let (signatures, rest): (Vec<_>, Vec<_>) = members.into_iter().partition(|(name, _)| name == SIGNATURE);
    let signature = match &signatures[..] {
        [] => return None,
        [(_, raw)] => {
            raw.get().strip_prefix('"').and_then(|text| text.strip_suffix('"')).filter(|text| is_digest(text))
        }
        _ => None,
    };
    let signature = signature.map(str::to_owned);
    let name = |name: &str| serde_json::to_string(name).ok();
    let members: Option<Vec<_>> = rest.iter().map(|(n, raw)| Some(format!("{}:{}", name(n)?, raw.get()))).collect();
    Some(Unsealed { signed: format!("{{{}}}", members?.join(",")), signature })
}

/// As the sender writes it.
fn is_digest(text: &str) -> bool {
    text.len() == SIGNATURE_CHARS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "97acfc22fe20624e0592b673aaf99b92";

    fn unsealed(body: &str) -> Option<(String, Option<String>)> {
        unseal(body.as_bytes()).map(|Unsealed { signed, signature }| (signed, signature))
    }

    #[test]
    fn every_byte_but_the_signature_is_the_senders() {
        let body = format!(r#"{{"b":"https:\/\/x","a":3.00,"sign":"{DIGEST}","c":{{"z":1e-7,"y":null}}}}"#);
        let signed = r#"{"b":"https:\/\/x","a":3.00,"c":{"z":1e-7,"y":null}}"#;
        assert_eq!(unsealed(&body), Some((signed.to_owned(), Some(DIGEST.to_owned()))));
    }

    #[test]
    fn what_is_no_signature_is_none() {
        for body in ["", "x", "[]", "null", "{}", r#"{"a":1}"#, r#"{"a":{"sign":"x"}}"#] {
            assert_eq!(unsealed(body), None, "{body}");
        }
        let twice = format!(r#"{{"sign":"{DIGEST}","sign":"{DIGEST}"}}"#);
        let capitals = format!(r#"{{"sign":"{}"}}"#, DIGEST.to_uppercase());
        for body in [twice.as_str(), &capitals, r#"{"sign":null}"#, r#"{"sign":""}"#, r#"{"sign":["x"]}"#] {
            assert_eq!(unsealed(body), Some(("{}".to_owned(), None)), "{body}");
        }
    }
}
