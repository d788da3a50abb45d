//! The operator's proxies at the command line.

use std::net::IpAddr;

use nproxy_sandbox::{PlayedProxy, ProxyFault, ProxyOptions, Sandbox, SandboxOptions};
use serde_json::{Value, json};

use crate::support::{Answer, Nproxy, is_narrow};

async fn migrated(nproxy: Nproxy) -> Nproxy {
    nproxy.run(&["migrate"]).await.done();
    nproxy
}

async fn add(nproxy: &Nproxy, label: &str, address: &str) -> Answer {
    nproxy.run_with_input(&["proxies", "add", "--label", label, "--untested", "--json"], &format!("{address}\n")).await
}

async fn add_key(nproxy: &Nproxy, label: &str, account: &str) -> String {
    let args = ["keys", "add", "--provider", "nano_banana", "--label", label, "--account", account, "--json"];
    let added = nproxy.run_with_input(&args, &format!("secret-of-{label}\n")).await.done();
    added.json()["key"]["id"].as_str().unwrap().to_owned()
}

/// What the answer says of keys, by label.
fn of_keys(answer: &Value, field: &str) -> Vec<(String, Value)> {
    let keys = answer["keys"].as_array().unwrap();
    keys.iter().map(|key| (key["label"].as_str().unwrap().to_owned(), key[field].clone())).collect()
}

#[tokio::test]
async fn a_proxys_address_goes_in_by_standard_input_and_its_credentials_never_come_out() {
    let nproxy = migrated(Nproxy::on_sqlite()).await;
    let label = "main \u{1b}[31mred\u{202e} and a good deal longer than a column";
    let address = "socks5h://ada-lovelace:correct%40horse@a-proxy-with-a-rather-long-name.example:1080";
    let added = add(&nproxy, label, address).await.done().json();
    let place = "socks5h://a-proxy-with-a-rather-long-name.example:1080";
    assert_eq!((&added["proxy"]["place"], &added["proxy"]["health"]), (&json!(place), &json!("ok")));
    let id = added["proxy"]["id"].as_str().unwrap();
    let label = added["proxy"]["label"].as_str().unwrap();
    for command in [
        &["proxies", "list"][..],
        &["proxies", "list", "--json"],
        &["proxies", "show", id],
        &["proxies", "show", label, "--json"],
    ] {
        let shown = nproxy.run(command).await.done();
        assert!(shown.stdout.contains("main [31mred"), "{shown:?}");
        let hostile = ["ada-lovelace", "horse", "\u{1b}", "\u{202e}"];
        assert!(hostile.iter().all(|text| !shown.stdout.contains(text)), "{shown:?}");
    }
    let listed = nproxy.clone().with("COLUMNS", "100").run(&["proxies", "list"]).await.done();
    assert!(is_narrow(&listed.stdout) && listed.stdout.contains("untested"), "{listed:?}");
    for file in ["test.sqlite", "test.sqlite-wal"] {
        let bytes = std::fs::read(nproxy.dir().join(file)).unwrap_or_default();
        assert!(!bytes.windows(12).any(|window| window == b"ada-lovelace"), "{file}");
    }
}

