//! What admins look through, and take out as files.

use data_encoding::HEXLOWER;
use nproxy_app::accounts::{self, NewInvite};
use nproxy_app::audit::By;
use nproxy_app::keys::{self, NewKey};
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::provider::ApiKey;
use reqwest::Method;
use serde_json::{Value, json};

use crate::house::House;
use crate::person::{Person, send, text, turn};

async fn list(admin: &Person, path: &str) -> Value {
    admin.get(&format!("/api/v1/admin/{path}")).await.expect(200)
}

fn each(page: &Value, field: &str) -> Vec<String> {
    let items = page["items"].as_array().expect("a list");
    items.iter().map(|item| text(item.pointer(field).unwrap_or(&json!("")))).collect()
}

async fn id_of(person: &Person) -> String {
    text(&person.get("/api/v1/me").await.expect(200)["user"]["id"])
}

async fn key(house: &House, label: &str) {
    let key = NewKey {
        provider: "painter".into(),
        label: label.into(),
        api_key: ApiKey::new(HEXLOWER.encode(label.as_bytes()).as_str()),
        account: None,
        proxy: None,
        proxy_only: false,
        limits: KeyLimits { max_in_flight: 8, rpm: None },
    };
    keys::add(&house.app, &By::operator(), key).await.expect("a key");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn users_are_found_by_a_part_of_the_address_and_turned_through_in_every_order() {
    let house = House::new().await;
    let (anna, _boris, admin) = (house.customer().await, house.newcomer().await, house.admin().await);
    let all = list(&admin, "users").await;
    let newest_first = ["admin-2@example.com", "customer-1@example.com", "customer-0@example.com"];
    assert_eq!(each(&all, "/email"), newest_first);
    assert_eq!(all["total"], json!({ "count": 3, "more": false }));
    assert!(all.get("next_cursor").is_none());
    let of_anna = &all["items"][2];
    assert_eq!(
        (&of_anna["state"], &of_anna["role"], &of_anna["spent"]),
        (&json!("active"), &json!("customer"), &json!(0))
    );
    assert_eq!((&of_anna["request_limit"], &of_anna["plan_label"]), (&json!(10), &json!("A month")));
    assert!(of_anna["last_seen_at"].is_string() && all["items"][1].get("plan_label").is_none(), "{all}");

    for (sort, wanted) in [
        ("-created_at", newest_first),
        ("created_at", [newest_first[2], newest_first[1], newest_first[0]]),
        ("email", [newest_first[0], newest_first[2], newest_first[1]]),
        ("-email", [newest_first[1], newest_first[2], newest_first[0]]),
    ] {
        let first = list(&admin, &format!("users?sort={sort}&limit=2")).await;
        let cursor = text(&first["next_cursor"]);
        let second = list(&admin, &format!("users?sort={sort}&limit=2&cursor={cursor}")).await;
        assert_eq!([each(&first, "/email"), each(&second, "/email")].concat(), wanted, "{sort}");
        assert_eq!((&second["total"]["count"], second.get("next_cursor")), (&json!(3), None));
    }
    let cursor = text(&list(&admin, "users?limit=1&sort=email").await["next_cursor"]);
    for (query, pointer) in [
        (format!("cursor={cursor}"), "/cursor"),
        ("cursor=nonsense".to_owned(), "/cursor"),
        ("sort=password_hash".to_owned(), "/sort"),
        ("limit=101".to_owned(), "/limit"),
        ("q=ab".to_owned(), "/q"),
        ("state=sleeping".to_owned(), "/state"),
        ("created_from=yesterday".to_owned(), "/created_from"),
    ] {
        admin.get(&format!("/api/v1/admin/users?{query}")).await.refused_field(422, "invalid_query", pointer);
    }
    let anna_id = id_of(&anna).await;
    for (query, wanted) in [
        ("q=OMER-0".to_owned(), vec!["customer-0@example.com"]),
        (format!("q={anna_id}"), vec!["customer-0@example.com"]),
        ("q=nobody".to_owned(), vec![]),
        ("role=admin".to_owned(), vec!["admin-2@example.com"]),
        ("month=active".to_owned(), vec!["customer-0@example.com"]),
        ("month=none&role=customer".to_owned(), vec!["customer-1@example.com"]),
        ("month=used_up".to_owned(), vec![]),
        ("month=ends_in_7_days".to_owned(), vec![]),
        ("state=suspended".to_owned(), vec![]),
        ("state=active&sort=email&limit=1".to_owned(), vec!["admin-2@example.com"]),
        ("created_to=2027-01-01T00:00:00Z".to_owned(), vec![]),
        ("created_from=2027-01-01T00:00:00Z&role=admin".to_owned(), vec!["admin-2@example.com"]),
    ] {
        assert_eq!(each(&list(&admin, &format!("users?{query}")).await, "/email"), wanted, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_of_everybody_are_filtered_and_their_prompts_searched_with_a_reason() {
    let house = House::new().await;
    let (anna, boris, admin) = (house.customer().await, house.customer().await, house.admin().await);
    let kept = anna.generation("kept").await;
    let cancelled = boris.generation("cancelled").await;
    boris.post(&format!("/api/v1/generations/{cancelled}/cancel"), &json!({})).await.expect(200);
    let all = list(&admin, "generations").await;
    assert_eq!(each(&all, "/id"), [cancelled.as_str(), &kept]);
    assert_eq!(each(&all, "/user/email"), ["customer-1@example.com", "customer-0@example.com"]);
    assert_eq!((&all["items"][1]["model"], &all["items"][1]["attempts"]), (&json!("paint"), &json!(0)));
    assert!(!all.to_string().contains("lighthouse"), "no prompt in a list");
    let turn_id = text(&all["items"][1]["turn_id"]);
    let boris_id = id_of(&boris).await;
    for (query, wanted) in [
        ("state=queued".to_owned(), vec![kept.as_str()]),
        ("state=queued,cancelled".to_owned(), vec![cancelled.as_str(), &kept]),
        ("code=internal".to_owned(), vec![]),
        (format!("user={boris_id}"), vec![cancelled.as_str()]),
        (format!("turn={turn_id}"), vec![kept.as_str()]),
        ("model=paint&state=cancelled".to_owned(), vec![cancelled.as_str()]),
        ("model=pencil".to_owned(), vec![]),
        ("provider=painter".to_owned(), vec![]),
        ("running_over_s=60".to_owned(), vec![]),
        ("queued_to=2027-01-01T00:00:00Z".to_owned(), vec![]),
        ("queued_from=2027-01-01T00:00:00Z&sort=queued_at&limit=1".to_owned(), vec![kept.as_str()]),
    ] {
        assert_eq!(each(&list(&admin, &format!("generations?{query}")).await, "/id"), wanted, "{query}");
    }
    for (query, pointer) in
        [("state=asleep", "/state"), ("code=nonsense", "/code"), ("running_over_s=-1", "/running_over_s")]
    {
        admin.get(&format!("/api/v1/admin/generations?{query}")).await.refused_field(422, "invalid_query", pointer);
    }

    let mut other = turn(1);
    other["prompt"] = json!("A red FOX in the snow");
    boris.submit("fox", &other).await.expect(202);
    let by_prompt = "/api/v1/admin/generations/by-prompt";
    admin.post(by_prompt, &json!({ "words": "fox", "reason": " " })).await.refused_field(
        422,
        "reason_missing",
        "/reason",
    );
    admin.post(by_prompt, &json!({ "words": "x", "reason": "r" })).await.refused_field(422, "invalid_body", "/words");
    let found = admin.post(by_prompt, &json!({ "words": "Snow fox", "reason": "a complaint" })).await.expect(200);
    assert_eq!(
        (found["total"]["count"].clone(), each(&found, "/user/email")),
        (json!(1), vec!["customer-1@example.com".into()])
    );
    let record = list(&admin, "audit?act=generations.search_prompts").await;
    assert_eq!(each(&record, "/reason"), ["a complaint"], "what was refused is not on record");
    assert_eq!(each(&record, "/actor_email"), ["admin-2@example.com"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_taken_out_as_a_file_and_that_is_on_record() {
    let house = House::new().await;
    let (admin, _) = (house.admin().await, house.newcomer().await);
    for label in ["=cmd|calc", "plain, with a comma", "last"] {
        key(&house, label).await;
    }
    let file = admin.get("/api/v1/admin/keys.csv?provider=painter").await;
    assert_eq!((file.status.as_u16(), file.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"keys.csv\"");
    assert_eq!(file.header("x-rows-max"), "100000");
    let body = file.text();
    let lines: Vec<&str> = body.lines().collect();
    assert!(lines[0].starts_with("id,provider,label,fingerprint,account,proxy_label,"), "{body}");
    assert_eq!(lines.len(), 4, "{body}");
    assert!(lines[1].contains(",'=cmd|calc,") && lines[2].contains(",\"plain, with a comma\","), "{body}");
    assert!(!body.contains("secret-of"), "no secret");
    let record = list(&admin, "audit?act=lists.export").await;
    assert_eq!(each(&record, "/subject"), ["list:keys"]);
    assert_eq!(record["items"][0]["after"], json!({ "provider": "painter" }));
    admin.get("/api/v1/admin/keys.csv?cursor=x").await.refused_field(422, "invalid_query", "/cursor");
    let payments = admin.get("/api/v1/admin/payments.csv?email=nobody@example.com").await;
    assert_eq!(payments.text().lines().count(), 1, "nobody's payments are none");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_address_that_a_file_was_asked_for_by_goes_on_record() {
    let house = House::new().await;
    let (anna, admin) = (house.newcomer().await, house.admin().await);
    let id = id_of(&anna).await;
    for query in
        ["users.csv?q=omer-0&role=customer", "payments.csv?email=nobody@example.com", &format!("users.csv?q={id}")]
    {
        assert_eq!(admin.get(&format!("/api/v1/admin/{query}")).await.status, 200, "{query}");
    }
    let record = list(&admin, "audit?act=lists.export").await;
    let said: Vec<_> = record["items"].as_array().expect("a list").iter().map(|line| line["after"].clone()).collect();
    let wanted =
        [json!({ "q": id }), json!({ "email": true, "review": false }), json!({ "q": true, "role": "customer" })];
    assert_eq!(said, wanted);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_other_site_leads_an_admin_to_a_file() {
    let house = House::new().await;
    let admin = house.admin().await;
    let led_by =
        |site: &'static str| admin.request(Method::GET, "/api/v1/admin/users.csv").header("sec-fetch-site", site);
    for site in ["cross-site", "same-site"] {
        send(led_by(site)).await.refused(403, "cross_site");
    }
    assert_eq!(list(&admin, "audit?act=lists.export").await["items"], json!([]), "nothing is on record in his name");
    for site in ["same-origin", "none"] {
        assert_eq!(send(led_by(site)).await.status, 200, "{site}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_longer_than_what_is_read_at_once_is_whole_and_in_order() {
    let house = House::new().await;
    let admin = house.admin().await;
    for nth in 0..1203 {
        let by = By { request_id: Some(format!("nth-{nth}")), ..By::operator() };
        let invite = NewInvite { uses_max: 1, days: None, note: "the cheapest act there is".into() };
        accounts::create_invite(&house.app, &by, invite).await.expect("an invitation");
    }
    let body = admin.get("/api/v1/admin/audit.csv?act=invites").await.text();
    let requests: Vec<String> =
        body.lines().skip(1).map(|line| line.rsplit(',').next().unwrap_or_default().to_owned()).collect();
    let wanted: Vec<String> = (0..1203).rev().map(|nth| format!("nth-{nth}")).collect();
    assert_eq!(requests, wanted);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_months_mails_and_acts_are_filtered_by_what_their_lists_say() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin().await);
    for label in ["one", "two", "three"] {
        key(&house, label).await;
    }
    assert_eq!(each(&list(&admin, "keys?sort=-label").await, "/label"), ["two", "three", "one"]);
    assert_eq!(each(&list(&admin, "keys?q=THR").await, "/label"), ["three"]);
    assert_eq!(each(&list(&admin, "keys?state=active,probation&limit=1").await, "/label"), ["one"]);
    assert_eq!(each(&list(&admin, "keys?state=disabled").await, "/label"), [""; 0]);
    let fingerprint = text(&list(&admin, "keys?q=two").await["items"][0]["fingerprint"]);
    assert_eq!(each(&list(&admin, &format!("keys?q={fingerprint}")).await, "/label"), ["two"]);
    admin.get("/api/v1/admin/keys?state=tired").await.refused_field(422, "invalid_query", "/state");

    let months = list(&admin, "cycles?state=current").await;
    assert_eq!(each(&months, "/user/email"), ["customer-0@example.com"]);
    assert_eq!((&months["items"][0]["plan"], &months["items"][0]["request_limit"]), (&json!("month"), &json!(10)));
    assert_eq!(each(&list(&admin, &format!("cycles?user={}&state=ended", id_of(&anna).await)).await, "/id"), [""; 0]);
    assert_eq!(each(&list(&admin, "cycles?plan=month&sort=ends_at").await, "/plan"), ["month"]);

    house
        .nobody()
        .post("/api/v1/auth/password/forgot", &json!({ "email": "customer-0@example.com" }))
        .await
        .expect(202);
    let mails = list(&admin, "notifications?state=pending&channel=mail").await;
    assert_eq!(each(&mails, "/recipient"), ["customer-0@example.com"]);
    assert_eq!(each(&list(&admin, &format!("notifications?user={}", id_of(&anna).await)).await, "/state"), ["pending"]);
    assert_eq!(each(&list(&admin, "notifications?channel=telegram").await, "/id"), [""; 0]);

    let acts = list(&admin, "audit?act=keys").await;
    assert_eq!(each(&acts, "/act"), ["keys.add"; 3]);
    assert_eq!(each(&list(&admin, "audit?act=key").await, "/act"), [""; 0]);
    assert_eq!(each(&list(&admin, "audit?surface=cli&act=cycles").await, "/actor"), ["operator"]);
    assert_eq!(list(&admin, "proxies?health=unreadable").await["total"]["count"], 0);
    assert_eq!(list(&admin, "incidents?state=open&severity=critical").await["items"], json!([]));
}
