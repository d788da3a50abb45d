//! What is said to the server, and what its answers mean.

use std::sync::Arc;

use nproxy_domain::mail::{Mail, MailError, Mailer as _};
use nproxy_sandbox::{MailConduct, MailOptions, MailTls, PlayedCa};
use tokio::task::JoinSet;

use super::super::trouble::Stage;
use super::{ADA, Post, letter};

#[tokio::test]
async fn text_html_and_a_cyrillic_subject_arrive_intact() {
    let post = Post::start().await;
    let mail = letter("Подтвердите адрес для «Картинок»");
    let said = post.smtp(&[]).deliver(&mail).await.unwrap();
    assert!(said.starts_with("250 "), "{said}");
    let [came] = post.inbox.to(ADA).try_into().unwrap();
    assert_eq!(
        (came.subject.as_str(), came.text.as_deref(), &came.html),
        (mail.subject.as_str(), Some(mail.text.as_str()), &mail.html)
    );
    assert_eq!(
        (came.from.as_str(), came.sender.as_str()),
        ("Картинки <no-reply@pictures.example>", "no-reply@pictures.example")
    );
    assert_eq!(came.header("auto-submitted"), Some("auto-generated"));
    assert_eq!(came.header("date"), Some("Fri, 15 Jan 2027 08:00:00 +0000"), "the time is an argument");
    assert!(came.raw.is_ascii(), "no server needs to know more");
}

#[tokio::test]
async fn nothing_that_a_mail_carries_becomes_a_header_or_a_command() {
    let post = Post::start().await;
    let smtp = post.smtp(&[]);
    let mut mail = letter("Hi\r\nBcc: eve@example.org\r\n\r\n<b>\u{202E}\u{2066}gnp.exe");
    mail.text = "one\r\n.\r\nMAIL FROM:<eve@example.org>\r\nRSET\n".to_owned();
    smtp.deliver(&mail).await.unwrap();
    let [came] = post.inbox.to(ADA).try_into().unwrap();
    assert_eq!(came.recipients, [ADA]);
    assert_eq!(came.subject, "Hi Bcc: eve@example.org <b> gnp.exe");
    assert!(came.header("bcc").is_none());
    assert_eq!(came.text.as_deref(), Some("one\n.\nMAIL FROM:<eve@example.org>\nRSET\n"));
    mail.to = "ada@example.org>\r\nRCPT TO:<eve@example.org".to_owned();
    assert!(matches!(smtp.send(&mail).await, Err(MailError::Permanent(_))));
    assert_eq!(post.inbox.mails().len(), 1);
}

#[tokio::test]
async fn a_refused_recipient_is_refused_for_good_and_a_greylisted_one_for_now() {
    let post = Post::start().await;
    let smtp = post.smtp(&[]);
    post.behaves(MailConduct { refused: vec![ADA.to_owned()], ..MailConduct::default() });
    let Err(MailError::Permanent(reason)) = smtp.send(&letter("Hi")).await else { panic!("refused for good") };
    assert!(reason.contains("refuses the recipient: 550 5.1.1 There is no such mailbox"), "{reason}");
    post.behaves(MailConduct { greylisted: 1, ..MailConduct::default() });
    let Err(MailError::Temporary(reason)) = smtp.send(&letter("Hi")).await else { panic!("refused for now") };
    assert!(reason.contains("451 4.7.1"), "{reason}");
    smtp.send(&letter("Hi")).await.unwrap();
}

#[tokio::test]
async fn a_wrong_password_is_told_in_words_and_never_shown() {
    let credentials = Some(("shop".to_owned(), "right".to_owned()));
    let post = Post::with(MailOptions { credentials, ..MailOptions::default() }).await;
    let smtp = post.smtp(&[("MAIL__SMTP_USERNAME", "shop"), ("MAIL__SMTP_PASSWORD", "s3cr3t-w0rd")]);
    let Err(MailError::Temporary(reason)) = smtp.send(&letter("Hi")).await else { panic!("it may be put right") };
    assert!(reason.contains("refuses mail.smtp_username with mail.smtp_password: 535"), "{reason}");
    assert!(!reason.contains("s3cr3t") && !format!("{smtp:?}").contains("s3cr3t"), "{reason} {smtp:?}");
    let unsigned = post.smtp(&[]);
    let Err(MailError::Temporary(reason)) = unsigned.send(&letter("Hi")).await else { panic!("it may be put right") };
    assert!(reason.contains("530"), "{reason}");
    let smtp = post.smtp(&[("MAIL__SMTP_USERNAME", "shop"), ("MAIL__SMTP_PASSWORD", "right")]);
    smtp.send(&letter("Hi")).await.unwrap();
}

