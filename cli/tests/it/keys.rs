//! `nproxy keys ..`: what an operator types, reads and pipes.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::support::{Answer, MASTER_KEY, Nproxy, Site, is_narrow};

async fn migrated() -> Nproxy {
    let nproxy = Nproxy::on_sqlite();
    nproxy.run(&["migrate"]).await.done();
    nproxy
}

async fn import(nproxy: &Nproxy, text: &str, more: &[&str]) -> Answer {
    let command = ["keys", "import", "-", "--provider", "nano_banana"];
    nproxy.run_with_input(&[&command, more].concat(), text).await
}

#[tokio::test]
async fn a_keys_secret_goes_in_by_standard_input_and_never_comes_out() {
    let nproxy = migrated().await;
    let add =
        ["keys", "add", "--provider", "nano_banana", "--label", "main \u{1b}[31mred", "--account", "acme", "--json"];
    let added = nproxy.run_with_input(&add, "AIza-very-secret\n").await.done();
    let id = added.json()["key"]["id"].as_str().unwrap().to_owned();
    let again = nproxy.run_with_input(&add, "AIza-very-secret\n").await;
    assert_eq!(again.code, Some(1), "the same secret twice: {again:?}");

    for command in [
        &["keys", "list", "--json"][..],
        &["keys", "list", "--json", "--provider", "nano_banana"],
        &["keys", "show", &id],
        &["keys", "show", &id, "--json"],
        &["keys", "why", &id, "--json"],
        &["keys", "history", &id, "--json"],
        &["keys", "export"],
        &["keys", "export", "--format", "json"],
    ] {
        let listed = nproxy.run(command).await.done();
        assert!(listed.stdout.contains(&id) || command[1] == "history", "{listed:?}");
        assert!(!listed.stdout.contains("very-secret") && !listed.stdout.contains('\u{1b}'), "{listed:?}");
    }
    let table = nproxy.run(&["keys", "list"]).await.done();
    assert!(table.stdout.contains("main [31mred") && !table.stdout.contains("very-secret"), "{table:?}");
    for file in ["test.sqlite", "test.sqlite-wal"] {
        let bytes = std::fs::read(nproxy.dir().join(file)).unwrap_or_default();
        assert!(!bytes.windows(16).any(|window| window == b"AIza-very-secret"), "{file}");
    }
}

#[tokio::test]
async fn a_key_needs_a_secret_and_a_provider_that_is_configured() {
    let nproxy = migrated().await;
    let without = nproxy.run(&["keys", "add", "--provider", "nano_banana", "--label", "x"]).await;
    assert_eq!(without.code, Some(1), "{without:?}");
    assert!(without.stderr.contains("no API key on standard input"), "{without:?}");
    for command in [
        &["keys", "add", "--provider", "nobody", "--label", "x"][..],
        &["keys", "list", "--provider", "nobody"],
        &["keys", "test", "--provider", "nobody"],
        &["keys", "import", "-", "--provider", "nobody"],
    ] {
        let unknown = nproxy.run_with_input(command, "secret\n").await;
        assert_eq!(unknown.code, Some(2), "{unknown:?}");
        let reason = "there is no [providers.nobody] in the configuration; there are: nano_banana";
        assert!(unknown.stderr.contains(reason), "{unknown:?}");
    }
}

#[tokio::test]
async fn a_key_that_can_not_be_meant_is_refused_without_an_echo() {
    let nproxy = migrated().await;
    let add = ["keys", "add", "--provider", "nano_banana"];
    for (more, secret, reason) in [
        (&["--label", "my AIza-hush"][..], "AIza-hush", "label holds a secret of the key"),
        (&["--label", "x", "--account", "AIza-hush"], "AIza-hush", "account holds a secret of the key"),
        (&["--label", "x"], "AIza-\u{7}hush", "secret holds control characters or white space"),
        (&["--label", "x"], "AIza hush", "secret holds control characters or white space"),
        (&["--label", " "], "AIza-hush", "a label has 1 to 100 characters"),
        (&["--label", "x", "--proxy", "nowhere"], "AIza-hush", "there is no proxy \"nowhere\""),
    ] {
        let refused = nproxy.run_with_input(&[&add, more].concat(), &format!("{secret}\n")).await;
        assert_eq!(refused.code, Some(2), "{more:?}: {refused:?}");
        assert!(refused.stderr.contains(reason) && !refused.stderr.contains("hush"), "{more:?}: {refused:?}");
    }
    assert_eq!(nproxy.run(&["keys", "list", "--json"]).await.done().json()["keys"], json!([]), "none was kept");
}

