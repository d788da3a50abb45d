//! The first words of `nproxy dev`: where it is and who may come in.

use std::net::SocketAddr;
use std::path::Path;

use nproxy_sandbox::{GEMINI_DEFAULT_MODEL, Sandbox};
use serde::Serialize;

use super::state::{Account, DATABASE, DevState, MASTER_KEY};
use crate::out::Out;

/// The first line on standard output with `--json`; part of the outer contract.
#[derive(Serialize)]
pub struct Banner<'a> {
    url: String,
    metrics_url: String,
    customer: &'a Account,
    admin: &'a Account,
    sandbox: PlayedWorld<'a>,
    #[serde(skip)]
    data: &'a Path,
}

#[derive(Serialize)]
struct PlayedWorld<'a> {
    gemini: Gemini<'a>,
    control_url: String,
    /// Where invoices are paid.
    till_url: String,
    /// Where letters are read.
    mail_url: String,
    /// Where people chat with the bot.
    telegram_url: String,
}

#[derive(Serialize)]
struct Gemini<'a> {
    base_url: String,
    model: &'a str,
    keys: &'a [String],
}

impl<'a> Banner<'a> {
    pub fn new(
        address: SocketAddr,
        metrics_url: String,
        state: &'a DevState,
        sandbox: &Sandbox,
        data: &'a Path,
    ) -> Self {
        Self {
            data,
            url: format!("http://{address}"),
            metrics_url,
            customer: &state.customer,
            admin: &state.admin,
            sandbox: PlayedWorld {
                gemini: Gemini {
                    base_url: sandbox.gemini_base_url(),
                    model: GEMINI_DEFAULT_MODEL,
                    keys: &state.sandbox_keys,
                },
                control_url: sandbox.control_url(),
                till_url: format!("{}/till", sandbox.control_url()),
                mail_url: sandbox.mail_url(),
                telegram_url: sandbox.telegram_url(),
            },
        }
    }

    pub fn say(&self, out: Out) {
        out.say(self, || {
            let Self { url, metrics_url, customer, admin, sandbox, data } = self;
            let data = data.display();
            format!(
                "\n  nproxy is ready: {url}\n\n  \
                 customer  {}  {}\n  \
                 admin     {}  {}\n  \
                 metrics   {metrics_url}\n\n  \
                 The image service is played; make it fail at {}\n  \
                 Payments are played as well; pay at {}\n  \
                 Letters go no further than {}\n  \
                 Chat with the admins' bot at {}\n  \
                 Commands act on it with NPROXY__DATABASE__URL=sqlite:{data}/{DATABASE} \
                 NPROXY__SECRETS__MASTER_KEY_FILE={data}/{MASTER_KEY}\n  \
                 Stop with Ctrl-C; the next start finds everything again.\n",
                customer.email,
                customer.password,
                admin.email,
                admin.password,
                sandbox.control_url,
                sandbox.till_url,
                sandbox.mail_url,
                sandbox.telegram_url
            )
        });
    }
}
