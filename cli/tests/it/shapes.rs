//! What a program reads of every command: its status and the shape of its answer, which other programs are built on.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::support::Nproxy;

/// Values become the names of their kinds, a list the shape of its first.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => json!("null"),
        Value::Bool(_) => json!("bool"),
        Value::Number(_) => json!("number"),
        Value::String(_) => json!("text"),
        Value::Array(all) => all.first().map(shape).into_iter().collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), shape(value))).collect::<Map<_, _>>().into()
        }
    }
}

/// Commands and what they are given on standard input, in this order.
const COMMANDS: &[(&str, &str)] = &[
    ("keys list --provider", ""),
    ("migrate", ""),
    ("config check", ""),
    ("plans list", ""),
    ("completions bash", ""),
    ("users create ada@example.org", "correct horse\n"),
    ("users create bob@example.org --generate-password", ""),
    ("users grant-admin ada@example.org", ""),
    ("users grant-admin nobody@example.org", ""),
    ("users reset-second-factor ada@example.org --reason lost", ""),
    ("users reset-second-factor ada@example.org --reason lost --yes", ""),
    ("users revoke-admin ada@example.org --yes", ""),
    ("users grant-cycle bob@example.org", ""),
    ("users add-requests bob@example.org 5 --reason lost", ""),
    ("users correct-requests bob@example.org -1 --reason slip", ""),
    ("telegram list", ""),
    ("telegram revoke 7", ""),
    ("pair 00000000 --yes", ""),
    ("cycles extend-all 12 --reason outage --dry-run", ""),
    ("cycles extend-all 12 --reason outage --yes", ""),
    ("invites create --days 3", ""),
    ("invites list", ""),
    ("keys add --provider nano_banana --label first --account acme", "s-1\n"),
    ("keys import - --provider nano_banana --dry-run", "s-2\ns-3\n"),
    ("keys import - --provider nano_banana", "s-1\ns-2\n"),
    ("keys list", ""),
    ("keys export", ""),
    ("keys show first", ""),
    ("keys why first", ""),
    ("keys set first --rpm 30 --reason small", ""),
    ("keys disable first nobody --dry-run", ""),
    ("keys disable first nobody --reason leaked", ""),
    ("keys activate first", ""),
    ("keys history first", ""),
    ("keys rotate first --reason leaked", "s-9\n"),
    ("proxies add --label exit --untested", "http://proxy.example:3128\n"),
    ("proxies list", ""),
    ("proxies set exit --label main", ""),
    ("proxies assign --account acme --proxy main --dry-run", ""),
    ("proxies assign --account acme --proxy main --reason closer --yes", ""),
    ("proxies show main", ""),
    ("proxies remove main --unassign --yes", ""),
    ("balances set --provider nano_banana --account acme 24.50", ""),
    ("balances list", ""),
    ("spending", ""),
    ("payments list", ""),
    ("payments reconcile --since 24h", ""),
    ("payments show 01890000-0000-7000-8000-000000000001", ""),
    ("switches list", ""),
    ("switches set generation paused --reason keys", ""),
    ("mail test --to you@example.org", ""),
    ("ledger check", ""),
    ("assets check", ""),
    ("backup run", ""),
    ("backup list", ""),
    ("backup verify", ""),
    ("restore --from nowhere.age", ""),
    ("keys reseal", "0808080808080808080808080808080808080808080808080808080808080808"),
    ("health", ""),
    ("init --domain localhost", ""),
];

#[tokio::test]
async fn the_answers_of_all_commands_keep_their_shapes() {
    let nproxy = Nproxy::on_sqlite().with("NPROXY__SERVER__LISTEN", "127.0.0.1:9");
    let mut answers = BTreeMap::new();
    for (nth, (command, input)) in COMMANDS.iter().enumerate() {
        let args: Vec<&str> = command.split(' ').chain(["--json"]).collect();
        let answer = nproxy.run_with_input(&args, input).await;
        let shape = json!({ "status": answer.code, "answer": shape(&answer.json()) });
        answers.insert(format!("{nth:02} nproxy {command}"), shape);
    }
    insta::assert_json_snapshot!(answers);
}

#[tokio::test]
async fn a_configuration_that_can_not_be_used_is_told_in_json() {
    let nproxy = Nproxy::on_sqlite();
    nproxy.write("nproxy.toml", "[server]\nlisten = \"nowhere\"\n");
    let answer = nproxy.run(&["config", "check", "--json"]).await;
    assert_eq!(answer.code, Some(2), "{answer:?}");
    let answer = answer.json();
    assert_eq!(answer["error"], "the configuration can't be used");
    assert_eq!(shape(&answer["problems"]), json!([{ "place": "text", "key": "text", "reason": "text" }]), "{answer}");
}

#[tokio::test]
async fn a_shell_can_read_its_completions() {
    let nproxy = Nproxy::new();
    for (shell, known) in [("bash", "complete -F"), ("zsh", "#compdef nproxy"), ("fish", "complete -c nproxy")] {
        let script = nproxy.run(&["completions", shell]).await.done().stdout;
        assert!(script.contains(known) && script.contains("reset-second-factor"), "{shell}: {script}");
    }
    let unknown = nproxy.run(&["completions", "tcsh"]).await;
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
}
