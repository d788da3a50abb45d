//! The pages and the list of what was taken.

use serde_json::Value;

use super::{LETTER, Post};

async fn page(post: &Post, path: &str) -> (u16, String) {
    let reply = post.world.control("GET", path, &Value::Null).await;
    (reply.status, String::from_utf8(reply.body).expect("text"))
}

#[tokio::test]
async fn a_person_finds_a_letter_and_reads_it_in_both_its_parts() {
    let post = Post::start().await;
    assert!(page(&post, "/mail").await.1.contains("None yet."));
    post.letter("ada@example.org", LETTER).await;
    post.letter("<eve@example.org".trim_start_matches('<'), &LETTER.replace("0J/RgNC40LLQtdGC", "PGI+aGk8L2I+")).await;
    let (status, list) = page(&post, "/mail").await;
    assert_eq!(status, 200);
    assert!(list.contains("<a href=\"/mail/1\">Привет</a>") && list.contains("&lt;b&gt;hi&lt;/b&gt;"), "{list}");
    assert!(list.find("/mail/2") < list.find("/mail/1"), "newest first");
    let (_, found) = page(&post, "/mail?to=ada%40example.org").await;
    assert!(found.contains("/mail/1") && !found.contains("/mail/2"));
    let (_, one) = page(&post, "/mail/1").await;
    assert!(one.contains("<a href=\"https://shop.example/verify#token\" target=\"_blank\""), "{one}");
    assert!(one.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""), "no script runs in it: {one}");
    assert!(one.contains("srcdoc=\"&lt;html&gt;&lt;head&gt;&lt;base target="), "{one}");
    for nothing in ["/mail/3", "/mail/x", "/mail/1/2"] {
        assert_eq!(page(&post, nothing).await.0, 404, "{nothing}");
    }
}

#[tokio::test]
async fn a_program_finds_the_letters_of_an_address_and_their_links() {
    let post = Post::start().await;
    post.letter("ada@example.org", LETTER).await;
    post.letter("eve@example.org", LETTER).await;
    let list =
        |path: &'static str| async { post.world.control("GET", path, &Value::Null).await.json()["mails"].clone() };
    let all = list("/mail.json").await;
    assert_eq!(all.as_array().map(Vec::len), Some(2));
    let ada = list("/mail.json?to=Ada%40example.org").await;
    assert_eq!(ada.as_array().map(Vec::len), Some(1));
    assert_eq!((&ada[0]["subject"], &ada[0]["number"]), (&Value::from("Привет"), &Value::from(1)));
    assert_eq!(ada[0]["links"][0], "https://shop.example/verify#token");
    assert!(ada[0]["html"].as_str().is_some_and(|html| html.contains("Го")) && ada[0]["received_at"].is_string());
    assert!(list("/mail.json?to=nobody%40example.org").await.as_array().is_some_and(Vec::is_empty));
}

#[tokio::test]
async fn the_latest_two_hundred_are_kept() {
    let post = Post::start().await;
    let mut talk = post.greeted().await;
    for _ in 0..201 {
        talk.says("MAIL FROM:<a@b.example>", "250").await;
        talk.says("RCPT TO:<ada@example.org>", "250").await;
        talk.says("DATA", "354").await;
        talk.says(&format!("{LETTER}."), "250").await;
    }
    let mails = post.inbox.mails();
    assert_eq!((mails.len(), mails[0].number, mails[199].number), (200, 2, 201));
}
