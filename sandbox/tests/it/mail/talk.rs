//! The order and the limits of a conversation.

use nproxy_sandbox::{MailOptions, MailTls, PlayedCa};

use super::{LETTER, Post};

#[tokio::test]
async fn a_letter_is_taken_and_kept_in_both_its_parts() {
    let post = Post::start().await;
    assert!(post.letter("ada@example.org", LETTER).await.starts_with("250 "));
    let [mail] = post.inbox.wait_for("ADA@example.org", 1).await.try_into().expect("one mail");
    assert_eq!(
        (mail.number, mail.sender.as_str(), mail.recipients),
        (1, "no-reply@shop.example", vec!["ada@example.org".to_owned()])
    );
    assert_eq!((mail.from.as_str(), mail.subject.as_str()), ("Картинки <no-reply@shop.example>", "Привет"));
    assert_eq!(mail.text.as_deref(), Some("Ссылка: https://shop.example/verify#token"));
    assert!(mail.html.as_ref().is_some_and(|html| html.contains(">Го</a>")), "{:?}", mail.html);
    assert_eq!(mail.links, ["https://shop.example/verify#token"]);
    assert_eq!(mail.headers[4], ("Message-ID".to_owned(), "<1@shop.example>".to_owned()));
    assert_eq!(mail.raw, LETTER.as_bytes());
}

#[tokio::test]
async fn commands_come_in_their_order() {
    let post = Post::start().await;
    let mut talk = post.connect().await;
    for (line, code) in [
        ("MAIL FROM:<a@b.example>", "503"),
        ("AUTH PLAIN", "503"),
        ("EHLO", "501"),
        ("HELO shop.example", "250"),
        ("MAIL FROM:<a@b.example> SIZE=1", "555"),
        ("EHLO shop.example", "250"),
        ("RCPT TO:<a@b.example>", "503"),
        ("DATA", "503"),
        ("MAIL FROM:<a@b.example> SIZE=100 BODY=8BITMIME", "250"),
        ("MAIL FROM:<a@b.example>", "503"),
        ("DATA", "503"),
        ("RCPT TO:<c@d.example>", "250"),
        ("RSET", "250"),
        ("RCPT TO:<c@d.example>", "503"),
        ("NOOP", "250"),
        ("MAIL FROM:<>", "250"),
        ("EHLO shop.example", "250"),
        ("QUIT", "221"),
    ] {
        talk.says(line, code).await;
    }
    assert_eq!(talk.reply().await, "", "the connection is closed");
    let mut talk = post.greeted().await;
    let mut last = String::new();
    for _ in 0..=10 {
        assert!(talk.said("WHAT").await.starts_with("500"));
    }
    last += &talk.reply().await;
    assert!(last.starts_with("421"), "{last}");
}

#[tokio::test]
async fn what_is_too_long_too_large_or_badly_ended_is_refused() {
    let post = Post::with(MailOptions { message_bytes_max: 3000, ..MailOptions::default() }).await;
    let mut talk = post.greeted().await;
    talk.says(&format!("NOOP {}", "x".repeat(3000)), "500").await;
    assert!(talk.raw(b"NOOP\n").await.starts_with("500"));
    talk.says("MAIL FROM:<a@b.example> SIZE=3001", "552").await;
    let with = |body: &str| format!("{}{body}\r\n", LETTER.replace("--b--", ""));
    for (letter, code) in [
        (with(&"x".repeat(999)), "500"),
        (with(&"x".repeat(998)), "250"),
        (with(&format!("{}\r\n", "x".repeat(900)).repeat(4)), "552"),
        (with("bare\nline"), "554"),
        (with("Привет"), "554"),
    ] {
        let reply = post.letter("ada@example.org", &letter).await;
        assert!(reply.starts_with(code), "{code}: {reply}");
    }
    assert_eq!((post.inbox.state().taken, post.inbox.state().refused), (1, 4));
}

#[tokio::test]
async fn a_dot_that_was_put_before_a_line_is_taken_away() {
    let post = Post::start().await;
    let plain = "From: a@b.example\r\nTo: c@d.example\r\nSubject: s\r\nDate: Mon, 30 Nov 2026 07:00:00 +0000\r\n\
        Message-ID: <1@b.example>\r\n\r\n..\r\n...two\r\nend\r\n";
    post.letter("c@d.example", plain).await;
    let mails = post.inbox.to("c@d.example");
    assert_eq!(mails[0].text.as_deref(), Some(".\n..two\nend\n"));
}

#[tokio::test]
async fn whoever_has_a_name_and_a_password_signs_in_with_them() {
    let credentials = Some(("ada".to_owned(), "secret".to_owned()));
    let post = Post::with(MailOptions { credentials, ..MailOptions::default() }).await;
    let mut talk = post.greeted().await;
    for (line, code) in [
        ("MAIL FROM:<a@b.example>", "530"),
        ("AUTH CRAM-MD5", "504"),
        ("AUTH PLAIN !", "501"),
        ("AUTH PLAIN AGFkYQB3cm9uZw==", "535"),
        ("AUTH LOGIN", "334 VXNlcm5hbWU6"),
        ("YWRh", "334 UGFzc3dvcmQ6"),
        ("d3Jvbmc=", "535"),
        ("AUTH LOGIN YWRh", "334 UGFzc3dvcmQ6"),
        ("c2VjcmV0", "235"),
        ("AUTH PLAIN AGFkYQBzZWNyZXQ=", "503"),
        ("MAIL FROM:<a@b.example>", "250"),
    ] {
        talk.says(line, code).await;
    }
    let mut talk = post.greeted().await;
    talk.says("AUTH PLAIN", "334").await;
    talk.says("AGFkYQBzZWNyZXQ=", "235").await;
    let anybody = Post::start().await;
    anybody.greeted().await.says("AUTH PLAIN AGFkYQB3cm9uZw==", "235").await;
}

#[tokio::test]
async fn addresses_of_any_script_are_announced() {
    let post = Post::start().await;
    let mut talk = post.greeted().await;
    talk.says("MAIL FROM:<a@b.example>", "250").await;
    talk.says("RCPT TO:<почта@b.example>", "553").await;
    talk.says("RSET", "250").await;
    talk.says("MAIL FROM:<a@b.example> SMTPUTF8", "250").await;
    talk.says("RCPT TO:<почта@b.example>", "250").await;
}

#[tokio::test]
async fn where_tls_is_offered_nothing_is_done_before_it_and_nothing_slips_in_with_it() {
    let tls = MailTls::StartTls(PlayedCa::new().expect("an authority"));
    let post = Post::with(MailOptions { tls, ..MailOptions::default() }).await;
    let mut talk = post.connect().await;
    assert!(talk.said("EHLO shop.example").await.contains("250-STARTTLS"));
    talk.says("MAIL FROM:<a@b.example>", "530").await;
    talk.says("AUTH PLAIN AGFkYQBzZWNyZXQ=", "530").await;
    let reply = talk.raw(b"STARTTLS\r\nMAIL FROM:<a@b.example>\r\n").await;
    assert!(reply.starts_with("220"), "{reply}");
    assert_eq!(talk.reply().await, "", "the connection is closed");
    let plain = Post::start().await;
    let mut talk = plain.connect().await;
    assert!(!talk.said("EHLO shop.example").await.contains("STARTTLS"));
    talk.says("STARTTLS", "503").await;
}
