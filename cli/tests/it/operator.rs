//! The operator at the command line.

use serde_json::json;

use crate::support::Nproxy;

async fn migrated() -> Nproxy {
    let nproxy = Nproxy::on_sqlite();
    nproxy.run(&["migrate"]).await.done();
    nproxy
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

    for command in [&["keys", "list"][..], &["keys", "list", "--json"], &["keys", "list", "--provider", "nano_banana"]]
    {
        let listed = nproxy.run(command).await.done();
        assert!(listed.stdout.contains(&id), "{listed:?}");
        assert!(!listed.stdout.contains("very-secret") && !listed.stdout.contains('\u{1b}'), "{listed:?}");
    }
    let state = |answer: crate::support::Answer| answer.json()["key"]["state"].clone();
    assert_eq!(state(nproxy.run(&["keys", "disable", &id, "--json"]).await.done()), "disabled");
    assert_eq!(state(nproxy.run(&["keys", "activate", &id, "--json"]).await.done()), "active");
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
    let unknown = nproxy.run_with_input(&["keys", "add", "--provider", "nobody", "--label", "x"], "secret\n").await;
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    assert!(unknown.stderr.contains("there is no [providers.nobody]"), "{unknown:?}");
    let missing = nproxy.run(&["keys", "disable", "0193a1b2-0000-7000-8000-000000000000"]).await;
    assert_eq!(missing.code, Some(1), "{missing:?}");
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
    assert_eq!(short.code, Some(1), "{short:?}");
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
    assert_eq!(nobody.code, Some(1), "{nobody:?}");
    let ledger = nproxy.run(&["ledger", "check", "--json"]).await.done().json();
    assert_eq!(ledger, json!({ "ok": true, "cycles": 1, "spent": 0, "held": 0, "faults": [] }));
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
async fn a_schema_that_is_not_there_says_what_to_do() {
    let refused = Nproxy::on_sqlite().run(&["keys", "list"]).await;
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.stderr.contains("run `nproxy migrate`"), "{refused:?}");
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
async fn a_wrong_command_line_is_told_apart_from_a_failure() {
    assert_eq!(Nproxy::new().run(&["keys", "add", "--label", "x"]).await.code, Some(2));
    assert_eq!(Nproxy::new().run(&["nonsense"]).await.code, Some(2));
}
