//! Lines of a file as drafts of keys. A broken line breaks no other: a cell never spans lines, so each is read alone.

use csv::ReaderBuilder;
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::provider::ApiKey;
use secrecy::SecretString;

use super::refusal::Refusal;
use super::{Import, LABEL_CHARS_MAX};

/// Of a header; any order, and only `secret` must be there.
pub const COLUMNS: [&str; 9] =
    ["provider", "label", "secret", "billing_secret", "account", "proxy", "proxy_only", "max_in_flight", "rpm"];
/// Requests at once.
pub const IN_FLIGHT_MAX: u32 = 1000;
/// Requests a minute.
pub const RPM_MAX: u32 = 60_000;
pub const SECRET_CHARS_MAX: usize = 4096;
pub const NAME_CHARS_MAX: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With a header that has a column `secret`.
    Csv,
    /// One secret per line.
    Lines,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    #[error("column {nth} of the header is none of {}", COLUMNS.join(", "))]
    UnknownColumn { nth: usize },
    #[error("the header has the column {0} twice")]
    Twice(&'static str),
    #[error("the header has no column secret (a header has, in any order, some of: {})", COLUMNS.join(", "))]
    NoSecret,
}

/// One line that is not blank.
#[derive(Debug)]
pub struct Line {
    /// From 1.
    pub number: usize,
    pub draft: Result<Draft, Refusal>,
}

/// What a line says, its shape checked.
#[derive(Clone, Debug)]
pub struct Draft {
    pub provider: Option<String>,
    /// `None`: one is made up.
    pub label: Option<String>,
    pub api_key: ApiKey,
    pub account: Option<String>,
    pub proxy: Option<String>,
    pub proxy_only: bool,
    pub limits: KeyLimits,
}

pub fn read(import: &Import<'_>) -> Result<Vec<Line>, HeaderError> {
    let text = import.text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(import.text);
    let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).zip(1..);
    let mut lines = lines.filter(|(line, _)| !line.is_empty() && !line.starts_with(b"#")).peekable();
    let header = lines.peek().map(|(line, _)| cells(line).unwrap_or_default()).unwrap_or_default();
    // Without `secret` among them it is a header all the same, and not as many broken lines as there are.
    let is_csv = header.iter().any(|cell| column(cell).is_some());
    let columns = match import.format.unwrap_or(if is_csv { Format::Csv } else { Format::Lines }) {
        Format::Csv => {
            lines.next();
            Some(columns(&header)?)
        }
        Format::Lines => None,
    };
    let draft = |line: &[u8]| match &columns {
        Some(columns) => of_cells(columns, &cells(line)?, import),
        None => of_secret(line, import),
    };
    Ok(lines.map(|(line, number)| Line { number, draft: draft(line) }).collect())
}

/// The cells of one line.
fn cells(line: &[u8]) -> Result<Vec<String>, Refusal> {
    if line.iter().fold(false, |open, byte| open ^ (*byte == b'"')) {
        return Err(Refusal::OpenQuote);
    }
    let line = std::str::from_utf8(line).map_err(|_| Refusal::NotText)?;
    let mut reader =
        ReaderBuilder::new().has_headers(false).buffer_capacity(line.len().max(1)).from_reader(line.as_bytes());
    let record = reader.records().next().transpose().map_err(|_| Refusal::NotText)?;
    Ok(record.map(|record| record.iter().map(|cell| cell.trim().to_owned()).collect()).unwrap_or_default())
}

fn column(cell: &str) -> Option<&'static str> {
    COLUMNS.into_iter().find(|column| cell.eq_ignore_ascii_case(column))
}

fn columns(header: &[String]) -> Result<Vec<&'static str>, HeaderError> {
    let known: Vec<&str> = header.iter().filter_map(|cell| column(cell)).collect();
    if !known.is_empty() && !known.contains(&"secret") {
        return Err(HeaderError::NoSecret);
    }
    let mut columns = Vec::new();
    for (cell, nth) in header.iter().zip(1..) {
        let column = column(cell).ok_or(HeaderError::UnknownColumn { nth })?;
        if columns.contains(&column) {
            return Err(HeaderError::Twice(column));
        }
        columns.push(column);
    }
    if columns.contains(&"secret") { Ok(columns) } else { Err(HeaderError::NoSecret) }
}

