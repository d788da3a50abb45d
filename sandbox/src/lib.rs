//! The outside world, played: upstream image APIs that answer over real sockets as strictly as the real ones,
//! fail on request, and keep a bill of what they would have charged.
//!
//! The crate speaks wire protocols only and shares no code with the plugins it plays against, so it cannot share a mistake with them.
//! Each played service is a folder; faults, control and bill are common to all.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! use nproxy_sandbox::{Conduct, Fault, Sandbox, SandboxOptions};
//!
//! let sandbox = Sandbox::start(SandboxOptions { keys: vec!["key-a".into(), "key-b".into()], ..Default::default() }).await?;
//! let controls = sandbox.controls();
//! controls.set_key("key-a", Fault::Overloaded).expect("key-a is known");
//! controls.set_key("key-b", Conduct { latency_ms: 200, ..Conduct::default() }).expect("key-b is known");
//! // .. send requests to `sandbox.gemini_base_url()` ..
//! assert_eq!(controls.bill().keys[0].billed_micro_usd, 0);
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod bill;
mod control;
mod controls;
mod desk;
mod dice;
mod fal;
mod faults;
mod gemini;
mod house;
mod openrouter;
mod options;
mod picture;
mod serve;
mod studio;

use std::{io, sync::Arc};

pub use bill::{Bill, Call, Deed, Tally};
pub use controls::{ControlError, Controls, KeyState, State};
pub use faults::{BadConduct, Conduct, Fault};
pub use gemini::DEFAULT_MODEL as GEMINI_DEFAULT_MODEL;
pub use options::{REQUEST_BYTES_MAX, SandboxOptions};

use control::ControlDesk;
use fal::Fal;
use gemini::Gemini;
use house::House;
use openrouter::OpenRouter;
use serve::Door;

/// A running played world. Dropping it closes its ports and connections.
#[derive(Debug)]
pub struct Sandbox {
    controls: Controls,
    gemini: Door,
    openrouter: Door,
    fal: Door,
    control: Door,
}

impl Sandbox {
    /// Opens the ports and answers until [`shutdown`](Self::shutdown) or drop. Must be called within a tokio runtime.
    pub async fn start(options: SandboxOptions) -> io::Result<Self> {
        options.defaults.check().map_err(|bad| io::Error::new(io::ErrorKind::InvalidInput, bad))?;
        let controls = Controls::new(options.keys, options.defaults, options.seed);
        let house = Arc::new(House::new(
            controls.clone(),
            &options.policy_words,
            options.billing_keys,
            options.credit_micro_usd,
            options.request_bytes_max,
        ));
        let gemini = Gemini::new(controls.clone(), options.policy_words, options.request_bytes_max);
        Ok(Self {
            gemini: Door::open(options.gemini_listen, Arc::new(gemini)).await?,
            openrouter: Door::open(options.openrouter_listen, Arc::new(OpenRouter(Arc::clone(&house)))).await?,
            fal: Door::open(options.fal_listen, Arc::new(Fal::new(house))).await?,
            control: Door::open(options.control_listen, Arc::new(ControlDesk(controls.clone()))).await?,
            controls,
        })
    }

    /// `http://host:port`, without a trailing slash: what takes the place of `https://generativelanguage.googleapis.com`.
    pub fn gemini_base_url(&self) -> String {
        format!("http://{}", self.gemini.addr)
    }

    /// `http://host:port/api/v1`, without a trailing slash: what takes the place of `https://openrouter.ai/api/v1`.
    pub fn openrouter_base_url(&self) -> String {
        format!("http://{}/api/v1", self.openrouter.addr)
    }

    /// `http://host:port`, without a trailing slash: what takes the place of `https://queue.fal.run`, of
    /// `https://api.fal.ai`, and of the hosts that finished pictures lie at.
    pub fn fal_base_url(&self) -> String {
        format!("http://{}", self.fal.addr)
    }

    /// `http://host:port` of the control endpoint, without a trailing slash.
    pub fn control_url(&self) -> String {
        format!("http://{}", self.control.addr)
    }

    /// The same control, in process.
    pub fn controls(&self) -> Controls {
        self.controls.clone()
    }

    /// Closes the ports and cuts every connection. Pictures being drawn are finished, billed and dropped.
    pub async fn shutdown(self) {
        self.gemini.close().await;
        self.openrouter.close().await;
        self.fal.close().await;
        self.control.close().await;
    }
}