#[tokio::test]
async fn several_keys_are_taken_out_and_put_back_by_label_or_id_and_unknown_ones_are_told() {
    let nproxy = migrated().await;
    import(&nproxy, "label,secret\nfirst,s-1\nsecond,s-2\ntwin,s-3\ntwin,s-4\n", &[]).await.done();
    let keys = nproxy.run(&["keys", "list", "--json"]).await.done().json()["keys"].clone();
    let id = keys[1]["id"].as_str().unwrap();
    let dry = nproxy.run(&["keys", "disable", "first", "frist", "--dry-run", "--json"]).await;
    assert_eq!(dry.code, Some(3), "{dry:?}");
    let dry = dry.json();
    assert_eq!((&dry["dry_run"], &dry["keys"][0]["changes"]), (&json!(true), &json!(true)), "{dry}");
    let off = nproxy.run(&["keys", "disable", "first", id, "frist", "twin", "--reason", "leaked", "--json"]).await;
    assert_eq!(off.code, Some(3), "two of four were done: {off:?}");
    let answer = off.json();
    assert_eq!(answer["keys"].as_array().unwrap().len(), 2, "the others are done: {answer}");
    assert!(answer["keys"].as_array().unwrap().iter().all(|key| key["state"] == "disabled"), "{answer}");
    assert_eq!(answer["refused"][0]["error"], "there is no key \"frist\"");
    assert!(
        answer["refused"][1]["error"].as_str().unwrap().starts_with("several keys are called \"twin\", use the id")
    );

    let why = nproxy.run(&["keys", "why", "first"]).await.done();
    assert!(why.stdout.contains("Disabled by the operator") && why.stdout.contains(": leaked."), "{why:?}");
    let history = nproxy.run(&["keys", "history", "first", "--json"]).await.done().json();
    let event = &history["events"][0];
    assert_eq!(
        (&event["before"], &event["after"], &event["actor"]),
        (&json!("active"), &json!("disabled"), &json!("operator"))
    );
    assert_eq!((&event["evidence"], &history["next_before"]), (&json!("leaked"), &Value::Null));
    let on = nproxy.run(&["keys", "activate", "first", "second"]).await.done();
    assert_eq!(on.stdout, "first is active now.\nsecond is active now.\n");
    let newest = nproxy.run(&["keys", "history", "first", "--limit", "1", "--json"]).await.done().json();
    let before = newest["next_before"].as_str().unwrap();
    let older = nproxy.run(&["keys", "history", "first", "--before", before, "--json"]).await.done().json();
    assert_eq!(older["events"][0]["after"], "disabled");
    assert_eq!(nproxy.run(&["keys", "history", "first", "--before", "yesterday"]).await.code, Some(2));

    let nope = nproxy.run(&["keys", "disable", "nope"]).await;
    assert_eq!((nope.code, nope.stdout.as_str()), (Some(1), ""), "{nope:?}");
    assert!(nope.stderr.contains("1 of 1 key could not be found"), "{nope:?}");
    let unknown = nproxy.run(&["keys", "show", "sec"]).await;
    assert_eq!(unknown.code, Some(1), "{unknown:?}");
    assert!(unknown.stderr.contains("there is no key \"sec\"; candidates: \"second\" of nano_banana"), "{unknown:?}");
}

