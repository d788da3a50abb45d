//! The configuration: embedded defaults, then one file, then the environment.
//!
//! Every key has a default in `default.toml`, which explains it; a later layer wins key by key. Four tables
//! hold instances, `[providers.<id>]`, `[models.<id>]`, `[plans.<id>]` and `[processors.<id>]`: a file that names any
//! instance of one of them replaces the default's instances of that table as a whole.
//!
//! - `NPROXY__SECTION__KEY` sets one key. Its text is read as the type that the key has in the layers below; text otherwise.
//! - Any text key may carry `_file` at its end (`_FILE` in the environment): then the value is what that file holds.
//!
//! **Invariant:** an error names the source, the key and the reason, and never shows the value of a secret.

mod check;
mod config;
mod instances;
mod layers;
mod problem;
mod sections;
mod storage;

pub use check::PRIVATE_ENDINGS;
pub use config::Config;
pub use instances::{ModelEntry, ProcessorEntry, ProviderEntry, ProviderMoney, RouteEntry};
pub use layers::{DEFAULTS, ENV_PREFIX, Sources};
pub use problem::{Problem, Problems};
pub use sections::{
    Auth, Balances, Billing, Brand, BrandTexts, Database, Disk, Faq, Gateway, Generation, Localised, Mail, NoticeMail,
    Notices, Pictures, Proxies, Retention, Secrets, Server, SignUp, Site, SmtpSecurity, Telegram, Worker,
};
pub use storage::{Backup, S3, Storage, StorageKind};