#[tokio::test]
async fn an_address_that_would_not_do_is_refused_with_what_to_do() {
    let nproxy = migrated(Nproxy::on_sqlite()).await;
    for (address, code, said) in [
        ("", 1, "no proxy address on standard input"),
        ("proxy.example:1080", 2, "an address like socks5h://user:password@host:1080 is needed"),
        ("ftp://ada:horse@proxy.example:21", 2, "would go around the proxy unseen"),
        ("socks4://ada:horse@proxy.example:21", 2, "the scheme must be http, https, socks5 or socks5h"),
        ("http://ada:horse@proxy.example:3128/path", 2, "in user and password write @ as %40"),
    ] {
        let refused = nproxy.run_with_input(&["proxies", "add", "--label", "x"], &format!("{address}\n")).await;
        assert_eq!(refused.code, Some(code), "{refused:?}");
        assert!(refused.stderr.contains(said) && !refused.stderr.contains("horse@"), "{refused:?}");
    }
    let on_the_line = nproxy.run(&["proxies", "add", "--label", "x", "http://ada:horse@proxy.example:3128"]).await;
    assert_eq!(on_the_line.code, Some(2), "a command line is no place for a password: {on_the_line:?}");
    add(&nproxy, "Frankfurt", "http://proxy.example:3128").await.done();
    let same_label = add(&nproxy, "Frankfurt", "http://proxy.example:3129").await;
    assert_eq!(same_label.code, Some(1), "{same_label:?}");
    let same_address = add(&nproxy, "Paris", "http://proxy.example:3128").await;
    assert!(same_address.stdout.contains(r#"already there as \"Frankfurt\""#), "{same_address:?}");
    let reserved = add(&nproxy, "none", "http://proxy.example:3129").await;
    assert_eq!(reserved.code, Some(1), "{reserved:?}");
    let unknown = nproxy.run(&["proxies", "show", "Berlin"]).await;
    assert_eq!(unknown.code, Some(1), "{unknown:?}");
    assert!(unknown.stderr.contains("see `nproxy proxies list`"), "{unknown:?}");
}

#[tokio::test]
async fn keys_are_sent_out_through_a_proxy_by_name_by_account_and_by_provider() {
    let nproxy = migrated(Nproxy::on_sqlite()).await;
    let none = nproxy.run(&["proxies", "list"]).await.done();
    assert!(none.stdout.contains("nproxy proxies add"), "{none:?}");
    add(&nproxy, "Frankfurt", "http://proxy.example:3128").await.done();
    let one = add_key(&nproxy, "one", "acme").await;
    add_key(&nproxy, "two", "acme").await;
    add_key(&nproxy, "three", "other").await;
    let assign = async |args: &[&str]| {
        let args = [&["proxies", "assign"], args, &["--json"]].concat();
        nproxy.run(&args).await
    };
    let through = async || {
        let shown = nproxy.run(&["proxies", "show", "Frankfurt", "--json"]).await.done().json();
        of_keys(&shown, "proxy_only")
    };
    let keys = |keys: &[(&str, bool)]| -> Vec<(String, Value)> {
        keys.iter().map(|(label, flag)| ((*label).to_owned(), json!(flag))).collect()
    };
    let dry = assign(&["--keys", &one, "three", "--proxy", "Frankfurt", "--only", "--dry-run"]).await.done().json();
    assert_eq!((of_keys(&dry, "changed"), &dry["dry_run"]), (keys(&[("one", true), ("three", true)]), &json!(true)));
    assert_eq!(through().await, keys(&[]), "it was only looked at");
    let named = assign(&["--keys", &one, "three", "--proxy", "Frankfurt", "--only"]).await.done().json();
    assert_eq!(of_keys(&named, "changed"), keys(&[("one", true), ("three", true)]));
    assert_eq!(through().await, keys(&[("one", true), ("three", true)]));
    let unasked = assign(&["--account", "acme", "--proxy", "Frankfurt", "--only"]).await;
    assert_eq!(unasked.code, Some(2), "{unasked:?}");
    assert!(unasked.stdout.contains("This sends 1 key of 2 out only through Frankfurt"), "{unasked:?}");
    let unsaid = assign(&["--keys", "two", "--proxy", "Frankfurt", "--reason", " "]).await;
    assert_eq!(unsaid.code, Some(2), "{unsaid:?}");
    let account = assign(&["--account", "acme", "--proxy", "Frankfurt", "--only", "--yes"]).await.done().json();
    assert_eq!(of_keys(&account, "changed"), keys(&[("one", false), ("two", true)]));

    let in_use = nproxy.run(&["proxies", "remove", "Frankfurt"]).await;
    assert_eq!(in_use.code, Some(1), "{in_use:?}");
    assert!(in_use.stderr.contains("3 keys go out through it") && in_use.stderr.contains("--unassign"), "{in_use:?}");
    let only_way = nproxy.run(&["proxies", "remove", "Frankfurt", "--unassign", "--yes"]).await;
    assert_eq!(only_way.code, Some(1), "{only_way:?}");
    assert!(only_way.stderr.contains("`nproxy proxies assign` first"), "{only_way:?}");

    let all = assign(&["--provider", "nano_banana", "--all", "--proxy", "Frankfurt", "--yes"]).await.done().json();
    assert_eq!(of_keys(&all, "changed").len(), 3);
    assert_eq!(through().await, keys(&[("one", false), ("two", false), ("three", false)]));
    assign(&["--keys", "two", "--proxy", "none"]).await.done();
    assert_eq!(through().await, keys(&[("one", false), ("three", false)]));
    let renamed = nproxy.run(&["proxies", "set", "Frankfurt", "--label", "Main", "--json"]).await.done().json();
    assert_eq!((&renamed["proxy"]["label"], &renamed["proxy"]["keys"]), (&json!("Main"), &json!(2)));
    let removed = nproxy.run(&["proxies", "remove", "Main", "--unassign", "--yes", "--json"]).await.done().json();
    assert_eq!(removed["unassigned"].as_array().unwrap().len(), 2);

    for (args, code, said) in [
        (&["--keys", "one", "--proxy", "Main"][..], 1, "there is no proxy"),
        (&["--keys", "four", "--proxy", "none"], 1, "there is no key"),
        (&["--account", "nobody", "--proxy", "none"], 1, "has no keys"),
        (&["--keys", "one", "--proxy", "none", "--only"], 2, "--only needs a proxy"),
    ] {
        let refused = assign(args).await;
        assert_eq!(refused.code, Some(code), "{refused:?}");
        assert!(refused.stdout.contains(said), "{refused:?}");
    }
    for args in [
        &["--proxy", "none"][..],
        &["--all", "--proxy", "none"],
        &["--keys", "one", "--account", "acme", "--proxy", "none"],
    ] {
        assert_eq!(assign(args).await.code, Some(2), "it must be clear which keys: {args:?}");
    }
}

#[tokio::test]
async fn a_test_goes_through_the_real_proxy_and_says_where_it_comes_out_or_what_is_wrong() {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let nproxy = migrated(Nproxy::on_sqlite().with("NPROXY__PROXIES__ECHO_URL", sandbox.echo_url())).await;
    let nothing = nproxy.run(&["proxies", "test", "--json"]).await.done().json();
    assert_eq!(nothing, json!({ "ok": true, "proxies": [] }));

    let gone = nproxy.run_with_input(&["proxies", "add", "--label", "x"], "http://ada:horse@127.0.0.1:1\n").await;
    assert_eq!(gone.code, Some(1), "{gone:?}");
    assert!(gone.stderr.contains("the proxy does not work: ") && gone.stderr.contains("--untested"), "{gone:?}");
    assert!(!gone.stderr.contains("horse"), "{gone:?}");

    let exit: IpAddr = "127.0.0.9".parse().unwrap();
    let socks =
        PlayedProxy::start(ProxyOptions::socks5().with_credentials("ada", "p@ss").exit_from(exit)).await.unwrap();
    let http = PlayedProxy::start(ProxyOptions::http().with_credentials("bob", "correct-horse")).await.unwrap();
    add(&nproxy, "a socks", &socks.resolving_url()).await.done();
    add(&nproxy, "b http", &http.url()).await.done();
    let tested = nproxy.run(&["proxies", "test", "--json"]).await.done().json();
    let rows = tested["proxies"].as_array().unwrap();
    assert_eq!(
        (&rows[0]["label"], &rows[0]["ok"], &rows[0]["exit_address"]),
        (&json!("a socks"), &json!(true), &json!("127.0.0.9"))
    );
    assert_eq!(
        (&rows[1]["label"], &rows[1]["ok"], &rows[1]["exit_address"]),
        (&json!("b http"), &json!(true), &json!("127.0.0.1"))
    );
    assert!(rows.iter().all(|row| row["latency_ms"].is_u64() && row["detail"].is_null()), "{rows:?}");
    assert!(socks.report().tunnels == 1 && http.report().connections == 1, "nothing went around them");
    let shown = nproxy.run(&["proxies", "show", "a socks"]).await.done();
    assert!(shown.stdout.contains("came out at 127.0.0.9"), "{shown:?}");

    // A wrong password, a proxy that is gone, and one that works.
    let wrong = http.url().replace("correct-horse", "wrong-horse");
    let set = ["proxies", "set", "b http", "--address", "--untested", "--json"];
    let set = nproxy.run_with_input(&set, &format!("{wrong}\n")).await.done().json();
    assert_eq!((&set["proxy"]["tested_at"], &set["proxy"]["exit_address"]), (&Value::Null, &Value::Null));
    add(&nproxy, "c gone", "http://127.0.0.1:1").await.done();
    let tested = nproxy.run(&["proxies", "test", "--json"]).await;
    assert_eq!(tested.code, Some(3), "{tested:?}");
    let answer = tested.json();
    let ok: Vec<&Value> = answer["proxies"].as_array().unwrap().iter().map(|row| &row["ok"]).collect();
    assert_eq!((&answer["ok"], ok), (&json!(false), vec![&json!(true), &json!(false), &json!(false)]));
    let why = |nth: usize| answer["proxies"][nth]["detail"].as_str().unwrap();
    assert!(why(1).contains("user") || why(1).contains("password") || why(1).contains("credentials"), "{answer}");
    assert!(!why(2).is_empty() && !tested.stdout.contains("wrong-horse"), "{answer}");
    let people = nproxy.run(&["proxies", "test", "c gone", "a socks"]).await;
    assert_eq!(people.code, Some(3), "{people:?}");
    assert!(people.stdout.contains("works") && people.stdout.contains("c gone: "), "{people:?}");
    assert!(people.stderr.contains("1 of 2 proxies doesn't work"), "{people:?}");
    nproxy.run(&["proxies", "test", "a socks"]).await.done();

    let listed = nproxy.run(&["proxies", "list"]).await.done();
    assert!(listed.stdout.contains("  test failed  ") && listed.stdout.contains("  ok  "), "{listed:?}");
    add_key(&nproxy, "one", "acme").await;
    let assigned = nproxy.run(&["proxies", "assign", "--keys", "one", "--proxy", "c gone"]).await.done();
    assert!(assigned.stderr.contains("c gone may not work, its last test failed: "), "{assigned:?}");
    let assigned = nproxy.run(&["proxies", "assign", "--keys", "one", "--proxy", "a socks"]).await.done();
    assert!(assigned.stderr.is_empty(), "{assigned:?}");
    let checked = nproxy.run_with_input(&["proxies", "add", "--label", "d checked"], &http.url()).await;
    assert!(checked.done().stdout.contains("It comes out at 127.0.0.1; send keys"), "it was tested");

    socks.set_conduct(ProxyFault::HangsInHandshake);
    let hanging = nproxy
        .clone()
        .with("NPROXY__PROXIES__HANDSHAKE_TIMEOUT_MS", "300")
        .run(&["proxies", "test", "a socks", "--json"])
        .await;
    assert_eq!(hanging.code, Some(1), "{hanging:?}");
    let health = nproxy.run(&["proxies", "list", "--json"]).await.done().json();
    assert!(health["proxies"].as_array().unwrap().iter().all(|proxy| proxy["health"] == "ok"), "a test only records");
    sandbox.shutdown().await;
}