#[tokio::test]
async fn an_import_with_broken_lines_imports_the_others_and_never_echoes_a_secret() {
    let nproxy = migrated().await;
    let text = "provider,label,secret,max_in_flight\n\
                nano_banana,one,AIza-hush-1,8\n\
                AIza-hush-2,two,nano_banana,\n\
                ,three,AIza-hush-3,AIza-hush-3\n\
                ,four\n\
                ,,AIza-hush-5,\n";
    let dry = import(&nproxy, text, &["--dry-run"]).await;
    assert_eq!(dry.code, Some(3), "{dry:?}");
    assert!(!dry.stdout.contains("line 2: ") && dry.stdout.contains("line 3: refused: "), "{dry:?}");
    assert!(dry.stdout.ends_with("2 keys would be imported, 3 refused\n"), "{dry:?}");
    let done = import(&nproxy, text, &["--json"]).await;
    assert_eq!(done.code, Some(3), "{done:?}");
    let answer = done.json();
    assert_eq!((&answer["imported"], &answer["refused"], &answer["dry_run"]), (&json!(2), &json!(3), &json!(false)));
    let codes: Vec<&str> =
        answer["lines"].as_array().unwrap().iter().filter_map(|line| line["code"].as_str()).collect();
    assert_eq!(codes, ["unknown_provider", "bad_number", "malformed"]);
    assert_eq!(answer["lines"][1]["line"], 3);
    let label = answer["lines"][4]["label"].as_str().unwrap();
    let fingerprint = answer["lines"][4]["fingerprint"].as_str().unwrap();
    assert_eq!(label, format!("nano_banana-{}", &fingerprint[..8]));
    let again = import(&nproxy, text, &[]).await;
    assert_eq!(again.code, Some(1), "nothing was imported: {again:?}");
    assert!(again.stdout.contains("line 2: refused: this key is already there as \"one\""), "{again:?}");
    let headless = import(&nproxy, "AIza-hush-1\n", &["--format", "csv"]).await;
    assert_eq!(headless.code, Some(2), "{headless:?}");
    for answer in [dry, done, again, headless] {
        assert!(!answer.stdout.contains("hush") && !answer.stderr.contains("hush"), "{answer:?}");
    }
    let missing = nproxy.run(&["keys", "import", "nowhere.csv", "--provider", "nano_banana"]).await;
    assert_eq!(missing.code, Some(1), "{missing:?}");
    assert!(missing.stderr.contains("nowhere.csv can't be read"), "{missing:?}");
}

#[tokio::test]
async fn ten_thousand_keys_are_imported_listed_and_exported() {
    let nproxy = migrated().await;
    let mut text = String::new();
    for n in 0..10_000 {
        writeln!(text, "AIza-number-{n:05}").unwrap();
    }
    nproxy.write("keys.txt", &text);
    let done = nproxy.run(&["keys", "import", "keys.txt", "--provider", "nano_banana", "--json"]).await.done().json();
    assert_eq!((&done["imported"], &done["refused"]), (&json!(10_000), &json!(0)));
    let listed = nproxy.run(&["keys", "list", "--json"]).await.done().json();
    assert_eq!(listed["keys"].as_array().unwrap().len(), 10_000);
    assert_eq!(listed["counts"], json!({ "active": 10_000 }));
    let table = nproxy.run(&["keys", "list"]).await.done().stdout;
    assert_eq!(table.lines().count(), 10_002, "a head, the keys, a sum");
    assert!(table.ends_with("10000 keys: 10000 active\n"));
    let some = nproxy.run(&["keys", "list", "--state", "cooldown"]).await.done().stdout;
    assert_eq!(some, "No key matches; `nproxy keys list` shows all.\n");
    let csv = nproxy.run(&["keys", "export"]).await.done().stdout;
    assert_eq!(csv.lines().count(), 10_001);
    assert!(csv.starts_with("id,provider,label,fingerprint,") && !csv.contains("AIza"));
}

#[tokio::test]
async fn an_export_runs_no_formula_in_a_spreadsheet() {
    let nproxy = migrated().await;
    import(&nproxy, "label,secret,account\n=cmd(),s-1,@sum\n\"a, b\",s-2,\n", &[]).await.done();
    let csv = nproxy.run(&["keys", "export"]).await.done().stdout;
    assert!(csv.contains(",'=cmd(),") && csv.contains(",'@sum,") && csv.contains(",\"a, b\","), "{csv}");
    let json = nproxy.run(&["keys", "export", "--format", "json", "--label", "A,"]).await.done().json();
    assert_eq!((json["keys"].as_array().unwrap().len(), &json["keys"][0]["label"]), (1, &json!("a, b")));
}

