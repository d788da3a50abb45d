//! Where a page begins, as text that says nothing to its reader. It is bound to the order of its list.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use nproxy_domain::moment::from_micros;
use nproxy_store::lists::{Key, List, Place, Sort};

use super::ListError;

/// The order of this name; the usual one where nothing is said.
pub(super) fn sort<L: List>(name: Option<&str>) -> Result<Sort, ListError> {
    let Some(name) = name else { return Ok(L::SORTS[0]) };
    let known = || L::SORTS.iter().map(|sort| sort.name).collect::<Vec<_>>().join(", ");
    L::SORTS.iter().copied().find(|sort| sort.name == name).ok_or_else(|| ListError::BadSort(known()))
}

pub(super) fn write(place: &Place, sort: Sort) -> String {
    let key = match &place.key {
        Key::Made => String::new(),
        Key::At(at) => format!("@{}", at.timestamp_micros()),
        Key::Text(text) => format!("={text}"),
    };
    URL_SAFE_NO_PAD.encode(format!("{}\n{}\n{key}", sort.name, place.id))
}

pub(super) fn read(text: &str, sort: Sort) -> Result<Place, ListError> {
    parse(text, sort).ok_or(ListError::BadCursor)
}

fn parse(text: &str, sort: Sort) -> Option<Place> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let mut parts = text.splitn(3, '\n');
    let (name, id, key) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
    if name != sort.name {
        return None;
    }
    let key = match key.split_at_checked(1) {
        None => Key::Made,
        Some(("@", micros)) => Key::At(from_micros(micros)?),
        Some(("=", text)) if !text.contains('\0') => Key::Text(text.to_owned()),
        Some(_) => return None,
    };
    Some(Place { key, id })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use nproxy_store::lists::{CycleFilter, UserFilter};

    use super::*;

    #[test]
    fn a_cursor_goes_there_and_back_in_its_own_order_alone() {
        let by_email = sort::<UserFilter>(Some("email")).unwrap();
        let by_end = sort::<CycleFilter>(Some("ends_at")).unwrap();
        let made = sort::<UserFilter>(None).unwrap();
        let id = uuid::Uuid::from_u128(7);
        let at = DateTime::from_timestamp_micros(1_800_000_000_123_456).unwrap();
        let places = [
            (made, Key::Made),
            (by_email, Key::Text("a\nb@example.com".into())),
            (by_email, Key::Text(String::new())),
            (by_end, Key::At(at)),
        ];
        for (sort, key) in places {
            let place = Place { key, id };
            let text = write(&place, sort);
            assert_eq!(read(&text, sort).unwrap(), place);
            let other = if sort == made { by_email } else { made };
            assert!(matches!(read(&text, other), Err(ListError::BadCursor)), "{text}");
            assert!(read(&text[1..], sort).is_err() && read("", sort).is_err());
        }
        assert!(matches!(sort::<UserFilter>(Some("password_hash")), Err(ListError::BadSort(_))));
    }
}
