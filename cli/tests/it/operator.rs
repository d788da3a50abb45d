//! The operator at the command line.

use nproxy_store::entities::audit_log;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{EntityTrait as _, QueryOrder as _};
use serde_json::json;

use crate::support::{MASTER_KEY, Nproxy};

async fn migrated() -> Nproxy {
    let nproxy = Nproxy::on_sqlite();
    nproxy.run(&["migrate"]).await.done();
    nproxy
}

#[tokio::test]
async fn accounts_are_made_and_given_a_month() {
    let nproxy = migrated().await;
    let created =
        nproxy.run_with_input(&["users", "create", "Ada@Example.org", "--json"], "correct horse\n").await.done();
    assert_eq!(created.json()["user"]["email"], "ada@example.org");
    let again = nproxy.run_with_input(&["users", "create", "ada@example.org"], "correct horse\n").await;
    assert_eq!(again.code, Some(1), "{again:?}");
    let short = nproxy.run_with_input(&["users", "create", "bob@example.org"], "short\n").await;
    assert_eq!(short.code, Some(2), "{short:?}");
    assert!(short.stderr.contains("at least 10 characters"), "{short:?}");
    let generated = nproxy.run(&["users", "create", "eve@example.org", "--generate-password", "--json"]).await.done();
    assert_eq!(generated.json()["password"].as_str().unwrap().len(), 16);

    let admin = nproxy.run(&["users", "grant-admin", "ada@example.org", "--json"]).await.done();
    assert_eq!(admin.json()["user"]["role"], "admin");
    nproxy.run(&["users", "grant-cycle", "ada@example.org"]).await.done();
    let unknown = nproxy.run(&["users", "grant-cycle", "ada@example.org", "--plan", "gold"]).await;
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    assert!(unknown.stderr.contains("there is no [plans.gold]"), "{unknown:?}");
    let nobody = nproxy.run(&["users", "grant-admin", "nobody@example.org"]).await;
    assert!(nobody.code == Some(1) && nobody.stderr.contains("`nproxy users create` makes one"), "{nobody:?}");
    let unsaid = nproxy.run(&["users", "grant-cycle", "ada@example.org", "--reason", " "]).await;
    assert!(unsaid.code == Some(2) && unsaid.stderr.contains("a reason"), "{unsaid:?}");
    let ledger = nproxy.run(&["ledger", "check", "--json"]).await.done().json();
    assert_eq!(ledger, json!({ "ok": true, "cycles": 1, "spent": 0, "held": 0, "faults": [] }));
}

#[tokio::test]
async fn what_is_no_address_is_wrong_usage_and_an_unknown_one_says_what_to_do() {
    let nproxy = migrated().await;
    for command in [
        &["users", "create", "--generate-password"][..],
        &["users", "grant-admin"],
        &["users", "revoke-admin", "--yes"],
        &["users", "reset-second-factor", "--reason", "lost", "--yes"],
        &["users", "grant-cycle"],
    ] {
        let none = nproxy.run(&[command, &["ada"]].concat()).await;
        assert_eq!(none.code, Some(2), "{none:?}");
        if command[1] != "create" {
            let unknown = nproxy.run(&[command, &["ada@example.org"]].concat()).await;
            let advised = unknown.stderr.contains("`nproxy users create` makes one");
            assert!(unknown.code == Some(1) && advised, "{unknown:?}");
        }
    }
}

#[tokio::test]
async fn a_public_address_in_the_clear_is_not_served() {
    let nproxy = migrated().await.with("NPROXY__SERVER__PUBLIC_URL", "http://pictures.example.org");
    for command in [&["web"][..], &["worker"], &["config", "check"]] {
        let refused = nproxy.run(command).await;
        assert_eq!(refused.code, Some(2), "{refused:?}");
        let told = format!("{}{}", refused.stdout, refused.stderr);
        assert!(told.contains("NPROXY__SERVER__PUBLIC_URL: server.public_url: is in the clear"), "{refused:?}");
    }
}

