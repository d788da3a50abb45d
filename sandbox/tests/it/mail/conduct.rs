//! A mail server that refuses, delays and goes away, as it is told.

use std::time::Instant;

use nproxy_sandbox::MailConduct;
use serde_json::json;

use super::{LETTER, Post};

#[tokio::test]
async fn a_recipient_is_unknown_or_told_to_come_again() {
    let post = Post::start().await;
    let refused = vec!["Gone@example.org".to_owned()];
    post.inbox.set_conduct(MailConduct { refused, greylisted: 2, ..MailConduct::default() }).expect("playable");
    let mut talk = post.greeted().await;
    talk.says("MAIL FROM:<a@b.example>", "250").await;
    talk.says("RCPT TO:<gone@example.org>", "550").await;
    talk.says("RCPT TO:<ada@example.org>", "451").await;
    talk.says("RCPT TO:<ada@example.org>", "451").await;
    talk.says("RCPT TO:<ada@example.org>", "250").await;
    assert_eq!((post.inbox.state().refused, post.inbox.state().conduct.greylisted), (3, 0));
}

#[tokio::test]
async fn a_server_that_is_away_cuts_everybody_off() {
    let post = Post::start().await;
    let mut talk = post.greeted().await;
    post.inbox.set_conduct(MailConduct { away: true, ..MailConduct::default() }).expect("playable");
    assert_eq!(talk.said("NOOP").await, "");
    let stream = tokio::net::TcpStream::connect(post.world.sandbox.smtp_address()).await.expect("a connection");
    assert_eq!(super::Talk(tokio::io::BufReader::new(stream)).reply().await, "");
    post.inbox.set_conduct(MailConduct::default()).expect("playable");
    post.greeted().await;
}

#[tokio::test]
async fn a_slow_server_answers_late() {
    let post = Post::start().await;
    let mut talk = post.greeted().await;
    post.inbox.set_conduct(MailConduct { delay_ms: 100, ..MailConduct::default() }).expect("playable");
    let since = Instant::now();
    talk.says("NOOP", "250").await;
    assert!(since.elapsed().as_millis() >= 100);
    assert!(post.inbox.set_conduct(MailConduct { delay_ms: 600_001, ..MailConduct::default() }).is_err());
}

#[tokio::test]
async fn it_is_ruled_over_the_control_endpoint_and_a_reset_makes_it_healthy() {
    let post = Post::start().await;
    let conduct = json!({ "refused": ["ada@example.org"], "greylisted": 3 });
    let state = post.world.control("PUT", "/mail/conduct", &conduct).await.json();
    assert_eq!((state["conduct"]["greylisted"].as_u64(), state["taken"].as_u64()), (Some(3), Some(0)));
    assert_eq!(post.world.control("PUT", "/mail/conduct", &json!({ "delay_ms": 700_000 })).await.status, 400);
    assert_eq!(post.world.control("PUT", "/mail/conduct", &json!({ "melts": true })).await.status, 400);
    post.world.controls.reset();
    assert!(post.letter("ada@example.org", LETTER).await.starts_with("250"));
    let doors = post.world.control("GET", "/doors", &json!(null)).await.json();
    assert_eq!(doors["smtp_address"], post.world.sandbox.smtp_address().to_string());
    post.world.control("DELETE", "/mail", &json!(null)).await;
    assert!(post.inbox.mails().is_empty());
}
