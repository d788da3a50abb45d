use nproxy_config::{Config, Sources};

use crate::Place;

#[test]
fn an_unknown_key_is_named_with_its_file_and_with_the_keys_there_are() {
    assert_eq!(
        Place::with_file("[server]\nlisten_on = \"127.0.0.1:80\"").problems(),
        "nproxy.toml: server.listen_on: no such key; there are listen, public_url, trusted_proxies, static_dir, connections_max, drain_s, stop_s"
    );
    let place = Place::with_file("").var("NPROXY__WORKER__THREADS", "8");
    let problems = place.problems();
    assert!(
        problems.starts_with("environment variable NPROXY__WORKER__THREADS: worker.threads: no such key;"),
        "{problems}"
    );
}

#[test]
fn an_unknown_section_is_named() {
    let problems = Place::with_file("[sever]\nlisten = \"x\"").problems();
    assert!(
        problems.starts_with("nproxy.toml: sever: no such section; there are server, internal, database"),
        "{problems}"
    );
}

#[test]
fn a_value_of_the_wrong_type_or_form_is_named() {
    assert_eq!(
        Place::with_file("[server]\nlisten = \"here\"").problems(),
        "nproxy.toml: server.listen: invalid socket address syntax"
    );
    let problems = Place::with_file("[worker]\nconcurrency = -1").problems();
    assert!(problems.starts_with("nproxy.toml: worker.concurrency: invalid value"), "{problems}");
}

#[test]
fn the_internal_door_is_off_by_default_and_never_public() {
    let listen = |text: &str| Place::with_file(&format!("[internal]\nlisten = \"{text}\""));
    assert_eq!(Place::with_file("").load().internal.listen, None);
    assert_eq!(listen("").load().internal.listen, None);
    for inner in ["127.0.0.1:9464", "10.1.2.3:9464", "0.0.0.0:9464", "[::1]:9464", "[fd12::1]:9464", "100.64.0.1:0"] {
        assert_eq!(listen(inner).load().internal.listen, inner.parse().ok(), "{inner}");
    }
    for public in ["93.184.216.34:9464", "[2606:2800:220:1::1]:9464", "[::ffff:93.184.216.34]:9464"] {
        let problems = listen(public).problems();
        assert!(problems.starts_with("nproxy.toml: internal.listen: is a public address"), "{problems}");
    }
    assert_eq!(
        listen("9464").problems(),
        "nproxy.toml: internal.listen: \"9464\" is not an address and port like \"127.0.0.1:9464\"; empty turns it off"
    );
    assert_eq!(
        Place::with_file("").var("NPROXY__INTERNAL__LISTEN", "127.0.0.1:8080").problems(),
        "environment variable NPROXY__INTERNAL__LISTEN: internal.listen: is the address of server.listen: give it another port"
    );
}

#[test]
fn a_missing_secret_says_how_to_make_one() {
    let problems = Place::bare("").problems();
    assert!(problems.contains("nproxy.toml: database.url: is not set; set it to postgres://"), "{problems}");
    assert!(
        problems.contains("nproxy.toml: secrets.master_key: is not set; make one with `openssl rand -hex 32`"),
        "{problems}"
    );
}

#[test]
fn a_secret_is_never_shown_not_even_when_it_is_wrong() {
    for text in [
        "[secrets]\nmaster_key = \"s3cr3t-and-short\"\n[server]\nx = 1",
        "[secrets]\nmaster_key = 90909090",
        "[secrets]\nmaster_key = s3cr3t-and-short",
        "[database]\nurl = \"mysql://root:s3cr3t@host/db\"\n[server]\nx = 1",
    ] {
        let problems = Place::bare(text).problems();
        assert!(problems.contains("nproxy.toml: "), "{problems}");
        assert!(!problems.contains("s3cr3t") && !problems.contains("90909090"), "{problems}");
    }
    let config = Place::with_file("").load();
    assert!(!format!("{config:?}").contains(crate::MASTER_KEY));
    assert!(!format!("{:?}", Place::with_file("").sources()).contains(crate::MASTER_KEY));
}

