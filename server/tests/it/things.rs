//! Things of somebody's, for operations that name one.

use nproxy_domain::processor::PaymentStatus;
use serde_json::json;

use crate::authorisation::UNKNOWN_ID;
use crate::house::{House, PASSWORD};
use crate::painter::png;
use crate::person::{Person, text, turn};
use crate::till::ASKED;

/// A fresh one of what the path names, in a state in which the operation can be done.
pub async fn thing_of(house: &House, owner: &Person, path: &str) -> String {
    if !path.contains("{id}") {
        return UNKNOWN_ID.to_owned();
    }
    let key = path.replace(['/', '{', '}'], "-");
    if path.contains("/keys") {
        let secret = format!("secret-{}", house.app.env.uuid());
        house.key("a key", &secret).await.to_string()
    } else if path.contains("/proxies") {
        house.proxy(&format!("proxy-{}", house.app.env.uuid())).await.to_string()
    } else if path.contains("sessions") {
        another_browser(house, owner).await
    } else if path.ends_with("/restore") {
        removed(owner, path, &key).await
    } else if path.contains("conversations") {
        conversation(owner).await
    } else if path.contains("assets") {
        picture(owner).await
    } else if path.contains("turns") {
        text(&owner.submit(&key, &turn(1)).await.expect(202)["turn"]["id"])
    } else if path.contains("downloads") {
        let chosen = json!({ "asset_ids": [picture(owner).await] });
        let url = text(&owner.post("/api/v1/zips", &chosen).await.expect(201)["url"]);
        url.rsplit('/').next().expect("an id").to_owned()
    } else if path.contains("registrations") {
        registration(house, &key).await
    } else if path.contains("users") {
        // Another one each time: what an admin does to one is not always undone.
        text(&house.customer().await.get("/api/v1/me").await.expect(200)["user"]["id"])
    } else if path.contains("payments") {
        payment_of(house, owner, path, &key).await
    } else {
        let id = owner.generation(&key).await;
        if path.ends_with("/retry") {
            owner.post(&format!("/api/v1/generations/{id}/cancel"), &json!({})).await.expect(200);
        }
        id
    }
}

/// The session of a browser that the owner is signed in at as well.
async fn another_browser(house: &House, owner: &Person) -> String {
    let email = text(&owner.get("/api/v1/me").await.expect(200)["user"]["email"]);
    house.nobody().sign_in(&email, PASSWORD).await;
    let listed = owner.get("/api/v1/me/sessions").await.expect(200)["sessions"].clone();
    let other = listed.as_array().expect("a list").iter().find(|session| session["current"] == false);
    text(&other.expect("the new one")["id"])
}

/// A sign-up that waits.
async fn registration(house: &House, key: &str) -> String {
    let email = format!("{}-{}@example.com", key.len(), house.app.env.uuid());
    house.nobody().post("/api/v1/auth/register", &json!({ "email": email, "password": PASSWORD })).await.expect(202);
    let waiting = nproxy_app::people::list_registrations(&house.app, Some(&email)).await.expect("readable");
    waiting[0].id.to_string()
}

async fn conversation(owner: &Person) -> String {
    text(&owner.post("/api/v1/conversations", &json!({})).await.expect(201)["conversation"]["id"])
}

async fn picture(owner: &Person) -> String {
    text(&owner.upload(png(8, 8)).await.expect(201)["asset"]["id"])
}

/// One that can be brought back.
async fn removed(owner: &Person, path: &str, key: &str) -> String {
    let id = if path.contains("conversations") {
        conversation(owner).await
    } else if path.contains("assets") {
        picture(owner).await
    } else {
        text(&owner.submit(key, &turn(1)).await.expect(202)["turn"]["id"])
    };
    let removed = path.replace("{id}", &id).replace("/restore", "");
    owner.delete(&removed).await.expect(204);
    id
}

/// One with the same coin would be the same one.
async fn payment_of(house: &House, owner: &Person, path: &str, key: &str) -> String {
    if path.ends_with("/confirm") {
        let by_hand = json!({ "plan": "month", "processor": "counter" });
        return text(&owner.buy(key, &by_hand).await.expect(201)["id"]);
    }
    if path.ends_with("/keep") {
        let id = owner.payment(key, "ltc").await;
        house.till.says(&id, PaymentStatus::Paid, ASKED);
        house.read(&id).await;
        return id;
    }
    if path.ends_with("/settle") {
        let id = owner.payment(key, "usdttrc20").await;
        owner.post(&format!("/api/v1/payments/{id}/report"), &json!({ "tx_id": "f00d" })).await.expect(200);
        return id;
    }
    owner.payment(key, "btc").await
}
