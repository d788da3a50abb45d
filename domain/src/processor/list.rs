//! A processor's list, item by item: one odd invoice, which may be another shop's, must not hide the others.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// An item that is not read yet: an object, whatever is in it. A list of anything else is none.
#[derive(Debug)]
pub struct Item(Box<RawValue>);

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if raw.get().starts_with('{') { Ok(Self(raw)) } else { Err(D::Error::custom("no object")) }
    }
}

impl Item {
    /// `None`: it is nothing of the kind.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(self.0.get()).ok()
    }
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    pub payments: Vec<T>,
    /// So many more are on this page and can't be read: a state of the future, a price that is none. They are passed over.
    pub unread: usize,
    /// There are more behind these; a search by order never says so.
    pub more: bool,
    /// Where the next page begins, by the name of a processor whose list is not counted. Not a secret.
    pub cursor: Option<String>,
}

impl<T> Found<T> {
    /// All that there is.
    pub fn all(payments: Vec<T>) -> Self {
        Self { payments, unread: 0, more: false, cursor: None }
    }

    /// A page of a list, as far as its items can be read. (A search by order fails instead: what it can't read may be what
    /// is looked for, and "there is none" would have another one made.)
    pub fn page<E>(read: impl IntoIterator<Item = Result<T, E>>, more: bool, cursor: Option<String>) -> Self {
        let mut page = Self { payments: Vec::new(), unread: 0, more, cursor };
        for item in read {
            match item {
                Ok(payment) => page.payments.push(payment),
                Err(_) => page.unread += 1,
            }
        }
        page
    }

    /// By so many the next page is further behind.
    pub fn seen(&self) -> usize {
        self.payments.len() + self.unread
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::processor::Scalar;

    #[derive(Deserialize)]
    struct Priced {
        amount: Scalar,
    }

    #[test]
    fn what_cannot_be_read_is_passed_over_and_counted() {
        let items: Vec<Item> =
            serde_json::from_str(r#"[{"amount":0.10000000000000000001},{"amount":null},{}]"#).expect("a list");
        let read = |item: &Item| item.read::<Priced>().map(|priced| priced.amount.0).ok_or(());
        let page = Found::page(items.iter().map(read), true, None);
        assert_eq!((page.payments.as_slice(), page.unread), (&["0.10000000000000000001".to_owned()][..], 2));
        assert_eq!((page.seen(), page.more), (3, true));
    }

    #[test]
    fn a_list_of_anything_but_objects_is_none() {
        for odd in ["[[]]", "[null]", "[7]", "[{},[{}]]", "{}"] {
            assert!(serde_json::from_str::<Vec<Item>>(odd).is_err(), "{odd}");
        }
    }
}
