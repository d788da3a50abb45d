//! `AUTH`: what a sender says about itself.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// `[authorize-id] NUL name NUL password` in base64 (RFC 4616).
pub(super) fn plain(response: &str) -> Option<(String, String)> {
    let text = decoded(response)?;
    let mut fields = text.split('\0');
    let (_, name, password) = (fields.next()?, fields.next()?, fields.next()?);
    (fields.next().is_none() && !name.is_empty()).then(|| (name.to_owned(), password.to_owned()))
}

/// One answer of `AUTH LOGIN`.
pub(super) fn decoded(response: &str) -> Option<String> {
    String::from_utf8(STANDARD.decode(response).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_answer_has_three_fields() {
        let said = |text: &str| plain(&STANDARD.encode(text));
        assert_eq!(said("\0ada\0secret"), Some(("ada".to_owned(), "secret".to_owned())));
        for wrong in ["", "ada\0secret", "\0\0secret", "\0ada\0secret\0"] {
            assert_eq!(said(wrong), None, "{wrong:?}");
        }
        assert_eq!(plain("not base64!"), None);
    }
}