#[tokio::test]
async fn a_test_asks_the_upstream_and_tells_of_each_key() {
    let nproxy = Nproxy::new();
    let dev = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    let site = Site::sign_in(dev.url(), &dev.said["customer"]).await;
    site.control(&dev.said, "/defaults", &json!({})).await;
    site.control(&dev.said, "/keys/1", &json!({ "fault": "key_invalid" })).await;
    let operator = nproxy
        .against_dev()
        .with("NPROXY__PROVIDERS__NANO_BANANA__BASE_URL", dev.said["sandbox"]["gemini"]["base_url"].as_str().unwrap());
    let one = operator.run(&["keys", "test", "sandbox 1"]).await.done();
    assert!(one.stdout.starts_with("sandbox 1: works ("), "{one:?}");
    let all = operator.run(&["keys", "test", "--all", "--json"]).await;
    assert_eq!(all.code, Some(3), "{all:?}");
    let answer = all.json();
    let keys = dev.said["sandbox"]["gemini"]["keys"].as_array().unwrap().len();
    assert_eq!((&answer["works"], &answer["failed"], &answer["no_check"]), (&json!(keys - 1), &json!(1), &json!(0)));
    let failed = answer["results"].as_array().unwrap().iter().find(|test| test["result"] == "failed").unwrap();
    assert_eq!((&failed["label"], &failed["class"]), (&json!("sandbox 2"), &json!("key_invalid")));
    let state = operator.run(&["keys", "why", "sandbox 2", "--json"]).await.done().json();
    assert_eq!(state["state"], "active", "a test moves no key");
    assert_eq!(operator.run(&["keys", "test"]).await.code, Some(2));
}

#[tokio::test]
async fn what_people_read_of_keys_fits_into_a_terminal_and_is_in_words() {
    let nproxy = migrated().await;
    let label = "a label that goes on and on for a hundred characters less a few so that no column could hold it all";
    import(&nproxy, &format!("label,secret,account\n{label},s-1,an account with a rather long name too\n"), &[])
        .await
        .done();
    nproxy.run(&["keys", "disable", label, "--reason", &"leaked ".repeat(40)]).await.done();
    nproxy.run(&["keys", "disable", label]).await.done();
    let narrow = nproxy.clone().with("COLUMNS", "100");
    for command in [&["keys", "list"][..], &["keys", "history", label]] {
        let table = narrow.run(command).await.done();
        assert!(is_narrow(&table.stdout) && table.stdout.contains('…'), "{table:?}");
    }
    let shown = narrow.run(&["keys", "show", label]).await.done().stdout;
    let (facts, _sentences) = shown.split_once("\n\n").unwrap();
    assert!(is_narrow(facts) && facts.contains("\nstate              disabled\n"), "{facts}");
    let history = nproxy.run(&["keys", "history", label]).await.done().stdout;
    assert!(history.contains("  (no change)  ") && history.contains("  active -> disabled  "), "{history}");
    let list = nproxy.run(&["keys", "list"]).await.done().stdout;
    assert!(list.ends_with("1 key: 1 disabled\n"), "{list}");
    let json = nproxy.run(&["keys", "history", label, "--json"]).await.done().json();
    assert_eq!(json["events"][1]["evidence"], "leaked ".repeat(40).trim(), "JSON has it all");
    let fresh = migrated().await.run(&["keys", "list"]).await.done().stdout;
    assert!(fresh.starts_with("There are no keys. Add one with"), "{fresh}");
}

#[tokio::test]
async fn an_upstream_that_is_tried_again_is_told_of_once() {
    let nproxy = migrated().await.with("NPROXY__PROVIDERS__NANO_BANANA__BASE_URL", "http://127.0.0.1:1");
    import(&nproxy, "s-1\n", &[]).await.done();
    let tested = nproxy.run(&["keys", "test", "--all"]).await;
    assert_eq!(tested.code, Some(1), "{tested:?}");
    assert!(tested.stdout.contains(": failed, ") && !tested.stderr.contains("Retry"), "{tested:?}");
}

#[tokio::test]
async fn a_provider_that_has_spent_its_day_is_told_of_with_its_keys() {
    let nproxy = migrated().await.with("NPROXY__PROVIDERS__NANO_BANANA__SPEND_STOP_PER_DAY_USD", "0");
    import(&nproxy, "label,secret\nfirst,s-1\n", &[]).await.done();
    let said = "nano_banana has spent $0.00 of $0.00 a day: nothing more is asked of it before midnight UTC.";
    for command in [&["keys", "list"][..], &["keys", "why", "first"], &["keys", "show", "first"]] {
        let told = nproxy.run(command).await.done();
        assert!(told.stdout.contains(said), "{told:?}");
    }
    let why = nproxy.run(&["keys", "why", "first", "--json"]).await.done().json();
    assert_eq!(why["back_at"], why["spend_stop"]["until"], "{why}");
    assert!(why["back_at"].as_str().unwrap().ends_with("T00:00:00Z"), "{why}");
    let list = nproxy.run(&["keys", "list", "--json"]).await.done().json();
    assert_eq!(list["spend_stops"][0]["provider"], "nano_banana", "{list}");
}

