//! Mail in play: where the configuration names no server, the played one takes it, and a page shows it.

use nproxy_config::Config;
use nproxy_sandbox::Sandbox;

/// Of a domain that nobody can have.
const SENDER: &str = "no-reply@nproxy.example";

/// What the configuration says of the mail server then.
pub fn server(sandbox: &Sandbox, config: &Config) -> Vec<(String, String)> {
    let address = sandbox.smtp_address();
    let mut fixed = vec![
        ("mail.smtp_host".to_owned(), address.ip().to_string()),
        ("mail.smtp_port".to_owned(), address.port().to_string()),
        ("mail.smtp_security".to_owned(), "none".to_owned()),
    ];
    if config.mail.from.is_empty() {
        fixed.push(("mail.from".to_owned(), format!("{} <{SENDER}>", config.brand.name)));
    }
    fixed
}
