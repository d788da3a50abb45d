//! The secrets of an installation: those that we make up, and an empty file for each that others give.

use anyhow::bail;
use nproxy_domain::Env;
use serde_json::json;
use url::Url;

use super::write::{Folder, SECRETS};
use crate::failure::Usage;
use crate::secret::hex;

const MASTER_KEY: &str = "master_key";
/// For docker-compose.yml's own server, which is told nothing but this.
const POSTGRES_PASSWORD: &str = "postgres_password";
const DATABASE_URL: &str = "database_url";
/// Of the bucket that docker-compose.yml may run: the key in two files for us, and in one for its server.
const S3_ACCESS_KEY: &str = "s3_access_key";
const S3_SECRET_KEY: &str = "s3_secret_key";
const S3_IDENTITIES: &str = "s3_identities";
const BUCKET: &str = "nproxy";

/// Somebody else's; what isn't used stays empty.
const OF_OTHERS: [&str; 11] = [
    "smtp_password",
    "telegram_token",
    "nowpayments_api_key",
    "nowpayments_ipn_secret",
    "btcpay_api_key",
    "btcpay_webhook_secret",
    "crypto_pay_api_token",
    "heleket_payment_key",
    "oxapay_merchant_key",
    "backup_s3_access_key",
    "backup_s3_secret_key",
];

/// By the names of their files.
pub struct Secrets(Vec<(&'static str, String)>);

impl Secrets {
    /// The database's password stands in two files; an address that is missing is made of the password that is there.
    pub fn of(folder: &Folder, database_host: &str, env: &Env) -> anyhow::Result<Self> {
        let known = folder.read(&path(POSTGRES_PASSWORD))?;
        if known.is_none() && folder.read(&path(DATABASE_URL))?.is_some() {
            bail!(Usage(format!(
                "{} is there and {} isn't: write the password of the one into the other, or delete it",
                path(DATABASE_URL),
                path(POSTGRES_PASSWORD)
            )));
        }
        let password = known.unwrap_or_else(|| hex(&env.bytes::<32>()));
        let mut url = Url::parse(&format!("postgres://nproxy@{database_host}/nproxy"))?;
        // An address with a host takes one.
        let _ = url.set_password(Some(&password));
        let or_fresh = |name| anyhow::Ok(folder.read(&path(name))?.unwrap_or_else(|| hex(&env.bytes::<16>())));
        let (access_key, secret_key) = (or_fresh(S3_ACCESS_KEY)?, or_fresh(S3_SECRET_KEY)?);
        let ours = [
            (MASTER_KEY, hex(&env.bytes::<32>())),
            (POSTGRES_PASSWORD, password),
            (DATABASE_URL, url.into()),
            (S3_IDENTITIES, identities(&access_key, &secret_key)),
            (S3_ACCESS_KEY, access_key),
            (S3_SECRET_KEY, secret_key),
        ];
        Ok(Self(ours.into_iter().chain(OF_OTHERS.map(|name| (name, String::new()))).collect()))
    }

    pub fn write(&self, folder: &mut Folder) -> anyhow::Result<()> {
        for (name, secret) in &self.0 {
            let line = if secret.is_empty() { String::new() } else { format!("{secret}\n") };
            folder.write(&path(name), &line)?;
        }
        Ok(())
    }
}

/// As the bucket's server reads it: who has the key may do with the bucket what we do, and nobody else anything.
fn identities(access_key: &str, secret_key: &str) -> String {
    let actions = ["Read", "Write", "List", "Tagging"].map(|action| format!("{action}:{BUCKET}"));
    let credentials = json!([{ "accessKey": access_key, "secretKey": secret_key }]);
    json!({ "identities": [{ "name": "nproxy", "credentials": credentials, "actions": actions }] }).to_string()
}

fn path(name: &str) -> String {
    format!("{SECRETS}/{name}")
}
