//! JSON as the sender signs it: compact, the keys of every object sorted, the digits of numbers as they came.
//!
//! The sender is JavaScript; its own words, `JSON.stringify(params, Object.keys(params).sort())`, would leave nested
//! objects empty, and its SDK sorts them instead, which is what is done here. Numbers are never read: `1e-7` and `15`
//! would be written otherwise. Map types that other crates may switch to another order are not relied on.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// How a list is written. The SDK keeps it, the documentation's sample makes an object of it; which of them signs is
/// not documented, so both are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lists {
    Kept,
    /// `[a, b]` as `{"0":a,"1":b}`, in this order.
    Numbered,
}

/// Nothing that is sent is nested deeper than three.
const DEPTH_MAX: usize = 16;

/// The texts whose signature counts: one, or two where there are lists. Empty: the body is no JSON object.
pub(crate) fn forms(body: &[u8]) -> Vec<String> {
    let Ok(raw) = serde_json::from_slice::<&RawValue>(body) else { return Vec::new() };
    if !raw.get().starts_with('{') {
        return Vec::new();
    }
    let form = |lists| {
        let mut out = String::with_capacity(body.len());
        write(raw, lists, DEPTH_MAX, &mut out).map(|()| out)
    };
    let Some(kept) = form(Lists::Kept) else { return Vec::new() };
    let numbered = kept.contains('[').then(|| form(Lists::Numbered)).flatten().filter(|numbered| *numbered != kept);
    std::iter::once(kept).chain(numbered).collect()
}

/// `None`: too deep, or not JSON after all.
fn write(raw: &RawValue, lists: Lists, depth: usize, out: &mut String) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    let text = raw.get();
    match text.as_bytes().first()? {
        b'{' => {
            let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
            out.push('{');
            for (n, (key, value)) in fields.into_iter().enumerate() {
                separate(n, out);
                quote(&key, out)?;
                out.push(':');
                write(value, lists, depth, out)?;
            }
            out.push('}');
        }
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            let (open, close) = if lists == Lists::Kept { ('[', ']') } else { ('{', '}') };
            out.push(open);
            for (n, item) in items.into_iter().enumerate() {
                separate(n, out);
                if lists == Lists::Numbered {
                    quote(&n.to_string(), out)?;
                    out.push(':');
                }
                write(item, lists, depth, out)?;
            }
            out.push(close);
        }
        // JavaScript escapes what must be escaped and nothing else, as serde_json does.
        b'"' => quote(&serde_json::from_str::<String>(text).ok()?, out)?,
        _ => out.push_str(text),
    }
    Some(())
}

fn separate(n: usize, out: &mut String) {
    if n > 0 {
        out.push(',');
    }
}

fn quote(text: &str, out: &mut String) -> Option<()> {
    out.push_str(&serde_json::to_string(text).ok()?);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(body: &str) -> String {
        let forms = forms(body.as_bytes());
        assert_eq!(forms.len(), 1, "{forms:?}");
        forms.into_iter().next().expect("one")
    }

    #[test]
    fn keys_are_sorted_at_every_depth_and_space_is_gone() {
        let text = one(" {\n \"b\" : 2 , \"a\": {\"d\":4, \"c\":3, \"B\":{\"z\":null,\"y\":true}} }");
        assert_eq!(text, r#"{"a":{"B":{"y":true,"z":null},"c":3,"d":4},"b":2}"#);
    }

    #[test]
    fn numbers_keep_the_senders_digits() {
        let numbers =
            r#"{"a":1e-7,"b":15.0,"c":0.000001,"d":-0,"e":123456789012345678901234567890,"f":0.09853637216235617}"#;
        assert_eq!(one(numbers), numbers);
    }

    #[test]
    fn text_is_written_as_javascript_writes_it() {
        assert_eq!(one(r#"{"a":"\u00e9\/\u001F\"\\\n"}"#), r#"{"a":"é/\u001f\"\\\n"}"#);
    }

    #[test]
    fn a_list_counts_in_both_ways_of_writing_it() {
        let list: Vec<String> = (0..11).map(|n| n.to_string()).collect();
        let kept = format!(r#"{{"a":[{{"c":1,"d":2}},[]],"b":[{}]}}"#, list.join(","));
        let numbered: Vec<String> = (0..11).map(|n| format!("\"{n}\":{n}")).collect();
        let numbered = format!(r#"{{"a":{{"0":{{"c":1,"d":2}},"1":{{}}}},"b":{{{}}}}}"#, numbered.join(","));
        let body = kept.replace(r#"{"c":1,"d":2}"#, r#"{"d":2,"c":1}"#);
        assert_eq!(forms(body.as_bytes()), [kept, numbered]);
    }

    #[test]
    fn what_is_no_object_has_no_form() {
        let deep = format!("{}1{}", "{\"a\":".repeat(DEPTH_MAX), "}".repeat(DEPTH_MAX));
        for body in ["", "x", "1", "null", "[]", "\"a\"", "{", "{\"a\":1}x", "{\"a\":01}", "{\"a\":\"\\ud800\"}", &deep]
        {
            assert_eq!(forms(body.as_bytes()), Vec::<String>::new(), "{body}");
        }
        assert!(forms(b"{\"a\":\"\xff\"}").is_empty());
    }
}