#[test]
fn values_out_of_range_and_broken_references_are_all_told_at_once() {
    let problems = Place::with_file(
        r#"
        [server]
        drain_s = 1000
        public_url = "https://example.org/app"
        [worker]
        lease_ms = 1000
        heartbeat_ms = 900
        [generation]
        default_model = "none"
        [models.m]
        label = "M"
        routes = [{ provider = "nobody", model = "x" }]
        "#,
    )
    .problems();
    let keys: Vec<&str> = problems.lines().map(|l| l.split(": ").nth(1).unwrap_or_default()).collect();
    assert_eq!(
        keys,
        ["server.public_url", "server.drain_s", "worker.heartbeat_ms", "generation.default_model", "models.m.routes"],
        "{problems}"
    );
}

#[test]
fn one_fault_in_each_section_is_told_at_once() {
    let problems = Place::with_file("[server]\na = 1\n[mail]\nb = 2\n[models.x]\nlabel = \"X\"").problems();
    assert_eq!(problems.lines().count(), 3, "{problems}");
    assert!(problems.contains("nproxy.toml: models.x.routes: is not set"), "{problems}");
}

#[test]
fn toml_that_can_not_be_parsed_names_file_and_line() {
    let problems = Place::with_file("[server]\nlisten = \n").problems();
    assert!(problems.starts_with("nproxy.toml: line 2: "), "{problems}");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let sources = Sources { file: Some("/nowhere/nproxy.toml".into()), ..Sources::default() };
    let problems = Config::load(&sources).unwrap_err().to_string();
    assert!(problems.contains("/nowhere/nproxy.toml: can't be read: No such file"), "{problems}");
}

#[test]
fn a_providers_money_is_read_exactly_and_never_reaches_the_plugin() {
    let place = Place::with_file(
        r#"
        [providers.nano_banana]
        balance_floor_usd = "5.05"
        spend_alert_per_day_usd = 2.5
        spend_stop_per_day_usd = 100
        [providers.relay]
        kind = "nano_banana"
        "#,
    );
    let config = place.var("NPROXY__PROVIDERS__RELAY__SPEND_STOP_PER_DAY_USD", "0.000001").load();
    let [banana, relay] = &config.providers[..] else { panic!("two providers") };
    let micros = |amount: Option<nproxy_domain::provider::MicroUsd>| amount.map(|amount| amount.0);
    assert_eq!(micros(banana.money.balance_floor), Some(5_050_000));
    assert_eq!(micros(banana.money.spend_alert_per_day), Some(2_500_000));
    assert_eq!(micros(banana.money.spend_stop_per_day), Some(100_000_000));
    assert_eq!(banana.section.values, serde_json::json!({}), "the plugin would not know these keys");
    assert_eq!((micros(relay.money.spend_stop_per_day), relay.money.balance_floor), (Some(1), None));
}

#[test]
fn money_that_is_none_is_named_with_its_key() {
    for (text, key, reason) in [
        ("balance_floor_usd = -1", "balance_floor_usd", "\"-1\": not a price in US dollars"),
        ("spend_stop_per_day_usd = \"much\"", "spend_stop_per_day_usd", "\"much\": not a price in US dollars"),
        ("spend_alert_per_day_usd = [1]", "spend_alert_per_day_usd", "invalid type"),
        ("kind = 7", "kind", "is not text"),
        (
            "spend_alert_per_day_usd = 10\nspend_stop_per_day_usd = 9.99",
            "spend_alert_per_day_usd",
            "is more than spend_stop_per_day_usd",
        ),
    ] {
        let problems = Place::with_file(&format!("[providers.nano_banana]\n{text}")).problems();
        let expected = format!("nproxy.toml: providers.nano_banana.{key}: {reason}");
        assert!(problems.starts_with(&expected), "{problems}\nexpected {expected}");
    }
    let problems = Place::with_file("[balances]\npoll_s = 5").problems();
    assert_eq!(problems, "nproxy.toml: balances.poll_s: 5 is neither 0 nor at least 10");
    let problems = Place::with_file("[generation]\ndeadline_s = 60\n[gateway]\nattempt_min_s = 60").problems();
    assert_eq!(problems, "nproxy.toml: gateway.attempt_min_s: 60 is not between 0 and 59");
    assert_eq!(Place::with_file("[balances]\npoll_s = 0").load().balances.poll_s, 0, "never");
}

