//! Lines of a table for spreadsheets (RFC 4180).

use csv::WriterBuilder;

/// A spreadsheet would run a cell that begins like a formula (OWASP, "CSV injection").
pub fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

/// One line, with its end.
pub fn line<T: AsRef<[u8]>>(cells: impl IntoIterator<Item = T>) -> String {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let written = writer.write_record(cells).ok().and_then(|()| writer.into_inner().ok());
    written.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_stays_one_cell() {
        assert_eq!(
            line([cell("=1+1"), cell("@x"), cell("-1"), cell("a,\"b\""), cell("-x")]),
            "'=1+1,'@x,-1,\"a,\"\"b\"\"\",'-x\n"
        );
    }
}
