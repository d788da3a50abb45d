//! Whether amounts come out digit by digit. A float has 17 of them.

use bytes::Bytes;
use nproxy_domain::processor::CryptoAmount;
use nproxy_domain::provider::Reply;

use super::Tried;
use crate::fixture::Fixture;
use crate::promise::{Findings, Promise};

const LONG: &str = "0.1234567890123456789";
/// Makes a price one that its currency has no coin for, by less than a float can tell.
const DUST: &str = "0000000000000000001";

/// A number in a body, bare or as a whole text.
pub(super) struct Token {
    at: std::ops::Range<usize>,
    pub amount: Option<CryptoAmount>,
}

pub(super) fn tokens(body: &[u8]) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = body.get(at) {
        let quoted = *first == b'"';
        let start = at + usize::from(quoted);
        let end = start + if quoted { text_len(&body[start..]) } else { number_len(&body[start..]) };
        at = end.max(start) + usize::from(quoted || end == start);
        let number =
            body.get(start).is_some_and(u8::is_ascii_digit) && body[start..end].iter().all(|b| is_of_a_number(*b));
        if number {
            let amount = std::str::from_utf8(&body[start..end]).ok().and_then(|text| text.parse().ok());
            out.push(Token { at: start..end, amount });
        }
    }
    out
}

fn is_of_a_number(b: u8) -> bool {
    b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'-' | b'e' | b'E')
}

fn number_len(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| is_of_a_number(**b)).count()
}

/// Bytes up to the quote that ends a text.
fn text_len(bytes: &[u8]) -> usize {
    let mut escaped = false;
    let ends = |b: &u8| {
        let ends = *b == b'"' && !escaped;
        escaped = *b == b'\\' && !escaped;
        ends
    };
    bytes.iter().position(ends).unwrap_or(bytes.len())
}

pub(crate) fn run(tried: &Tried<'_>, findings: &mut Findings) {
    for fixture in tried.replies {
        let Some(before) = tried.before(fixture) else { continue };
        let Some(whole) = tried.read(fixture, &before, fixture.reply.clone()) else { continue };
        for (place, amount) in whole.end.amounts() {
            let spoiled = replaced(fixture, amount, |_| LONG.to_owned());
            let Some(walked) = tried.read(fixture, &before, spoiled) else { continue };
            let long: Option<CryptoAmount> = LONG.parse().ok();
            for (_, read) in walked.end.amounts().into_iter().filter(|(read_at, _)| *read_at == place) {
                let kept = Some(read) == long || read == amount;
                findings.demand(kept, Promise::EveryDigitCounts, &fixture.name, || {
                    format!("{place}: {LONG} was written, {read} was read")
                });
            }
        }
        for price in whole.end.payments().iter().filter_map(|payment| payment.price.clone()) {
            let Ok(amount) = price.amount().parse() else { continue };
            let dusty =
                |text: &str| if text.contains('.') { format!("{text}{DUST}") } else { format!("{text}.{DUST}") };
            let Some(walked) = tried.read(fixture, &before, replaced(fixture, amount, dusty)) else { continue };
            let in_earlier = before.iter().any(|reply| tokens(&reply.body).iter().any(|t| t.amount == Some(amount)));
            let same = walked.end.payments().iter().any(|payment| payment.price.as_ref() == Some(&price));
            findings.demand(!same || in_earlier, Promise::EveryDigitCounts, &fixture.name, || {
                format!("{price} was read where a little more was written")
            });
        }
    }
}

/// The reply with another text for every number that is this amount.
fn replaced(fixture: &Fixture, amount: CryptoAmount, with: impl Fn(&str) -> String) -> Reply {
    let body = &fixture.reply.body;
    let mut out = Vec::with_capacity(body.len());
    let mut from = 0;
    for token in tokens(body).into_iter().filter(|token| token.amount == Some(amount)) {
        out.extend_from_slice(&body[from..token.at.start]);
        out.extend_from_slice(with(&String::from_utf8_lossy(&body[token.at.clone()])).as_bytes());
        from = token.at.end;
    }
    out.extend_from_slice(&body[from..]);
    Reply { body: Bytes::from(out), ..fixture.reply.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_bare_and_as_texts_and_not_inside_of_others() {
        let found = |body: &str| -> Vec<String> {
            tokens(body.as_bytes()).into_iter().filter_map(|t| Some(t.amount?.to_string())).collect()
        };
        assert_eq!(found(r#"{"a":1.50,"b":"2e-3","c":[7, 8]}"#), ["1.5", "0.002", "7", "8"]);
        assert_eq!(found(r#"{"a":"x9","b":"9x","c":"2026-11-22T12:00:00Z","d":null}"#), Vec::<String>::new());
    }
}
