//! Many keys at once at the admins' desk, and what no answer there holds.

use std::collections::BTreeSet;

use nproxy_domain::KeyId;
use serde_json::{Value, json};

use crate::admin_keys::{KEYS, desk, me, on_record, state};
use crate::house::House;
use crate::person::{Answer, text};

/// 500 lines, of which one is doubled, one has no secret and one is broken.
fn five_hundred() -> String {
    let line = |n| match n {
        100 => "twin,import-secret-99\n".to_owned(),
        200 => "nameless,\n".to_owned(),
        300 => "open,\"import-secret-300\n".to_owned(),
        n => format!("many {n},import-secret-{n}\n"),
    };
    std::iter::once("label,secret\n".to_owned()).chain((0..500).map(line)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_keys_are_imported_although_three_lines_are_bad() {
    let house = House::new().await;
    let admin = house.admin().await;
    let import = |dry_run: bool| json!({ "provider": "painter", "text": five_hundred(), "dry_run": dry_run });
    let path = format!("{KEYS}/import");
    let dry = admin.post(&path, &import(true)).await.expect(200);
    assert!(on_record(&house).await.is_empty(), "nothing was done");
    let answer = admin.post(&path, &import(false)).await;
    let done = answer.expect(200);
    assert_eq!((&dry["lines"], &dry["dry_run"]), (&done["lines"], &json!(true)), "a dry run tells the same");
    assert_eq!((&done["added"], &done["duplicates"], &done["refused"]), (&json!(497), &json!(1), &json!(2)));
    let lines = done["lines"].as_array().expect("a list");
    let bad: Vec<_> = lines.iter().filter(|line| line["outcome"] != "added").collect();
    let told: Vec<_> = bad.iter().map(|line| (line["line"].as_u64(), line["outcome"].as_str())).collect();
    assert_eq!(told, [(Some(102), Some("duplicate")), (Some(202), Some("refused")), (Some(302), Some("refused"))]);
    assert!(bad.iter().all(|line| line["detail"].as_str().is_some_and(|why| !why.is_empty())), "{bad:?}");
    assert_eq!((lines.len(), &lines[0]["label"]), (500, &json!("many 0")));
    assert!(!answer.text().contains("import-secret"), "no secret comes back");

    let record = on_record(&house).await;
    let [line] = record.as_slice() else { panic!("one act: {record:?}") };
    assert_eq!((line.act.as_str(), &line.actor, line.surface.as_str()), ("keys.import", &me(&admin).await, "web"));
    let again = admin.post(&path, &import(false)).await.expect(200);
    assert_eq!((&again["added"], &again["duplicates"]), (&json!(0), &json!(498)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_can_not_be_meant_is_refused_where_it_is_wrong() {
    let house = House::new().await;
    let admin = house.admin().await;
    let path = format!("{KEYS}/import");
    for (body, code, pointer) in [
        (json!({ "text": " \n", "dry_run": false }), "invalid_body", "/text"),
        (json!({ "text": "label,colour\n", "dry_run": false }), "invalid_body", "/text"),
        (json!({ "text": "s\n".repeat(10_002), "dry_run": false }), "invalid_body", "/text"),
        (json!({ "text": "s", "provider": "nobody", "dry_run": false }), "unknown_provider", "/provider"),
        (json!({ "text": "s", "max_in_flight": 0, "dry_run": false }), "invalid_body", "/max_in_flight"),
        (json!({ "text": "s", "format": "xml", "dry_run": false }), "invalid_body", "/format"),
        (json!({ "text": "s" }), "invalid_body", "/dry_run"),
    ] {
        admin.post(&path, &body).await.refused_field(422, code, pointer);
    }
    let large = json!({ "text": "x".repeat(2 * 1024 * 1024 + 1), "dry_run": true });
    admin.post(&path, &large).await.refused(413, "body_too_large");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run_of_many_changes_nothing_and_the_real_one_does_what_it_told() {
    let house = House::new().await;
    let (admin, proxy) = (house.admin().await, house.proxy("exit").await);
    let mut keys = Vec::new();
    for n in 0..3 {
        keys.push(house.key(&format!("key {n}"), &format!("secret-{n}")).await);
    }
    admin.post(&format!("{}/disable", desk(&keys[2])), &json!({ "reason": "old" })).await.expect(200);
    let path = format!("{KEYS}/bulk");
    let disable = |dry_run: bool| {
        let filter = json!({ "q": "KEY", "provider": "painter", "state": "active,disabled" });
        json!({ "filter": filter, "act": "disable", "reason": "the account closes", "dry_run": dry_run })
    };
    let before = on_record(&house).await.len();
    let told = admin.post(&path, &disable(true)).await.expect(200);
    assert_eq!((&told["done"], &told["unchanged"], &told["refused"]), (&json!(2), &json!(1), &json!(0)));
    assert_eq!((&told["rows"][0]["id"], &told["rows"][0]["outcome"]), (&json!(keys[0]), &json!("done")));
    assert_eq!((state(&admin, &keys[0]).await, on_record(&house).await.len()), ("active".to_owned(), before));

    let done = admin.post(&path, &disable(false)).await.expect(200);
    assert_eq!((&done["rows"], &done["dry_run"]), (&told["rows"], &json!(false)));
    for key in &keys {
        assert_eq!(state(&admin, key).await, "disabled");
    }
    let record = on_record(&house).await.split_off(before);
    let lines: BTreeSet<_> = record.iter().map(|line| (line.act.as_str(), line.subject.clone())).collect();
    assert_eq!(
        lines,
        [("keys.disable", format!("key:{}", keys[0])), ("keys.disable", format!("key:{}", keys[1]))].into()
    );
    assert!(record.iter().all(|line| line.reason.as_deref() == Some("the account closes")));

    let to = |act: &str, more: Value| {
        let mut body = json!({ "ids": keys, "act": act, "reason": "r", "dry_run": false });
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        body
    };
    assert_eq!(admin.post(&path, &to("activate", json!({}))).await.expect(200)["done"], 3);
    assert_eq!(admin.post(&path, &to("activate", json!({}))).await.expect(200)["unchanged"], 3);
    assert_eq!(admin.post(&path, &to("assign_proxy", json!({ "proxy_id": proxy }))).await.expect(200)["done"], 3);
    assert_eq!(admin.get(&desk(&keys[0])).await.expect(200)["events"][0]["evidence"], "through exit");
    let only = json!({ "proxy_only": true, "reason": "r" });
    admin.patch(&desk(&keys[1]), &only).await.expect(200);
    let directly = admin.post(&path, &to("assign_proxy", json!({ "proxy_id": null }))).await.expect(200);
    assert_eq!((&directly["done"], &directly["refused"]), (&json!(2), &json!(1)));
    assert!(directly["rows"][1]["detail"].as_str().is_some_and(|why| why.contains("only")), "{directly}");
    assert_eq!(admin.post(&path, &to("set_limits", json!({ "rpm": 10 }))).await.expect(200)["done"], 3);
    let one = admin.get(&desk(&keys[0])).await.expect(200);
    assert_eq!((&one["key"]["rpm"], &one["key"]["max_in_flight"]), (&json!(10), &json!(8)));
    let named = json!({ "q": one["key"]["fingerprint"] });
    let named = json!({ "filter": named, "act": "disable", "reason": "r", "dry_run": true });
    let told = admin.post(&path, &named).await.expect(200);
    assert_eq!((&told["done"], &told["rows"][0]["id"]), (&json!(1), &json!(keys[0])), "as its list has it");
    let gone = json!({ "ids": [proxy], "act": "activate", "reason": "r", "dry_run": false });
    assert_eq!(admin.post(&path, &gone).await.expect(200)["rows"][0]["outcome"], "refused");

    for (more, code, pointer) in [
        (json!({ "act": "set_limits" }), "invalid_body", "/max_in_flight"),
        (json!({ "act": "set_limits", "rpm": 0 }), "invalid_body", "/rpm"),
        (json!({ "act": "disable", "rpm": null }), "invalid_body", "/rpm"),
        (json!({ "act": "disable", "proxy_id": proxy }), "invalid_body", "/proxy_id"),
        (json!({ "act": "assign_proxy", "proxy_id": keys[0] }), "unknown_proxy", "/proxy_id"),
        (json!({ "act": "activate", "filter": {} }), "invalid_body", "/ids"),
        (json!({ "act": "activate", "reason": "" }), "reason_missing", "/reason"),
        (json!({ "act": "paint" }), "invalid_body", "/act"),
    ] {
        admin.post(&path, &to("activate", more)).await.refused_field(422, code, pointer);
    }
    let short = json!({ "filter": { "q": "ke" }, "act": "activate", "reason": "r", "dry_run": true });
    admin.post(&path, &short).await.refused_field(422, "invalid_body", "/filter/q");
    let asleep = json!({ "filter": { "state": "asleep" }, "act": "activate", "reason": "r", "dry_run": true });
    admin.post(&path, &asleep).await.refused_field(422, "invalid_body", "/filter/state");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_holds_a_secret() {
    let house = House::new().await;
    let admin = house.admin().await;
    let new = |label: &str| {
        json!({
            "provider": "painter", "label": label, "secret": "hush-key", "billing_secret": "hush-billing", "account": "acme",
        })
    };
    let mut answers: Vec<Answer> = Vec::new();
    answers.push(admin.post(KEYS, &new("main")).await);
    let key: KeyId = text(&answers[0].expect(201)["key"]["id"]).parse().expect("an id");
    answers.push(admin.post(KEYS, &new("again")).await);
    answers.push(admin.post(KEYS, &new("it is hush-key")).await);
    let mut more = new("main");
    more["secret"] = json!("hush key");
    answers.push(admin.post(KEYS, &more).await);
    more["secrets"] = json!("hush-too");
    answers.push(admin.post(KEYS, &more).await);
    let import =
        json!({ "text": "hush-key\nhush-a hush-b\nhush-c,\nsecret;hush-d", "provider": "painter", "dry_run": false });
    answers.push(admin.post(&format!("{KEYS}/import"), &import).await);
    let rotate = json!({ "secret": "hush-new", "reason": "r" });
    answers.push(admin.post(&format!("{}/rotate", desk(&key)), &rotate).await);
    answers.push(admin.post(&format!("{}/rotate", desk(&key)), &rotate).await);
    answers.push(admin.post(&format!("{}/test", desk(&key)), &json!({})).await);
    answers.push(admin.get(&desk(&key)).await);
    let address = "http://ada:hush-proxy@127.0.0.1:1";
    let proxy = json!({ "label": "exit", "address": address, "untested": true });
    answers.push(admin.post("/api/v1/admin/proxies", &proxy).await);
    let exit = text(&answers.last().expect("one").expect(201)["proxy"]["id"]);
    answers.push(admin.post("/api/v1/admin/proxies", &proxy).await);
    for address in [address, "ftp://ada:hush-proxy@127.0.0.1:1", "hush-proxy"] {
        answers.push(admin.post("/api/v1/admin/proxies", &json!({ "label": "other", "address": address })).await);
    }
    answers.push(admin.post(&format!("/api/v1/admin/proxies/{exit}/test"), &json!({})).await);
    answers.push(admin.get(&format!("/api/v1/admin/proxies/{exit}")).await);
    for answer in &answers {
        assert!(!answer.text().contains("hush"), "{}", answer.text());
    }
    let log = on_record(&house).await;
    assert!(log.iter().all(|line| !format!("{line:?}").contains("hush")), "{log:?}");
}
