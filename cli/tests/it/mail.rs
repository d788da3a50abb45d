//! `nproxy mail test`, and the mail of `nproxy dev`.

use nproxy_sandbox::{MailConduct, MailOptions, Sandbox, SandboxOptions};
use serde_json::Value;

use crate::support::{MASTER_KEY, Nproxy, Site};

async fn played(credentials: Option<(&str, &str)>) -> Sandbox {
    let credentials = credentials.map(|(name, password)| (name.to_owned(), password.to_owned()));
    let mail = MailOptions { credentials, ..MailOptions::default() };
    Sandbox::start(SandboxOptions { mail, ..SandboxOptions::default() }).await.unwrap()
}

/// Set up to send over the played server; it needs no database.
fn operator(sandbox: &Sandbox) -> Nproxy {
    let address = sandbox.smtp_address();
    without_a_server()
        .with("NPROXY__MAIL__SMTP_HOST", address.ip().to_string())
        .with("NPROXY__MAIL__SMTP_PORT", address.port().to_string())
        .with("NPROXY__MAIL__SMTP_SECURITY", "none")
        .with("NPROXY__MAIL__FROM", "Pictures <no-reply@pictures.example>")
}

fn without_a_server() -> Nproxy {
    Nproxy::new()
        .with("NPROXY__DATABASE__URL", "postgres://nproxy@localhost/nowhere")
        .with("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY)
}

#[tokio::test]
async fn one_letter_goes_out_and_what_the_server_said_is_told() {
    let sandbox = played(None).await;
    let nproxy = operator(&sandbox);
    let told = nproxy.run(&["mail", "test", "--to", "ada@example.org"]).await.done();
    let address = sandbox.smtp_address().to_string();
    for words in ["Sent from Pictures <no-reply@pictures.example> to ada@example.org", &address, "in the clear", "250 "]
    {
        assert!(told.stdout.contains(words), "{words}: {told:?}");
    }
    let said =
        nproxy.run(&["mail", "test", "--to", "ilya@example.org", "--language", "ru", "--json"]).await.done().json();
    assert_eq!(
        (&said["sent"], &said["tls"], &said["signed_in"]),
        (&Value::from(true), &Value::from("none"), &Value::from(false)),
        "{said}"
    );
    assert_eq!(said["server"], address);
    let inbox = sandbox.controls().mail();
    assert_eq!(inbox.to("ada@example.org")[0].subject, "A test letter from nproxy");
    let [russian] = inbox.to("ilya@example.org").try_into().unwrap();
    assert_eq!(russian.subject, "Проверочное письмо от nproxy");
    assert!(russian.html.unwrap().contains("<html lang=\"ru\">"));
}

#[tokio::test]
async fn a_refusal_is_told_in_words_with_what_to_do_about_it() {
    let sandbox = played(None).await;
    let refused = vec!["gone@example.org".to_owned()];
    sandbox.controls().mail().set_conduct(MailConduct { refused, ..MailConduct::default() }).unwrap();
    let nproxy = operator(&sandbox);
    let told = nproxy.run(&["mail", "test", "--to", "gone@example.org"]).await;
    assert_eq!((told.code, told.stdout.as_str()), (Some(1), ""), "{told:?}");
    assert!(
        told.stderr.contains("refuses the recipient: 550 5.1.1") && told.stderr.contains("Check the address."),
        "{told:?}"
    );
    let told = nproxy.run(&["mail", "test", "--to", "gone@example.org", "--json"]).await;
    assert_eq!((told.code, told.stderr.as_str()), (Some(1), ""), "{told:?}");
    let said = told.json();
    assert_eq!(
        (&said["stage"], &said["code"], &said["permanent"]),
        (&Value::from("recipient"), &Value::from(550), &Value::from(true)),
        "{said}"
    );
    let nobody = nproxy.run(&["mail", "test", "--to", "ada"]).await;
    assert_eq!(nobody.code, Some(2), "{nobody:?}");
    assert!(nobody.stderr.contains("ada: this is no e-mail address"), "{nobody:?}");
}

#[tokio::test]
async fn a_wrong_password_and_a_server_without_tls_are_told_and_the_password_is_not() {
    let sandbox = played(Some(("shop", "right"))).await;
    let nproxy = operator(&sandbox).with("NPROXY__MAIL__SMTP_USERNAME", "shop");
    nproxy.write("password", "s3cr3t-w0rd\n");
    let wrong = nproxy.clone().with("NPROXY__MAIL__SMTP_PASSWORD_FILE", "password");
    let told = wrong.run(&["mail", "test", "--to", "ada@example.org", "--json"]).await;
    let said = told.json();
    assert_eq!(
        (told.code, &said["stage"], &said["code"]),
        (Some(1), &Value::from("signing_in"), &Value::from(535)),
        "{said}"
    );
    assert!(!format!("{told:?}").contains("s3cr3t"), "{told:?}");
    nproxy.write("password", "right\n");
    wrong.run(&["mail", "test", "--to", "ada@example.org"]).await.done();
    let told =
        wrong.with("NPROXY__MAIL__SMTP_SECURITY", "starttls").run(&["mail", "test", "--to", "ada@example.org"]).await;
    assert_eq!(told.code, Some(1), "{told:?}");
    assert!(told.stderr.contains("STARTTLS") && told.stderr.contains("Check that mail.smtp_security fits"), "{told:?}");
}

#[tokio::test]
async fn without_a_server_the_letter_is_a_file() {
    let nproxy = without_a_server();
    let told = nproxy.run(&["mail", "test", "--to", "ada@example.org"]).await.done();
    assert!(told.stdout.contains("No mail server is set up"), "{told:?}");
    assert_eq!(std::fs::read_dir(nproxy.dir().join("data/mail")).unwrap().count(), 1);
}

#[tokio::test]
async fn what_is_wrong_with_the_mail_is_told_with_file_key_and_reason() {
    let nproxy = without_a_server();
    nproxy.write("nproxy.toml", "[mail]\nsmtp_host = \"mail.example.org\"\nsmtp_security = \"none\"\nsmtp_password = \"s3cr3t\"\ntimeout_s = 20");
    let refused = nproxy.run(&["config", "check"]).await;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(
        refused.stderr.contains("nproxy.toml: mail.smtp_security: \"none\" is only for a server on this machine"),
        "{refused:?}"
    );
    assert!(refused.stderr.contains("mail.from: is not set; set it to who mails come from"), "{refused:?}");
    nproxy.write("nproxy.toml", "[mail]\nsmtp_security = \"ssl\"\ntimeout_s = 0");
    let refused = nproxy.run(&["config", "check"]).await;
    assert!(
        refused.stderr.contains("nproxy.toml: mail.smtp_security: ") && refused.stderr.contains("starttls"),
        "{refused:?}"
    );
    nproxy.write("nproxy.toml", "[mail]\ntimeout_s = 0");
    let refused = nproxy.run(&["config", "check"]).await;
    assert!(refused.stderr.contains("nproxy.toml: mail.timeout_s: 0 is not between 1 and 25"), "{refused:?}");
}

#[tokio::test]
async fn what_dev_sends_can_be_read_on_a_page() {
    let nproxy = Nproxy::new();
    let dev = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    let page = dev.said["sandbox"]["mail_url"].as_str().expect("it says where").to_owned();
    let site = Site::sign_in(dev.url(), &dev.said["customer"]).await;
    let payment = site.buy("one", "nowpayments", Some("btc")).await;
    site.at_the_till(&dev.said, &payment, "pay_in_full").await;
    site.payment_in(&payment, &["paid"]).await;
    let browser = Site::browser();
    let list = format!("{page}.json?to=customer@example.com");
    let mail = loop {
        let found: Value = browser.get(&list).send().await.unwrap().json().await.unwrap();
        if let Some(mail) = found["mails"].get(0) {
            break mail.clone();
        }
        tokio::task::yield_now().await;
    };
    assert!(mail["links"][0].as_str().unwrap().starts_with(dev.url()), "{mail}");
    assert!(mail["from"].as_str().unwrap().starts_with("nproxy <"), "{mail}");
    let shown = browser.get(format!("{page}/{}", mail["number"])).send().await.unwrap().text().await.unwrap();
    assert!(shown.contains("<iframe") && shown.contains("nproxy"), "{shown}");
}

#[tokio::test]
async fn dev_sends_over_another_server_where_one_is_named() {
    let sandbox = played(None).await;
    let nproxy = operator(&sandbox);
    let dev = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    let site = Site::sign_in(dev.url(), &dev.said["customer"]).await;
    let payment = site.buy("one", "nowpayments", Some("btc")).await;
    site.at_the_till(&dev.said, &payment, "pay_in_full").await;
    let came = sandbox.controls().mail().wait_for("customer@example.com", 1).await;
    assert_eq!(came[0].from, "Pictures <no-reply@pictures.example>");
}