#[tokio::test]
async fn invitations_are_made_listed_and_taken_back() {
    let nproxy = migrated().await;
    let none = nproxy.run(&["invites", "list"]).await.done();
    assert!(none.stdout.contains("nproxy invites create"), "{none:?}");
    let create = ["invites", "create", "--uses", "3", "--days", "7", "--note", "friends", "--json"];
    let created = nproxy.run(&create).await.done().json();
    let (code, invite) = (created["code"].as_str().unwrap(), &created["invite"]);
    assert_eq!((code.len(), code.matches('-').count()), (19, 3), "{code}");
    assert_eq!((&invite["uses"], &invite["uses_max"], &invite["state"]), (&json!(0), &json!(3), &json!("good")));
    let told = nproxy.run(&["invites", "create"]).await.done();
    assert!(told.stdout.contains("Good for one account, until it is revoked"), "{told:?}");
    let listed = nproxy.run(&["invites", "list"]).await.done();
    assert!(listed.stdout.contains("0 of 3") && listed.stdout.contains("friends"), "{listed:?}");
    assert!(!listed.stdout.contains(code), "{listed:?}");
    let id = invite["id"].as_str().unwrap();
    let revoked = nproxy.run(&["invites", "revoke", id, "--yes", "--json"]).await.done().json();
    assert_eq!(revoked["invite"]["state"], "revoked");
    let unknown = nproxy.run(&["invites", "revoke", "00000000-0000-7000-8000-000000000000"]).await;
    assert_eq!((unknown.code, unknown.stderr.contains("no such invitation")), (Some(1), true), "{unknown:?}");
    let long = nproxy.run(&["invites", "create", "--note", &"x".repeat(201)]).await;
    assert_eq!(long.code, Some(2), "{long:?}");
    for bad in [["--uses", "0"], ["--days", "0"]] {
        assert_eq!(nproxy.run(&[&["invites", "create"][..], &bad].concat()).await.code, Some(2), "{bad:?}");
    }
}

#[tokio::test]
async fn the_embedded_database_is_not_for_servers() {
    let nproxy = migrated().await;
    for server in ["web", "worker"] {
        let refused = nproxy.run(&[server]).await;
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.stderr.contains("database.url: ") && refused.stderr.contains("PostgreSQL"), "{refused:?}");
    }
}

#[tokio::test]
async fn a_provider_is_not_taken_away_from_under_its_keys() {
    let db = TestDb::postgres().await;
    let nproxy = Nproxy::new()
        .with("NPROXY__DATABASE__URL", db.url())
        .with("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY)
        .with("NPROXY__SERVER__LISTEN", "127.0.0.1:0");
    nproxy.write("nproxy.toml", "[providers.other]\nkind = \"nano_banana\"\n[providers.nano_banana]\n");
    nproxy.run_with_input(&["keys", "add", "--provider", "other", "--label", "one"], "of-other-1\n").await.done();
    nproxy.write("nproxy.toml", "[providers.nano_banana]\n");
    for server in ["web", "worker"] {
        let refused = nproxy.run(&[server]).await;
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(
            refused.stderr.contains("providers.other: ") && refused.stderr.contains("1 of its keys in use"),
            "{refused:?}"
        );
    }
    nproxy.run(&["keys", "disable", "one"]).await.done();
    assert_eq!(nproxy.start(&["web"], &[]).await.interrupt().await.code(), Some(0));
}

#[tokio::test]
async fn a_schema_that_is_not_there_says_what_to_do() {
    let refused = Nproxy::on_sqlite().run(&["keys", "list"]).await;
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.stderr.contains("run `nproxy migrate`"), "{refused:?}");
}

#[tokio::test]
async fn another_master_key_says_once_where_to_look() {
    let nproxy = migrated().await.with("NPROXY__SECRETS__MASTER_KEY", "09".repeat(32));
    let refused = nproxy.run(&["keys", "list"]).await;
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert_eq!(refused.stderr.matches("master key").count(), 1, "{refused:?}");
    assert!(refused.stderr.contains("look at secrets.master_key or secrets.master_key_file"), "{refused:?}");
}

#[tokio::test]
async fn the_document_of_the_api_is_printed() {
    let document = Nproxy::new().run(&["openapi"]).await.done().json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert!(document["paths"]["/api/v1/turns"]["post"].is_object());
}

#[tokio::test]
async fn a_web_process_that_is_not_there_is_unhealthy() {
    let nproxy = Nproxy::on_sqlite().with("NPROXY__SERVER__LISTEN", "127.0.0.1:9");
    let sick = nproxy.run(&["health"]).await;
    assert_eq!(sick.code, Some(1), "{sick:?}");
    assert!(sick.stderr.contains("is `nproxy web` running?"), "{sick:?}");
}

#[tokio::test]
async fn every_part_is_told_to_a_program_with_a_status_that_says_the_verdict() {
    let nproxy = migrated().await.with("NPROXY__SERVER__LISTEN", "127.0.0.1:9");
    let sick = nproxy.run(&["health", "--json"]).await;
    assert_eq!(sick.code, Some(1), "nobody serves: {sick:?}");
    let report = sick.json();
    assert_eq!((&report["ready"], &report["status"]), (&json!(false), &json!("degraded")));
    let parts = report["components"].as_array().unwrap();
    let state =
        |id: &str| parts.iter().find(|part| part["id"] == id).map(|part| part["state"].clone()).unwrap_or_default();
    assert_eq!((state("database"), state("storage")), (json!("ok"), json!("ok")), "{report}");
    assert_ne!(state("disk"), json!("unknown"), "pictures lie on a disk here");
    assert_eq!((state("backup"), state("process:worker")), (json!("unknown"), json!("critical")), "{report}");
}

