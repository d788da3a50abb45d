//! Webhooks that nobody may believe: unsigned, with a bit turned, misspelt, signed by a stranger.

use http::{HeaderMap, HeaderValue};
use nproxy_domain::processor::WebhookError;
use serde_json::{Map, Value};

use super::{Case, told};
use crate::promise::{Findings, Promise};
use crate::{Delivery, Sign};

impl Case<'_> {
    pub(super) fn unsigned(&self, genuine: &Delivery, findings: &mut Findings) {
        let body = &self.webhook.body;
        let mut others = HeaderMap::new();
        others.insert("x-signature", HeaderValue::from_static("sha256=00"));
        let mut without = vec![("without headers".to_owned(), HeaderMap::new()), ("with others".to_owned(), others)];
        for header in genuine.headers.keys() {
            let mut rest = genuine.headers.clone();
            rest.remove(header);
            without.push((format!("without {header}"), rest));
        }
        for (what, headers) in without {
            let heard = self.hear(&Delivery { headers, body: body.clone() });
            let kept = matches!(heard, Ok(Err(WebhookError::SignatureMissing)));
            findings.demand(kept, Promise::SignaturesAreDemanded, &self.webhook.name, || {
                format!("{what}: expected SignatureMissing; it led to {}", told(&heard))
            });
        }
    }

    /// Every bit of every header and of the body.
    pub(super) fn turned(&self, genuine: &Delivery, findings: &mut Findings) {
        let Delivery { headers, body } = genuine;
        for (header, value) in headers {
            for turned in each_bit(value.as_bytes()) {
                let Ok(value) = HeaderValue::from_bytes(&turned) else { continue };
                let mut headers = headers.clone();
                headers.insert(header, value);
                let sent = Delivery { headers, body: body.clone() };
                self.refused(&sent, || format!("{header} with a bit turned"), findings);
            }
        }
        for body in each_bit(body) {
            let sent = Delivery { headers: headers.clone(), body };
            self.refused(&sent, || "the body with a bit turned".to_owned(), findings);
        }
    }

    /// Signatures that mean the same to a lenient reader, and such as mean nothing.
    pub(super) fn misspelt(&self, genuine: &Delivery, findings: &mut Findings) {
        for (header, value) in &genuine.headers {
            let Ok(text) = value.to_str() else { continue };
            for (what, spelt) in spellings(text) {
                let Ok(value) = HeaderValue::from_bytes(spelt.as_bytes()) else { continue };
                let mut headers = genuine.headers.clone();
                headers.insert(header, value);
                let sent = Delivery { headers, body: genuine.body.clone() };
                self.refused(&sent, || format!("{header} {what}"), findings);
            }
        }
        let Some((name, text)) = self.added(genuine) else { return };
        let body = String::from_utf8_lossy(&genuine.body);
        let quoted = format!("\"{text}\"");
        let mut ways: Vec<_> =
            spellings(&text).into_iter().map(|(what, spelt)| (what, format!("\"{spelt}\""))).collect();
        ways.extend(
            [("null", "null"), ("a number", "0"), ("a list", "[]")].map(|(what, json)| (what, json.to_owned())),
        );
        ways.push(("there twice", format!("{quoted},\"{name}\":{quoted}")));
        for (what, spelt) in ways {
            let body = body.replacen(&quoted, &spelt, 1).into_bytes();
            self.refused(&Delivery { body, ..genuine.clone() }, || format!("{name} {what}"), findings);
        }
    }

    /// The member of a signed body that the unsigned one doesn't have, and its text.
    fn added(&self, genuine: &Delivery) -> Option<(String, String)> {
        let members = |body: &[u8]| serde_json::from_slice::<Map<String, Value>>(body).ok();
        let before = members(&self.webhook.body)?;
        let added = members(&genuine.body)?.into_iter().find(|(name, _)| !before.contains_key(name))?;
        Some((added.0, added.1.as_str()?.to_owned()))
    }

    pub(super) fn by_a_stranger(&self, findings: &mut Findings) {
        let own = self.sender.secret;
        for secret in ["", "stranger", &format!("{own}0"), &own[..own.len() - 1], &own.to_ascii_lowercase()] {
            if secret != own {
                let sent = self.sender.sign.delivery(secret, &self.webhook.body);
                self.refused(&sent, || "signed with another secret".to_owned(), findings);
            }
        }
    }

    fn refused(&self, sent: &Delivery, what: impl Fn() -> String, findings: &mut Findings) {
        let name = &self.webhook.name;
        let heard = self.hear(sent);
        if let Err(panic) = &heard {
            findings.broken(Promise::NothingPanics, name, format!("{}: {panic}", what()));
        }
        let kept = match &heard {
            Ok(Err(WebhookError::SignatureWrong)) | Err(_) => true,
            // What was spoiled may be what says that there is a signature.
            Ok(Err(WebhookError::SignatureMissing)) => matches!(self.sender.sign, Sign::InBody(_)),
            Ok(_) => false,
        };
        findings.demand(kept, Promise::SignaturesAreVerified, name, || {
            format!("{}: expected SignatureWrong; it led to {}", what(), told(&heard))
        });
    }
}

/// Other ways to write a signature, each with what was done to it.
fn spellings(text: &str) -> Vec<(&'static str, String)> {
    let digits = text.rfind(|c: char| !c.is_ascii_hexdigit()).map_or(0, |at| at + 1);
    let (prefix, hex) = text.split_at(digits);
    let mut ways = vec![
        ("in capitals", format!("{prefix}{}", hex.to_ascii_uppercase())),
        ("with a space before", format!(" {text}")),
        ("with a space behind", format!("{text} ")),
        ("cut", text[..text.len() - 1].to_owned()),
        ("cut by a byte", text[..text.len() - 2].to_owned()),
        ("with a byte more", format!("{text}00")),
        ("twice", format!("{text}{text}")),
        ("empty", String::new()),
        ("with a scheme of another kind", format!("sha1={hex}")),
        ("all zeros", format!("{prefix}{}", "0".repeat(hex.len()))),
    ];
    if !prefix.is_empty() {
        ways.push(("without its scheme", hex.to_owned()));
        ways.push(("nothing but its scheme", prefix.to_owned()));
    }
    ways.retain(|(_, spelt)| spelt != text);
    ways
}

fn each_bit(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|n| {
        let mut turned = bytes.to_vec();
        turned[n / 8] ^= 1 << (n % 8);
        turned
    })
}
