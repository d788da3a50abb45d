//! Uploads and downloads.

use reqwest::Method;
use serde_json::json;

use crate::house::House;
use crate::painter::png;
use crate::person::{send, text};
use crate::shelf::Mood;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_goes_out_as_nothing_but_a_picture() {
    let house = House::new().await;
    let anna = house.customer().await;
    let asset = anna.upload(png(20, 10)).await.expect(201)["asset"].clone();
    assert_eq!((&asset["width"], &asset["height"], &asset["mime"]), (&json!(20), &json!(10), &json!("image/png")));

    let shown = anna.get(&text(&asset["url"])).await;
    assert_eq!(shown.header("content-type"), "image/png");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert!(shown.header("content-security-policy").starts_with("sandbox"));
    assert_eq!(shown.header("cache-control"), "private, max-age=31536000, immutable");
    assert!(shown.header("content-disposition").starts_with("inline"));

    let saved = anna.get(&format!("{}&download=1", text(&asset["url"]))).await;
    let disposition = saved.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\"picture-2027-01-15-"), "{disposition}");
    assert!(disposition.ends_with(".png\""), "{disposition}");

    let id = text(&asset["id"]);
    anna.delete(&format!("/api/v1/assets/{id}")).await.expect(204);
    anna.get(&text(&asset["url"])).await.refused(404, "not_found");
    anna.delete(&format!("/api/v1/assets/{id}")).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_usable_picture_is_refused_in_words() {
    let house = House::with(|app, _| app.pictures.limits.pixels_max = 10_000).await;
    let anna = house.customer().await;
    anna.upload(b"<svg onload=alert(1)>".to_vec()).await.refused(415, "unsupported_image");
    let heic = anna.upload(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()).await.refused(415, "unsupported_image");
    assert!(text(&heic["detail"]).contains("HEIC"), "{heic}");
    let half = png(50, 50);
    anna.upload(half[..half.len() / 2].to_vec()).await.refused(422, "image_unreadable");
    anna.upload(png(101, 100)).await.refused(413, "image_too_large");
    anna.upload(Vec::new()).await.refused(400, "file_missing");
    let form = reqwest::multipart::Form::new().text("picture", "none");
    send(anna.request(Method::POST, "/api/v1/assets").multipart(form)).await.refused(400, "file_missing");
    anna.post("/api/v1/assets", &json!({})).await.refused(415, "unsupported_media_type");
    let cut = anna.request(Method::POST, "/api/v1/assets").header("content-type", "multipart/form-data; boundary=x");
    send(cut.body("--x\r\nnonsense")).await.refused(400, "bad_request");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_in_trouble_is_a_problem_without_its_details() {
    let house = House::new().await;
    let anna = house.customer().await;
    let url = text(&anna.upload(png(8, 8)).await.expect(201)["asset"]["url"]);
    house.shelf.be(Mood::Away);
    anna.get(&url).await.refused(503, "storage_unavailable");
    anna.upload(png(8, 8)).await.refused(503, "storage_unavailable");
    house.shelf.be(Mood::Panicking);
    let panicked = anna.get(&url).await;
    panicked.refused(500, "internal");
    assert!(!panicked.text().contains("shelf"), "{}", panicked.text());
    house.shelf.be(Mood::Fine);
    assert_eq!(anna.get(&url).await.status.as_u16(), 200, "the process goes on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_had_in_part_and_a_download_gone_on_with() {
    let house = House::new().await;
    let anna = house.customer().await;
    let asset = anna.upload(png(20, 10)).await.expect(201)["asset"].clone();
    for url in [text(&asset["url"]), text(&asset["thumb_url"])] {
        let whole = anna.get(&url).await;
        let (bytes, etag) = (whole.body.clone(), whole.header("etag").to_owned());
        assert_eq!((whole.header("accept-ranges"), etag.starts_with('"')), ("bytes", true));
        assert_eq!(whole.header("content-length"), bytes.len().to_string());
        let ask = |range: &str| anna.request(Method::GET, &url).header("range", range);
        let last = bytes.len() - 1;
        for (range, first, end) in [("bytes=0-3", 0, 4), ("bytes=5-", 5, last + 1), ("bytes=-6", last - 5, last + 1)] {
            let part = send(ask(range)).await;
            assert_eq!(part.status.as_u16(), 206, "{range}");
            assert_eq!(part.header("content-range"), format!("bytes {first}-{}/{}", end - 1, bytes.len()));
            assert_eq!(part.body, bytes[first..end], "{range}");
            assert_eq!(part.header("content-type"), whole.header("content-type"));
        }
        let rest = send(ask("bytes=4-").header("if-range", &etag)).await;
        assert_eq!((rest.status.as_u16(), rest.body.len()), (206, bytes.len() - 4));
        // Of something else that the browser has a part of, and what nobody can make sense of: the whole.
        for odd in [ask("bytes=4-").header("if-range", "\"another\""), ask("bytes=0-1,4-5"), ask("lines=1-2")] {
            let all = send(odd).await;
            assert_eq!((all.status.as_u16(), all.body.len()), (200, bytes.len()));
        }
        let outside = send(ask(&format!("bytes={}-", bytes.len()))).await;
        assert_eq!(outside.header("content-range"), format!("bytes */{}", bytes.len()));
        outside.refused(416, "range_not_satisfiable");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_store_gives_pictures_out_a_signed_in_owner_is_sent_there_and_nobody_else() {
    let house = House::new().await;
    let (anna, bert) = (house.customer().await, house.customer().await);
    let asset = anna.upload(png(20, 10)).await.expect(201)["asset"].clone();
    house.shelf.be(Mood::Linking);
    let (url, thumb) = (text(&asset["url"]), text(&asset["thumb_url"]));
    let sent = anna.get(&url).await;
    assert_eq!(sent.status.as_u16(), 307);
    assert!(sent.header("location").starts_with("https://bucket.example/inputs/"), "{}", sent.header("location"));
    assert!(sent.header("location").contains("type=image/png&as=inline;%20filename="), "{}", sent.header("location"));
    assert_eq!((sent.header("cache-control"), sent.header("referrer-policy")), ("no-store", "no-referrer"));
    let saved = anna.get(&format!("{url}&download=1")).await;
    assert!(saved.header("location").contains("as=attachment;"), "{}", saved.header("location"));
    let small = anna.get(&thumb).await;
    assert_eq!((small.status.as_u16(), small.header("content-type")), (200, "image/jpeg"));
    bert.get(&url).await.refused(404, "not_found");
    house.nobody().get(&url).await.refused(401, "not_signed_in");
    anna.delete(&format!("/api/v1/assets/{}", text(&asset["id"]))).await.expect(204);
    anna.get(&url).await.refused(404, "not_found");
}