#[tokio::test]
async fn made_up_rows_are_for_a_postgresql_of_their_own() {
    let refused = migrated().await.run(&["seed", "--users", "1"]).await;
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.stderr.contains("PostgreSQL"), "{refused:?}");
}

#[tokio::test]
async fn a_wrong_command_line_is_told_apart_from_a_failure() {
    let in_json = Nproxy::new().run(&["nonsense", "--json"]).await;
    assert_eq!(in_json.code, Some(2), "{in_json:?}");
    assert!(in_json.json()["error"].as_str().unwrap().starts_with("unrecognized subcommand 'nonsense'"), "{in_json:?}");
    let help = Nproxy::new().run(&["--help"]).await.done();
    for status in ["0  done", "1  failed", "2  wrong usage", "3  in part", "4  somebody was asked"] {
        assert!(help.stdout.contains(status), "{help:?}");
    }
    assert_eq!(Nproxy::new().run(&["keys", "add", "--label", "x"]).await.code, Some(2));
    assert_eq!(Nproxy::new().run(&["nonsense"]).await.code, Some(2));
}

#[tokio::test]
async fn an_accounts_money_is_entered_and_shown() {
    let nproxy = migrated().await.with("NPROXY__PROVIDERS__NANO_BANANA__BALANCE_FLOOR_USD", "30");
    let nproxy = nproxy.with("NPROXY__PROVIDERS__NANO_BANANA__SPEND_STOP_PER_DAY_USD", "99.90");
    let add = ["keys", "add", "--provider", "nano_banana", "--label", "one", "--account", "acme", "--json"];
    nproxy.run_with_input(&add, "AIza-one\n").await.done();
    let set = |account, amount| {
        [
            "balances",
            "set",
            "--provider",
            "nano_banana",
            "--account",
            account,
            amount,
            "--reason",
            "topped up",
            "--json",
        ]
    };
    let entered = nproxy.run(&set("acme", "24.50")).await.done().json();
    assert_eq!((&entered["account"], &entered["balance_usd"]), (&json!("acme"), &json!("24.50")));
    let listed = nproxy.run(&["balances", "list", "--json"]).await.done().json();
    let account = &listed["accounts"][0];
    assert_eq!((&account["source"], &account["left_usd"]), (&json!("estimated"), &json!("24.50")), "{listed}");
    assert_eq!((&account["floor_usd"], &account["below_floor"]), (&json!("30.00"), &json!(true)), "{listed}");
    let text = nproxy.run(&["balances", "list"]).await.done().stdout;
    assert!(text.contains("$24.50, below the floor") && text.contains("estimated"), "{text}");

    let mistyped = nproxy.run(&set("acne", "24.50")).await;
    assert_eq!(mistyped.code, Some(2), "{mistyped:?}");
    assert!(mistyped.stdout.contains("no key of nano_banana belongs to an account"), "{mistyped:?}");
    let nobody = nproxy.run(&["balances", "set", "--provider", "nobody", "--account", "acme", "1"]).await;
    assert_eq!(nobody.code, Some(2), "{nobody:?}");
    assert!(nobody.stderr.contains("there is no [providers.nobody] in the configuration"), "{nobody:?}");
    for wrong in ["-1", "1,5", "much", "0.0000001"] {
        let refused = nproxy.run(&set("acme", wrong)).await;
        assert_eq!(refused.code, Some(2), "{refused:?}");
    }

    let spending = nproxy.run(&["spending", "--days", "30", "--json"]).await.done().json();
    let provider = &spending["providers"][0];
    assert_eq!((&provider["provider"], &provider["today_usd"]), (&json!("nano_banana"), &json!("0.00")), "{spending}");
    assert_eq!((&provider["stop_per_day_usd"], &provider["stopped"]), (&json!("99.90"), &json!(false)), "{spending}");
    assert_eq!(nproxy.run(&["spending", "--days", "0"]).await.code, Some(2));
}

#[tokio::test]
async fn an_admins_role_and_lost_second_factor_are_taken_away() {
    let nproxy = migrated().await;
    nproxy.run_with_input(&["users", "create", "ada@example.org"], "correct horse\n").await.done();
    nproxy.run(&["users", "grant-admin", "ada@example.org"]).await.done();
    let reset = ["users", "reset-second-factor", "ada@example.org", "--reason", "the telephone is lost", "--yes"];
    let none = nproxy.run(&reset).await;
    assert_eq!((none.code, none.stderr.contains("has no second factor")), (Some(1), true), "{none:?}");
    let unsaid = nproxy.run(&["users", "reset-second-factor", "ada@example.org", "--reason", " ", "--yes"]).await;
    assert_eq!(unsaid.code, Some(2), "{unsaid:?}");
    let revoked = nproxy.run(&["users", "revoke-admin", "ada@example.org", "--yes", "--json"]).await.done();
    assert_eq!(revoked.json()["user"]["role"], "customer");
}

