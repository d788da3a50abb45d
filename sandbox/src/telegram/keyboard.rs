//! Inline keyboards. Of the buttons there are those that call back and those that lead somewhere.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{markup::is_link, refusal::Refusal};

/// Bytes of `callback_data`, at least 1 (core.telegram.org/bots/api#inlinekeyboardbutton).
pub(super) const DATA_BYTES_MAX: usize = 64;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TelegramButton {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback_data: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Its rows.
pub(super) type Keyboard = Vec<Vec<TelegramButton>>;

/// Of `reply_markup`; rows without a button are no rows.
pub(super) fn read(raw: &str) -> Result<Keyboard, Refusal> {
    if raw.is_empty() {
        return Ok(Vec::new());
    }
    let markup: Map<String, Value> =
        serde_json::from_str(raw).map_err(|_| Refusal::bad("can't parse reply keyboard markup JSON object"))?;
    if let Some(name) = markup.keys().find(|name| *name != "inline_keyboard") {
        return Err(Refusal::bad(format!("the played Bot API does not know the reply markup {name:?}")));
    }
    let Some(rows) = markup.get("inline_keyboard") else { return Ok(Vec::new()) };
    let rows = rows.as_array().ok_or_else(|| Refusal::bad("field \"inline_keyboard\" must be of type Array"))?;
    let row = |row: &Value| {
        let row = row.as_array().ok_or_else(|| wrong_button("the row must be of type Array"))?;
        row.iter().map(button).collect::<Result<Vec<_>, _>>()
    };
    let rows = rows.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().filter(|row| !row.is_empty()).collect())
}

fn button(button: &Value) -> Result<TelegramButton, Refusal> {
    let fields = button.as_object().ok_or_else(|| wrong_button("the button must be of type Object"))?;
    let mut known = TelegramButton { text: String::new(), callback_data: None, url: None };
    for (name, value) in fields {
        let value = value.as_str().ok_or_else(|| wrong_button(&format!("field \"{name}\" must be of type String")))?;
        match name.as_str() {
            "text" => value.trim().clone_into(&mut known.text),
            "callback_data" => known.callback_data = Some(value.to_owned()),
            "url" => known.url = Some(value.to_owned()),
            _ => return Err(wrong_button(&format!("the played Bot API does not know the field {name:?}"))),
        }
    }
    match (&known.callback_data, &known.url) {
        _ if known.text.is_empty() => Err(wrong_button("field \"text\" is empty")),
        (None, None) => Err(wrong_button("Text buttons are unallowed in the inline keyboard")),
        (Some(_), Some(_)) => Err(wrong_button("only one of the optional fields may be used")),
        (Some(data), None) if data.is_empty() || data.len() > DATA_BYTES_MAX => {
            Err(Refusal::bad("BUTTON_DATA_INVALID"))
        }
        (None, Some(url)) if !is_link(url) => Err(Refusal::bad("BUTTON_URL_INVALID")),
        _ => Ok(known),
    }
}

fn wrong_button(why: &str) -> Refusal {
    Refusal::bad(format!("can't parse inline keyboard button: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_has_a_text_and_one_deed() {
        let one = |button: &str| read(&format!("{{\"inline_keyboard\":[[],[{button}]]}}"));
        let rows = one(r#"{"text":"Yes","callback_data":"y"},{"text":"Web","url":"https://a.example"}"#).unwrap();
        assert_eq!((rows.len(), rows[0].len(), rows[0][0].callback_data.as_deref()), (1, 2, Some("y")));
        let data = |bytes: usize| one(&format!("{{\"text\":\"Yes\",\"callback_data\":\"{}\"}}", "д".repeat(bytes / 2)));
        assert!(data(64).is_ok());
        for bytes in [0, 66] {
            assert_eq!(data(bytes).unwrap_err(), Refusal::bad("BUTTON_DATA_INVALID"));
        }
        assert_eq!(one(r#"{"text":"a","url":"javascript:alert(1)"}"#).unwrap_err(), Refusal::bad("BUTTON_URL_INVALID"));
        for bad in [r#"{"text":"a"}"#, r#"{"callback_data":"a"}"#, r#"{"text":"a","pay":"x"}"#, r#"{"text":1}"#, "1"] {
            assert!(one(bad).is_err(), "{bad}");
        }
        assert!(read("{\"keyboard\":[]}").is_err() && read("[").is_err() && read("{}").unwrap().is_empty());
    }
}
