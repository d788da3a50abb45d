//! Input pictures, as an upstream fetches them.

use nproxy_app::assets::link;
use nproxy_domain::AssetId;

use crate::house::House;
use crate::painter::png;
use crate::person::text;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_has_the_link_gets_the_picture_and_keeps_no_copy() {
    let house = House::new().await;
    let anna = house.customer().await;
    let asset = anna.upload(png(20, 10)).await.expect(201)["asset"].clone();
    let id: AssetId = text(&asset["id"]).parse().expect("an id");
    let link = link(&house.app, id);
    let shown = house.nobody().get(link.path()).await;
    assert_eq!((shown.status.as_u16(), shown.header("content-type")), (200, "image/png"));
    assert_eq!(shown.header("cache-control"), "no-store");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert_eq!(shown.header("set-cookie"), "");
    let other = AssetId::new(&house.app.env);
    house.nobody().get(&link.path().replace(&id.to_string(), &other.to_string())).await.refused(404, "not_found");
    house.nobody().get(&format!("/inputs/{id}/guessed")).await.refused(404, "not_found");
    house.nobody().get("/inputs/nothing/guessed").await.refused(404, "not_found");
}
