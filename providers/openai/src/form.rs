//! `multipart/form-data` (RFC 7578), with a boundary that nothing in the form contains.

use http::HeaderValue;
use memchr::memmem;
use nproxy_domain::provider::InputImage;

/// A form to be.
#[derive(Debug, Default)]
pub(crate) struct Form<'a> {
    texts: Vec<(&'static str, &'a str)>,
    pictures: Vec<(&'static str, &'a InputImage)>,
}

impl<'a> Form<'a> {
    pub fn text(mut self, name: &'static str, value: &'a str) -> Self {
        self.texts.push((name, value));
        self
    }

    /// `None`: the field is left out.
    pub fn maybe(self, name: &'static str, value: Option<&'a str>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// Pictures come after the texts, in the order of these calls.
    pub fn picture(mut self, name: &'static str, image: &'a InputImage) -> Self {
        self.pictures.push((name, image));
        self
    }

    /// The content type, and the body; the same form makes the same body.
    pub fn write(&self) -> (HeaderValue, Vec<u8>) {
        let boundary = self.boundary();
        let mut body = Vec::with_capacity(self.pictures.iter().map(|(_, image)| image.bytes.len() + 256).sum());
        for (name, value) in &self.texts {
            let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(value.as_bytes());
            body.extend_from_slice(b"\r\n");
        }
        for (n, (name, image)) in self.pictures.iter().enumerate() {
            let (n, mime) = (n + 1, &image.mime);
            let extension = mime.strip_prefix("image/").unwrap_or("png");
            let head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{n}.{extension}\"\r\n\
                 Content-Type: {mime}\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(&image.bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let content_type = HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}"));
        (content_type.expect("a boundary of letters, digits and hyphens"), body)
    }

    /// Whoever writes the prompt or paints the picture may know what ours look like.
    fn boundary(&self) -> String {
        let texts = || self.texts.iter().map(|(_, value)| value.as_bytes());
        let pictures = || self.pictures.iter().map(|(_, image)| &*image.bytes);
        let taken =
            |boundary: &str| texts().chain(pictures()).any(|part| memmem::find(part, boundary.as_bytes()).is_some());
        let mut candidates = (0_u64..).map(|n| format!("nproxy-form-{n}-"));
        candidates.find(|boundary| !taken(boundary)).expect("a form is finite")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(form: &Form<'_>) -> (String, String) {
        let (content_type, body) = form.write();
        (content_type.to_str().expect("text").to_owned(), String::from_utf8(body).expect("text"))
    }

    #[test]
    fn a_form_is_its_texts_and_then_its_pictures() {
        let image = InputImage::new("image/webp", &b"RIFF"[..]);
        let form = Form::default().text("prompt", "a \"bicycle\"").maybe("size", None).picture("image[]", &image);
        let (content_type, body) = text(&form);
        assert_eq!(content_type, "multipart/form-data; boundary=nproxy-form-0-");
        assert_eq!(
            body,
            "--nproxy-form-0-\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na \"bicycle\"\r\n\
             --nproxy-form-0-\r\nContent-Disposition: form-data; name=\"image[]\"; filename=\"1.webp\"\r\n\
             Content-Type: image/webp\r\n\r\nRIFF\r\n--nproxy-form-0---\r\n"
        );
    }

    #[test]
    fn nobody_can_end_a_part_early() {
        let forged = InputImage::new("image/png", &b"..\r\n--nproxy-form-1-\r\n.."[..]);
        let form = Form::default()
            .text("prompt", "x\r\n--nproxy-form-0-\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n10")
            .picture("image[]", &forged);
        let (content_type, body) = text(&form);
        assert_eq!(content_type, "multipart/form-data; boundary=nproxy-form-2-");
        assert_eq!(body.matches("nproxy-form-2-").count(), 3);
    }
}
