//! Telegram's HTML: text into it, and out of it again.

/// Text from anywhere, as it is.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What a person reads of our own HTML, for where there is no markup.
pub(crate) fn plain_of(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut is_tag = false;
    for c in html.chars() {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if is_tag => {}
            c => out.push(c),
        }
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_goes_in_and_comes_out_as_it_was() {
        let text = "<b>a & b</b> &lt; \"c\"";
        assert_eq!(escaped(text), "&lt;b&gt;a &amp; b&lt;/b&gt; &amp;lt; \"c\"");
        assert_eq!(plain_of(&format!("<i>{}</i>", escaped(text))), text);
        assert_eq!(plain_of("<a href=\"https://a.example\">Key</a> <b>first</b>"), "Key first");
    }
}