#[tokio::test]
async fn switches_are_listed_and_turned_and_everybody_gets_more_time() {
    let nproxy = migrated().await;
    let listed = nproxy.run(&["switches", "list", "--json"]).await.done().json();
    let names: Vec<_> = listed["switches"].as_array().unwrap().iter().map(|switch| &switch["name"]).collect();
    assert_eq!(names[..3], [&json!("generation"), &json!("read_only"), &json!("sign_up")]);
    let pause = [
        "switches",
        "set",
        "generation",
        "paused",
        "--text",
        "Back soon",
        "--until",
        "2027-01-15T12:00:00Z",
        "--reason",
        "new keys",
        "--json",
    ];
    let paused = nproxy.run(&pause).await.done().json();
    assert_eq!((&paused["switch"]["value"], &paused["switch"]["text"]), (&json!("paused"), &json!("Back soon")));
    let shown = nproxy.run(&["switches", "list"]).await.done();
    assert!(shown.stdout.contains("running | paused") && shown.stdout.contains("new keys"), "{shown:?}");
    let unknown = nproxy.run(&["switches", "set", "colour", "red", "--reason", "r"]).await;
    assert_eq!((unknown.code, unknown.stderr.contains("no such switch")), (Some(2), true), "{unknown:?}");

    nproxy.run_with_input(&["users", "create", "ada@example.org"], "correct horse\n").await.done();
    nproxy.run(&["users", "grant-cycle", "ada@example.org"]).await.done();
    let extend = ["cycles", "extend-all", "12", "--reason", "an outage", "--json"];
    let unsaid = nproxy.run(&extend).await;
    assert_eq!((unsaid.code, unsaid.stdout.contains("say --yes")), (Some(2), true), "{unsaid:?}");
    let counted = nproxy.run(&[&extend[..], &["--dry-run"][..]].concat()).await.done().json();
    assert_eq!((&counted["dry_run"], &counted["customers"]), (&json!(true), &json!(1)));
    let done = nproxy.run(&[&extend[..], &["--yes"][..]].concat()).await.done().json();
    assert_eq!((&done["dry_run"], &done["first_new_end"]), (&json!(false), &counted["first_new_end"]));
}

#[tokio::test]
async fn an_act_is_on_record_as_the_admins_who_said_who_he_is() {
    let db = TestDb::postgres().await;
    let nproxy = Nproxy::new().with("NPROXY__DATABASE__URL", db.url()).with("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY);
    let create = |email| ["users", "create", email, "--json"];
    let ada = nproxy.run_with_input(&create("ada@example.org"), "correct horse\n").await.done().json();
    nproxy.run_with_input(&create("bob@example.org"), "correct horse\n").await.done();
    nproxy.run(&["users", "grant-admin", "ada@example.org"]).await.done();
    let invite = ["invites", "create"];
    nproxy.run(&invite).await.done();
    nproxy.run(&[&invite[..], &["--as", "ADA@example.org"]].concat()).await.done();
    let named = nproxy.clone().with("NPROXY_ACTOR", "ada@example.org");
    named.run(&invite).await.done();
    nproxy.clone().with("NPROXY_ACTOR", "").run(&invite).await.done();

    let lines = audit_log::Entity::find().order_by_asc(audit_log::Column::Id).all(db.store.read()).await.unwrap();
    let of = lines.iter().filter(|line| line.act == "invites.create");
    let who: Vec<_> = of.map(|line| (line.actor.as_str(), line.surface.as_str())).collect();
    let ada = format!("user:{}", ada["user"]["id"].as_str().unwrap());
    assert_eq!(who, [("operator", "cli"), (&ada, "cli"), (&ada, "cli"), ("operator", "cli")]);

    for (email, advice) in [
        ("nobody@example.org", "`nproxy users create` makes one"),
        ("bob@example.org", "`nproxy users grant-admin` makes it one"),
        ("ada", "an admin's e-mail address is needed"),
    ] {
        let refused = nproxy.run(&[&invite[..], &["--as", email]].concat()).await;
        assert_eq!(refused.code, Some(2), "{refused:?}");
        let said = refused.stderr.contains(advice) && refused.stderr.contains("the operator is on record");
        assert!(said, "{refused:?}");
    }
}