#[test]
fn only_a_private_address_is_served_in_the_clear() {
    let at = |url: &str| Place::with_file(&format!("[server]\npublic_url = \"{url}\""));
    for near in [
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]:8080",
        "http://192.168.1.7",
        "http://nproxy:8080",
        "http://pictures.home.arpa",
        "https://pictures.example.org",
    ] {
        at(near).load();
    }
    for far in
        ["http://pictures.example.org", "http://93.184.216.34", "http://[2606:4700::1111]", "http://notlocal.org"]
    {
        let problems = at(far).problems();
        assert!(problems.starts_with("nproxy.toml: server.public_url: is in the clear"), "{problems}");
    }
}

#[test]
fn a_bot_has_a_token_and_a_bot_api_that_no_stranger_listens_to() {
    assert!(Place::with_file("").load().telegram.token().is_none(), "there is no bot by default");
    let telegram = |text: &str| Place::with_file(&format!("[telegram]\n{text}"));
    let token = "token = \"7000000001:AAE-played\"\n";
    assert_eq!(telegram(token).load().telegram.bot_id(), Some(7_000_000_001));
    for near in ["https://api.telegram.org", "http://127.0.0.1:8081", "http://telegram:8081", "http://10.0.0.7"] {
        telegram(&format!("{token}api_url = \"{near}\"")).load();
    }
    for far in ["http://api.telegram.org", "http://93.184.216.34"] {
        let problems = telegram(&format!("{token}api_url = \"{far}\"")).problems();
        assert!(problems.starts_with("nproxy.toml: telegram.api_url: is in the clear"), "{problems}");
    }
    assert_eq!(
        telegram("api_url = \"ftp://here\"").problems(),
        "nproxy.toml: telegram.api_url: is not an http or https address"
    );
    let problems = telegram("token = \"hunter2\"").problems();
    assert_eq!(problems, "nproxy.toml: telegram.token: is no token of a bot: one is like 123456789:AA..");
    assert_eq!(
        telegram("money_acts_per_day = 1001").problems(),
        "nproxy.toml: telegram.money_acts_per_day: 1001 is not between 0 and 1000"
    );
    assert!(!format!("{:?}", telegram(token).load().telegram).contains("AAE"));
}

#[test]
fn what_admins_are_told_has_its_forms() {
    let notices = |line: &str| Place::with_file(&format!("[notices]\n{line}"));
    assert_eq!(
        notices("digest_at = \"7\"").problems(),
        "nproxy.toml: notices.digest_at: must be an hour and a minute in UTC like \"07:00\", or empty"
    );
    assert_eq!(notices("digest_at = \"\"").load().notices.digest_time(), None);
    assert_eq!(
        notices("digest_at = \"18:30\"").load().notices.digest_time().map(|at| at.to_string()).as_deref(),
        Some("18:30:00")
    );
    assert_eq!(
        notices("heartbeat_url = \"ftp://watch.example/secret\"").problems(),
        "nproxy.toml: notices.heartbeat_url: must be an address that begins with https:// or http://, or empty"
    );
    assert_eq!(
        notices("heartbeat_url = 7").problems(),
        "nproxy.toml: notices.heartbeat_url: has the wrong type or form",
        "it is not shown"
    );
    assert_eq!(notices("heartbeat_url = \"\"").load().notices.heartbeat(), None);
    let url = notices("heartbeat_url = \"https://watch.example/1\"").load().notices.heartbeat();
    assert_eq!(url.as_ref().map(url::Url::as_str), Some("https://watch.example/1"));
    assert!(notices("mail = \"all\"").problems().starts_with("nproxy.toml: notices.mail: "));
    assert_eq!(notices("keys_few = 0").problems(), "nproxy.toml: notices.keys_few: 0 is not between 1 and 10000");
}

#[test]
fn a_disk_is_full_no_sooner_than_it_is_low() {
    let disk = Place::with_file("").load().disk;
    assert_eq!((disk.low_percent, disk.full_percent, disk.enough_mib), (85, 95, 0));
    let place = Place::with_file("[disk]\nlow_percent = 90\nfull_percent = 80");
    assert_eq!(place.problems(), "nproxy.toml: disk.full_percent: 80 is not between 90 and 100");
}
