//! An admin is let in.

use chrono::Duration;
use serde_json::json;

use crate::authenticator::shown;
use crate::house::{House, PASSWORD};
use crate::person::text;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_sets_up_a_second_factor_and_gives_it_at_the_next_sign_in() {
    let house = House::new().await;
    let admin = house.admin_outside().await;
    let none = admin.get("/api/v1/me/second-factor").await.expect(200);
    assert_eq!(none, json!({ "enrolled": false, "recovery_codes_left": 0 }));
    let wrong = admin.post("/api/v1/auth/totp/enrol", &json!({ "password": "not the password" })).await;
    wrong.refused_field(403, "wrong_password", "/password");
    admin.post("/api/v1/auth/totp/enrol/confirm", &json!({ "code": "000000" })).await.refused(409, "nothing_to_enrol");
    admin.post("/api/v1/auth/totp", &json!({ "code": "000000" })).await.refused(403, "second_factor_missing");
    let enrolment = admin.post("/api/v1/auth/totp/enrol", &json!({ "password": PASSWORD })).await.expect(201);
    let secret = text(&enrolment["secret"]);
    assert!(text(&enrolment["uri"]).contains(&format!("secret={secret}")), "{enrolment}");
    let wrong = admin.post("/api/v1/auth/totp/enrol/confirm", &json!({ "code": "000000" })).await;
    wrong.refused_field(403, "code_wrong", "/code");
    let code = json!({ "code": shown(&secret, house.db.env.now()) });
    let codes = admin.post("/api/v1/auth/totp/enrol/confirm", &code).await.expect(200);
    assert_eq!(codes["recovery_codes"].as_array().map(Vec::len), Some(10));
    admin.get("/api/v1/admin/payments").await.expect(200);
    assert_eq!(admin.get("/api/v1/me/second-factor").await.expect(200)["enrolled"], true);

    let email = text(&admin.get("/api/v1/me").await.expect(200)["user"]["email"]);
    let mut again = house.nobody();
    assert_eq!(again.sign_in(&email, PASSWORD).await["admin"], json!({ "state": "needed" }));
    again.post("/api/v1/auth/totp/enrol", &json!({ "password": PASSWORD })).await.refused(403, "second_factor_needed");
    again.post("/api/v1/auth/totp", &code).await.refused_field(403, "code_used", "/code");
    again.post("/api/v1/auth/totp", &json!({})).await.refused_field(422, "invalid_body", "/code");
    let recovery = json!({ "recovery_code": codes["recovery_codes"][0] });
    let user = again.post("/api/v1/auth/totp", &recovery).await.expect(200)["user"].clone();
    assert_eq!(user["admin"]["state"], "given", "{user}");
    again.get("/api/v1/admin/payments").await.expect(200);
    let twice = again.post("/api/v1/auth/totp", &recovery).await;
    twice.refused_field(403, "code_used", "/recovery_code");
    let fresh = again.post("/api/v1/auth/totp/recovery-codes", &json!({})).await.expect(200);
    assert_eq!(fresh["recovery_codes"].as_array().map(Vec::len), Some(10));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fresh_sign_in_opens_what_is_dangerous_for_ten_minutes() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin_outside().await);
    let secret = house.enrol(&admin).await;
    let user = text(&anna.get("/api/v1/me").await.expect(200)["user"]["id"]);
    let path = format!("/api/v1/admin/users/{user}/requests");
    let act = json!({ "kind": "grant", "amount": 1, "reason": "a test" });
    house.db.clock.advance(Duration::minutes(10));
    admin.post(&path, &act).await.refused(403, "fresh_sign_in_needed");
    let confirm = async |body| admin.post("/api/v1/auth/confirm", &body).await;
    confirm(json!({ "password": PASSWORD })).await.refused_field(403, "second_factor_needed", "/code");
    let code = shown(&secret, house.db.env.now());
    let wrong = confirm(json!({ "password": "not the password", "code": code })).await;
    wrong.refused_field(403, "wrong_password", "/password");
    let fresh = confirm(json!({ "password": PASSWORD, "code": code })).await.expect(200)["user"].clone();
    assert!(fresh["admin"]["fresh_until"].is_string(), "{fresh}");
    admin.post(&path, &act).await.expect(200);
    house.db.clock.advance(Duration::minutes(10));
    admin.post(&path, &act).await.refused(403, "fresh_sign_in_needed");
    for _ in 0..5 {
        let wrong = confirm(json!({ "password": PASSWORD, "code": "000000" })).await;
        wrong.refused_field(403, "code_wrong", "/code");
    }
    confirm(json!({ "password": PASSWORD, "code": "000000" })).await.refused(429, "too_many_attempts");
}