#[tokio::test]
async fn a_key_is_set_otherwise_for_a_reason() {
    let nproxy = migrated().await;
    import(&nproxy, "label,secret,account,rpm\nfirst,s-1,acme,60\n", &[]).await.done();
    let set = ["keys", "set", "first", "--reason", "a smaller plan", "--json"];
    let more = ["--max-in-flight", "2", "--no-rpm", "--no-account", "--label", "small"];
    let changed = nproxy.run(&[&set[..], &more].concat()).await.done().json();
    assert_eq!((&changed["changed"], &changed["key"]["max_in_flight"]), (&json!(true), &json!(2)));
    assert_eq!((&changed["key"]["rpm"], &changed["key"]["account"]), (&Value::Null, &Value::Null));
    let again = nproxy.run(&["keys", "set", "small", "--max-in-flight", "2", "--reason", "r"]).await.done();
    assert_eq!(again.stdout, "small was so before.\n");
    for (command, code) in [
        (&["keys", "set", "small", "--reason", "r"][..], 2),
        (&["keys", "set", "small", "--rpm", "9"], 2),
        (&["keys", "set", "small", "--rpm", "9", "--reason", " "], 2),
        (&["keys", "set", "small", "--label", "my s-1", "--reason", "r"], 2),
        (&["keys", "set", "small", "--proxy", "nowhere", "--reason", "r"], 2),
        (&["keys", "set", "first", "--rpm", "9", "--reason", "r"], 1),
    ] {
        let refused = nproxy.run(command).await;
        assert_eq!(refused.code, Some(code), "{command:?}: {refused:?}");
    }
}

#[tokio::test]
async fn a_rotated_key_keeps_its_name_and_its_old_secret_is_out_of_use() {
    let nproxy = migrated().await;
    import(&nproxy, "label,secret,account\nfirst,s-1,acme\n", &[]).await.done();
    let rotate = ["keys", "rotate", "first", "--reason", "it leaked"];
    let same = nproxy.run_with_input(&rotate, "s-1\n").await;
    assert_eq!(same.code, Some(1), "{same:?}");
    let done = nproxy.run_with_input(&[&rotate[..], &["--json"]].concat(), "s-very-new\n").await.done();
    assert!(!done.stdout.contains("very-new"), "{done:?}");
    let answer = done.json();
    assert_eq!((&answer["key"]["label"], &answer["key"]["account"]), (&json!("first"), &json!("acme")));
    assert_eq!(answer["old"]["state"], "disabled");
    let first = nproxy.run(&["keys", "show", "first", "--json"]).await.done().json();
    assert_eq!(first["key"]["id"], answer["key"]["id"], "the name means one key");
    let why = nproxy.run(&["keys", "why", answer["old"]["id"].as_str().unwrap()]).await.done();
    assert!(why.stdout.contains("it leaked"), "{why:?}");
}

#[tokio::test]
async fn a_new_master_key_opens_everything_and_the_old_one_nothing_more() {
    let old = migrated().await;
    let add = ["keys", "add", "--provider", "nano_banana", "--label", "main"];
    old.run_with_input(&add, "AIza-very-secret\n").await.done();
    let new = old.clone().with("NPROXY__SECRETS__MASTER_KEY", "09".repeat(32));
    let wrong = new.run_with_input(&["keys", "reseal"], &"08".repeat(32)).await;
    assert_eq!(wrong.code, Some(1), "{wrong:?}");
    assert!(wrong.stderr.contains("is not the one that this database's secrets were sealed with"), "{wrong:?}");
    old.run(&["keys", "list"]).await.done();

    let done = new.run_with_input(&["keys", "reseal", "--json"], MASTER_KEY).await.done().json();
    assert_eq!(done["values"], 1, "{done}");
    assert_eq!(old.run(&["keys", "list"]).await.code, Some(1));
    let again = new.run_with_input(&add, "AIza-very-secret\n").await;
    assert_eq!((again.code, again.stderr.contains("AIza")), (Some(1), false), "it is still known: {again:?}");
    let same = new.run_with_input(&["keys", "reseal"], &"09".repeat(32)).await;
    assert_eq!((same.code, same.stderr.contains("both master keys are the same")), (Some(1), true), "{same:?}");
}
