//! The command line in front of somebody: questions, secrets, colours, widths; and the same where nobody is.

use serde_json::json;

use crate::support::{Answer, Nproxy};

const ESCAPE: char = '\u{1b}';

async fn migrated() -> Nproxy {
    let nproxy = Nproxy::on_sqlite();
    nproxy.run(&["migrate"]).await.done();
    nproxy
}

async fn import(nproxy: &Nproxy, text: &str) {
    nproxy.run_with_input(&["keys", "import", "-", "--provider", "nano_banana"], text).await.done();
}

async fn admin(nproxy: &Nproxy) {
    nproxy.run_with_input(&["users", "create", "ada@example.org"], "correct horse\n").await.done();
    nproxy.run(&["users", "grant-admin", "ada@example.org"]).await.done();
}

/// Without colours, as wide as it is seen.
fn lines(answer: &Answer) -> Vec<usize> {
    let plain = anstream::adapter::strip_str(&answer.stdout).to_string();
    plain.lines().map(|line| line.chars().count()).collect()
}

#[tokio::test]
async fn what_can_not_be_undone_is_asked_about_and_a_no_changes_nothing() {
    let nproxy = migrated().await;
    admin(&nproxy).await;
    let revoke = ["users", "revoke-admin", "ada@example.org"];
    let is_admin = async || nproxy.run(&["keys", "list", "--as", "ada@example.org"]).await.code == Some(0);

    let nobody = nproxy.run(&revoke).await;
    assert_eq!(nobody.code, Some(2), "{nobody:?}");
    assert!(nobody.stderr.contains("Nobody can be asked here: say --yes to do it"), "{nobody:?}");
    assert!(is_admin().await, "nothing was done");

    let no = nproxy.at_a_terminal(80, &revoke, &[("Go on? [y/N] ", "\n")]).await;
    assert_eq!(no.code, Some(4), "{no:?}");
    assert!(no.stdout.contains("ada@example.org") && no.stdout.contains("nothing was done"), "{no:?}");
    assert!(is_admin().await, "nothing was done");
    let in_json = nproxy.at_a_terminal(80, &[&revoke[..], &["--json"]].concat(), &[("Go on? [y/N] ", "n\n")]).await;
    assert_eq!(in_json.code, Some(4), "{in_json:?}");
    assert!(in_json.stdout.ends_with("{\"error\":\"nothing was done\"}\n"), "{in_json:?}");

    let yes = nproxy.at_a_terminal(80, &revoke, &[("Go on? [y/N] ", "y\n")]).await;
    assert_eq!(yes.code, Some(0), "{yes:?}");
    assert!(!is_admin().await);
    nproxy.run(&[&revoke[..], &["--yes"]].concat()).await.done();
}

#[tokio::test]
async fn many_months_are_counted_before_somebody_is_asked() {
    let nproxy = migrated().await;
    admin(&nproxy).await;
    nproxy.run(&["users", "grant-cycle", "ada@example.org"]).await.done();
    let extend = ["cycles", "extend-all", "12", "--reason", "an outage"];
    let no = nproxy.at_a_terminal(80, &extend, &[("Go on? [y/N] ", "no\n")]).await;
    assert_eq!(no.code, Some(4), "{no:?}");
    assert!(no.stdout.contains("This extends 1 month of 1 customer"), "{no:?}");
    let counted = nproxy.run(&[&extend[..], &["--dry-run"]].concat()).await.done();
    assert!(counted.stdout.contains("Nothing was done"), "{counted:?}");
    let both = nproxy.run(&[&extend[..], &["--dry-run", "--yes"]].concat()).await;
    assert_eq!(both.code, Some(2), "{both:?}");
}

#[tokio::test]
async fn a_secret_that_is_typed_is_not_on_the_screen() {
    let nproxy = migrated().await;
    let add = ["keys", "add", "--provider", "nano_banana", "--label", "first"];
    let added = nproxy.at_a_terminal(80, &add, &[("it is not shown", "AIza-hush\n")]).await;
    assert_eq!(added.code, Some(0), "{added:?}");
    assert!(added.stdout.contains("Added first as ") && !added.stdout.contains("hush"), "{added:?}");
    let nothing = nproxy.at_a_terminal(80, &add, &[("it is not shown", "\n")]).await;
    assert_eq!(nothing.code, Some(1), "{nothing:?}");
}

