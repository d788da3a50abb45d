//! `multipart/form-data`, as strict as RFC 7578.

use bytes::Bytes;

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    /// Of a file.
    pub(super) content_type: Option<String>,
    pub(super) bytes: Bytes,
}

/// `None`: it is no form, or a broken one.
pub(super) fn read(content_type: &str, body: &Bytes) -> Option<Vec<Part>> {
    let boundary = content_type.strip_prefix("multipart/form-data;")?.trim().strip_prefix("boundary=")?;
    let boundary = boundary.trim_matches('"');
    if boundary.is_empty() || boundary.len() > 70 {
        return None;
    }
    let delimiter = format!("\r\n--{boundary}");
    // The first one stands at the very beginning.
    let mut at = body.starts_with(&delimiter.as_bytes()[2..]).then_some(delimiter.len() - 2)?;
    let mut parts = Vec::new();
    loop {
        if body[at..].starts_with(b"--") {
            return Some(parts);
        }
        let from = at + body[at..].starts_with(b"\r\n").then_some(2)?;
        let to = from + find(&body[from..], delimiter.as_bytes())?;
        parts.push(part(body, from, to)?);
        at = to + delimiter.len();
    }
}

fn part(body: &Bytes, from: usize, to: usize) -> Option<Part> {
    let head_end = from + find(&body[from..to], b"\r\n\r\n")?;
    let head = std::str::from_utf8(&body[from..head_end]).ok()?;
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    let disposition = header("content-disposition")?.strip_prefix("form-data;")?;
    let field = |name: &str| {
        let mut fields = disposition.split(';').filter_map(|field| field.trim().split_once('='));
        fields.find(|(key, _)| *key == name).map(|(_, value)| value.trim_matches('"').to_owned())
    };
    Some(Part {
        name: field("name")?,
        content_type: field("filename").and(header("content-type")).map(str::to_owned),
        bytes: body.slice(head_end + 4..to),
    })
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_its_parts() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na\r\nb\r\n--b\r\n\
                    content-disposition: form-data; name=\"image[]\"; filename=\"1.png\"\r\n\
                    Content-Type: image/png\r\n\r\nPNG\r\n--b--\r\n";
        let parts = read("multipart/form-data; boundary=b", &Bytes::from(body)).expect("a form");
        let texts: Vec<_> = parts.iter().map(|part| (part.name.as_str(), &part.bytes[..])).collect();
        assert_eq!(texts, [("prompt", &b"a\r\nb"[..]), ("image[]", b"PNG")]);
        assert_eq!(parts[1].content_type.as_deref(), Some("image/png"));
        for broken in ["", "--b", "--b\r\n", "--b--", "--b\r\nno head\r\n--b--", "x--b--"] {
            let read = read("multipart/form-data; boundary=b", &Bytes::from(broken));
            assert_eq!(read, (broken == "--b--").then(Vec::new), "{broken:?}");
        }
        assert_eq!(read("application/json", &Bytes::from(body)), None);
    }
}