fn of_secret(line: &[u8], import: &Import<'_>) -> Result<Draft, Refusal> {
    let text = std::str::from_utf8(line).map_err(|_| Refusal::NotText)?;
    if text.contains([',', ';', '\t', ' ']) {
        return Err(Refusal::MoreThanASecret);
    }
    of_cells(&["secret"], &[text.to_owned()], import)
}

fn of_cells(columns: &[&'static str], cells: &[String], import: &Import<'_>) -> Result<Draft, Refusal> {
    if cells.len() != columns.len() {
        return Err(Refusal::Cells { given: cells.len(), wanted: columns.len() });
    }
    let cell = |column: &str| {
        let at = columns.iter().position(|other| *other == column)?;
        cells.get(at).map(String::as_str).filter(|cell| !cell.is_empty())
    };
    let secret = secret_of("secret", cell("secret").ok_or(Refusal::NoSecret)?)?;
    let billing = cell("billing_secret").map(|text| secret_of("billing_secret", text)).transpose()?;
    let api_key = ApiKey { secret: SecretString::from(secret), billing_secret: billing.map(SecretString::from) };
    let name = |column: &'static str, chars_max| {
        let named = cell(column).map(|text| name_of(column, text, chars_max, &api_key)).transpose()?;
        Ok(named.map(str::to_owned))
    };
    let number = |column: &'static str, max| {
        let parsed = cell(column).map(|text| text.parse().ok().filter(|n| (1..=max).contains(n)));
        parsed.map(|n| n.ok_or(Refusal::Number { column, max })).transpose()
    };
    let proxy = name("proxy", NAME_CHARS_MAX)?;
    let proxy_only = match cell("proxy_only").map(str::to_ascii_lowercase).as_deref() {
        None | Some("false" | "no" | "0") => false,
        Some("true" | "yes" | "1") if proxy.is_some() => true,
        Some("true" | "yes" | "1") => return Err(Refusal::ProxyOnlyWithoutProxy),
        Some(_) => return Err(Refusal::NoYesOrNo),
    };
    let provider = name("provider", NAME_CHARS_MAX)?.or_else(|| import.provider.map(str::to_owned));
    let (label, account) = (name("label", LABEL_CHARS_MAX)?, name("account", NAME_CHARS_MAX)?);
    Ok(Draft {
        provider,
        label,
        api_key,
        account,
        proxy,
        proxy_only,
        limits: KeyLimits {
            max_in_flight: number("max_in_flight", IN_FLIGHT_MAX)?.unwrap_or(import.max_in_flight),
            rpm: number("rpm", RPM_MAX)?,
        },
    })
}

/// Goes into a header, so visible ASCII it is.
pub fn secret_of<'a>(column: &'static str, text: &'a str) -> Result<&'a str, Refusal> {
    if text.len() > SECRET_CHARS_MAX {
        return Err(Refusal::TooLong { column, chars_max: SECRET_CHARS_MAX });
    }
    if text.bytes().all(|byte| byte.is_ascii_graphic()) { Ok(text) } else { Err(Refusal::Characters(column)) }
}

/// How much may be asked of a key at once.
pub fn limits_in_range(max_in_flight: Option<u32>, rpm: Option<u32>) -> Result<(), Refusal> {
    for (column, number, max) in [("max_in_flight", max_in_flight, IN_FLIGHT_MAX), ("rpm", rpm, RPM_MAX)] {
        if number.is_some_and(|number| !(1..=max).contains(&number)) {
            return Err(Refusal::Number { column, max });
        }
    }
    Ok(())
}

/// What people call things: shown everywhere, so it must not hold what a secret is.
pub fn name_of<'a>(
    column: &'static str,
    text: &'a str,
    chars_max: usize,
    api_key: &ApiKey,
) -> Result<&'a str, Refusal> {
    if text.chars().count() > chars_max {
        return Err(Refusal::TooLong { column, chars_max });
    }
    if nproxy_domain::redact::plain(text, &[]) != text {
        return Err(Refusal::Characters(column));
    }
    if api_key.secrets().iter().any(|secret| text.contains(secret)) {
        return Err(Refusal::SecretShown(column));
    }
    Ok(text)
}