#[tokio::test]
async fn a_list_fits_its_terminal_and_is_whole_in_a_pipe() {
    let nproxy = migrated().await;
    let label = "a label that goes on and on, as people write them, longer than any column of any list should be";
    import(&nproxy, &format!("label,secret,account\n\"{label}\",s-1,an account with a long name\nsmall,s-2,\n")).await;
    for columns in [60, 80, 120] {
        let table = nproxy.at_a_terminal(columns, &["keys", "list"], &[]).await.done();
        assert!(lines(&table).iter().all(|line| *line <= columns.into()), "{}", table.stdout);
        assert!(table.stdout.contains('…') && table.stdout.contains("small"), "{}", table.stdout);
    }
    let piped = nproxy.run(&["keys", "list"]).await.done();
    assert!(piped.stdout.contains(label) && !piped.stdout.contains('…'), "{piped:?}");
    let said = nproxy.clone().with("COLUMNS", "60").run(&["keys", "list"]).await.done();
    assert!(lines(&said).iter().all(|line| *line <= 60) && said.stdout.contains('…'), "{said:?}");
}

#[tokio::test]
async fn colours_are_for_terminals_and_are_left_out_on_request() {
    let nproxy = migrated().await;
    import(&nproxy, "label,secret\nhostile,s-1\n").await;
    let list = ["keys", "list"];
    let coloured = nproxy.at_a_terminal(80, &list, &[]).await.done();
    assert!(coloured.stdout.contains(ESCAPE), "{coloured:?}");
    for plain in [
        nproxy.clone().with("NO_COLOR", "1").at_a_terminal(80, &list, &[]).await,
        nproxy.at_a_terminal(80, &["keys", "list", "--color", "never"], &[]).await,
        nproxy.at_a_terminal(80, &["keys", "list", "--json"], &[]).await,
        nproxy.at_a_terminal(80, &["--color=never", "keys", "list", "--help"], &[]).await,
        nproxy.run(&list).await,
    ] {
        assert!(!plain.done().stdout.contains(ESCAPE));
    }
    let always = nproxy.run(&["keys", "list", "--color", "always"]).await.done();
    assert!(always.stdout.contains(ESCAPE), "{always:?}");
}

#[tokio::test]
async fn hostile_names_can_not_redraw_a_terminal() {
    let nproxy = migrated().await;
    let label = "main \u{1b}[2J\u{1b}]0;title\u{7}\u{202e}red";
    let add = ["proxies", "add", "--label", label, "--untested", "--json"];
    let added = nproxy.run_with_input(&add, "http://proxy.example:3128\n").await.done().json();
    let label = added["proxy"]["label"].as_str().unwrap();
    for command in [&["proxies", "list"][..], &["proxies", "show", label], &["proxies", "remove", label, "--yes"]] {
        let shown = nproxy.at_a_terminal(80, command, &[]).await.done().stdout;
        assert!(shown.contains("main"), "{shown:?}");
        let hostile = ["\u{1b}[2J", "\u{1b}]", "\u{7}", "\u{202e}"];
        assert!(hostile.iter().all(|text| !shown.contains(text)), "{shown:?}");
    }
}

#[tokio::test]
async fn long_work_has_a_bar_at_a_terminal_lines_elsewhere_and_nothing_in_json() {
    let nproxy = migrated().await.with("NPROXY__PROVIDERS__NANO_BANANA__BASE_URL", "http://127.0.0.1:1");
    let secrets: Vec<String> = (0..120).map(|n| format!("s-{n}")).collect();
    import(&nproxy, &secrets.join("\n")).await;
    let test = ["keys", "test", "--all"];
    let bar = nproxy.at_a_terminal(80, &test, &[]).await;
    assert_eq!(bar.code, Some(1), "none works: {bar:?}");
    assert!(bar.stdout.contains("testing keys") && bar.stdout.contains("of 120"), "{bar:?}");
    let piped = nproxy.run(&test).await;
    assert!(piped.stderr.contains("testing keys: 60 of 120\n") && !piped.stdout.contains("testing"), "{piped:?}");
    let in_json = nproxy.run(&["keys", "test", "--all", "--json"]).await;
    assert!(!in_json.stderr.contains("testing") && in_json.json()["failed"] == json!(120), "{in_json:?}");
}