#[tokio::test]
async fn connections_are_used_again_and_are_never_many() {
    let post = Post::start().await;
    let smtp = Arc::new(post.smtp(&[]));
    for _ in 0..3 {
        smtp.send(&letter("one after the other")).await.unwrap();
    }
    assert_eq!(post.inbox.state().connections, 1);
    post.behaves(MailConduct { delay_ms: 20, ..MailConduct::default() });
    let mut all = JoinSet::new();
    for _ in 0..12 {
        let smtp = smtp.clone();
        all.spawn(async move { smtp.send(&letter("at once")).await });
    }
    let sent = all.join_all().await;
    assert!(sent.iter().all(Result::is_ok), "{sent:?}");
    assert_eq!((post.inbox.state().taken, post.inbox.state().connections), (15, 4));
}

#[tokio::test]
async fn a_server_that_is_away_is_left_alone_for_seconds_and_then_found_again() {
    let post = Post::start().await;
    let smtp = post.smtp(&[]);
    smtp.send(&letter("before")).await.unwrap();
    post.behaves(MailConduct { away: true, ..MailConduct::default() });
    for _ in 0..5 {
        let Err(MailError::Temporary(reason)) = smtp.send(&letter("while")).await else { panic!("it comes back") };
        assert!(reason.contains("can't be reached"), "{reason}");
    }
    assert_eq!(post.inbox.state().connections, 2, "one try for all of them");
    post.behaves(MailConduct::default());
    post.pass(5);
    smtp.send(&letter("after")).await.unwrap();
    assert_eq!(post.inbox.state().taken, 2);
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_not_waited_for_without_an_end() {
    let post = Post::start().await;
    let smtp = post.smtp(&[("MAIL__TIMEOUT_S", "1")]);
    smtp.send(&letter("before")).await.unwrap();
    post.behaves(MailConduct { delay_ms: 600_000, ..MailConduct::default() });
    let trouble = smtp.deliver(&letter("while")).await.unwrap_err();
    assert_eq!((trouble.stage, trouble.is_permanent()), (Stage::Connecting, false), "{trouble:?}");
    // An answer that comes too late must not be taken for that to a later question.
    post.behaves(MailConduct::default());
    post.pass(5);
    smtp.send(&letter("after")).await.unwrap();
    let subjects: Vec<_> = post.inbox.to(ADA).into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects, ["before", "after"]);
}

#[tokio::test]
async fn a_mail_never_goes_in_the_clear_where_tls_is_wanted() {
    let post = Post::start().await;
    for security in ["starttls", "tls"] {
        let smtp = post.smtp(&[("MAIL__SMTP_SECURITY", security), ("MAIL__TIMEOUT_S", "5")]);
        let trouble = smtp.deliver(&letter("Hi")).await.unwrap_err();
        assert_eq!((trouble.stage, trouble.is_permanent()), (Stage::Encrypting, false), "{security}: {trouble:?}");
    }
    assert!(post.inbox.mails().is_empty());
}

#[tokio::test]
async fn over_tls_it_signs_in_and_sends_where_the_authority_is_known_and_not_elsewhere() {
    let (ca, stranger) = (PlayedCa::new().unwrap(), PlayedCa::new().unwrap());
    for (security, tls) in [("starttls", MailTls::StartTls(ca.clone())), ("tls", MailTls::Tls(ca.clone()))] {
        let credentials = Some(("shop".to_owned(), "right".to_owned()));
        let post = Post::with(MailOptions { tls, credentials, ..MailOptions::default() }).await;
        let settings = |pem: &str| {
            post.smtp(&[
                ("MAIL__SMTP_HOST", "localhost"),
                ("MAIL__SMTP_SECURITY", security),
                ("MAIL__SMTP_CA", pem),
                ("MAIL__SMTP_USERNAME", "shop"),
                ("MAIL__SMTP_PASSWORD", "right"),
            ])
        };
        settings(ca.pem()).send(&letter("Hi")).await.unwrap();
        assert_eq!(post.inbox.to(ADA).len(), 1, "{security}");
        for strange in ["", stranger.pem()] {
            let trouble = settings(strange).deliver(&letter("Hi")).await.unwrap_err();
            assert_eq!(trouble.stage, Stage::Encrypting, "{security}: {trouble:?}");
        }
        let plain = post.smtp(&[("MAIL__TIMEOUT_S", "2")]).send(&letter("Hi")).await;
        assert!(matches!(plain, Err(MailError::Temporary(_))), "{security}: {plain:?}");
        assert_eq!(post.inbox.mails().len(), 1, "{security}");
    }
}

#[tokio::test]
async fn addresses_of_any_script_are_written_to() {
    let post = Post::start().await;
    let mail = Mail { to: "почта@пример.рф".to_owned(), ..letter("Привет") };
    post.smtp(&[]).send(&mail).await.unwrap();
    assert_eq!(post.inbox.mails()[0].recipients, ["почта@xn--e1afmkfd.xn--p1ai"]);
}
