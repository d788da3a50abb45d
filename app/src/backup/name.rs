//! What backups are called: `nproxy-20270115T031500Z-1a2b3c4d.age`.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDateTime, SubsecRound as _};
use nproxy_domain::Timestamp;

pub(super) const BEGIN: &str = "nproxy-";
const END: &str = ".age";
const TIME: &str = "%Y%m%dT%H%M%SZ";

/// Says when it was made and which master key its secrets are sealed with. In the order of time, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupName {
    /// To the second, in UTC.
    pub made_at: Timestamp,
    /// The master key's fingerprint.
    pub master_key: String,
}

impl BackupName {
    pub(super) fn new(made_at: Timestamp, master_key: String) -> Self {
        Self { made_at: made_at.trunc_subsecs(0), master_key }
    }
}

impl fmt::Display for BackupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{BEGIN}{}-{}{END}", self.made_at.format(TIME), self.master_key)
    }
}

/// It is called otherwise: no file of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no name of a backup")]
pub struct OtherName;

impl FromStr for BackupName {
    type Err = OtherName;

    fn from_str(text: &str) -> Result<Self, OtherName> {
        let inner = text.strip_prefix(BEGIN).and_then(|text| text.strip_suffix(END)).ok_or(OtherName)?;
        let (time, key) = inner.split_once('-').ok_or(OtherName)?;
        let made_at = NaiveDateTime::parse_from_str(time, TIME).map_err(|_| OtherName)?.and_utc();
        let is_key = key.len() == 8 && key.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let name = Self { made_at, master_key: key.to_owned() };
        // Only what we would write ourselves: what a rotation removes can't be somebody else's.
        if is_key && name.to_string() == text { Ok(name) } else { Err(OtherName) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_when_and_with_which_master_key_and_no_other_file_has_one() {
        let text = "nproxy-20270115T031507Z-1a2b3c4d.age";
        let name: BackupName = text.parse().expect("a name");
        assert_eq!(name.made_at, "2027-01-15T03:15:07Z".parse::<Timestamp>().unwrap());
        assert_eq!((name.master_key.as_str(), name.to_string().as_str()), ("1a2b3c4d", text));
        for other in [
            "",
            "nproxy.age",
            "nproxy-20270115T031507Z-1a2b3c4d.age.partial",
            "nproxy-20270115T031507Z-1A2B3C4D.age",
            "nproxy-20270115T031507Z-1a2b.age",
            "nproxy-2027015T031507Z-1a2b3c4d.age",
            "nproxy-20271315T031507Z-1a2b3c4d.age",
            "../nproxy-20270115T031507Z-1a2b3c4d.age",
            "nproxy-20270115T031507Z-1a2b3c4d-.age",
        ] {
            assert_eq!(other.parse::<BackupName>(), Err(OtherName), "{other}");
        }
    }
}
