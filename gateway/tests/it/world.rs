//! A gateway, its pool and the played upstream.

use std::sync::Arc;
use std::time::Duration;

use chrono::{TimeZone as _, Utc};
use nproxy_domain::catalog::Route;
use nproxy_domain::env::{ManualClock, SeededEntropy};
use nproxy_domain::keys::{AttemptOutcome, KeyLimits, KeyRing as _};
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::plugin::Section;
use nproxy_domain::provider::{ImageProvider, Mode};
use nproxy_domain::{Env, GenerationId, LeaseId};
use nproxy_gateway::{Ask, Clients, End, Gateway, GatewayLimits, Prompt};
use nproxy_sandbox::{Controls, GEMINI_DEFAULT_MODEL, Sandbox, SandboxOptions};
use serde_json::json;

use crate::pool_ring::PoolRing;

pub struct World {
    pub env: Env,
    pub clock: Arc<ManualClock>,
    pub ring: Arc<PoolRing>,
    gateway: Gateway,
    provider: Arc<dyn ImageProvider>,
    sandbox: Sandbox,
    route: Route,
}

impl World {
    /// `keys` are what the pool holds; `known` is what the upstream knows.
    pub async fn new(keys: &[&str], known: &[&str]) -> Self {
        let options = SandboxOptions { keys: known.iter().map(|k| (*k).to_owned()).collect(), ..Default::default() };
        let sandbox = Sandbox::start(options).await.unwrap();
        let base_url = sandbox.gemini_base_url();
        Self::against(&base_url, sandbox, keys)
    }

    /// A pool whose upstream can't be reached.
    pub async fn unreachable(keys: &[&str]) -> Self {
        let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
        // A port that was free a moment ago and that nobody listens on.
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        Self::against(&format!("http://{closed}"), sandbox, keys)
    }

    fn against(base_url: &str, sandbox: Sandbox, keys: &[&str]) -> Self {
        let clock = ManualClock::at(Utc.timestamp_opt(1_800_000_000, 0).unwrap());
        let env = Env::new(clock.clone(), SeededEntropy::new(1));
        let section = Section {
            id: "nano_banana".into(),
            path: "providers.nano_banana".into(),
            values: json!({ "base_url": base_url }),
        };
        let provider = (nproxy_provider_nano_banana::PLUGIN.build)(section).unwrap();
        let model = provider.about().model(GEMINI_DEFAULT_MODEL).unwrap().clone();
        let route = Route { provider: "nano_banana".into(), model: model.name, capabilities: model.capabilities };
        let ring = Arc::new(PoolRing::new(&env, keys, KeyLimits { max_in_flight: 4, rpm: None }));
        let gateway = gateway(provider.clone(), ring.clone(), GatewayLimits::default());
        Self { env, clock, ring, gateway, provider, sandbox, route }
    }

    /// The same with another limit on one attempt.
    pub fn patient_for(self, attempt_timeout: Duration) -> Self {
        let limits = GatewayLimits { attempt_timeout, ..GatewayLimits::default() };
        let gateway = gateway(self.provider.clone(), self.ring.clone(), limits);
        Self { gateway, ..self }
    }

    pub fn upstream(&self) -> Controls {
        self.sandbox.controls()
    }

    /// Asks for a picture and, as the worker does, closes the attempt that brought one.
    pub async fn ask(&self, prompt: &str) -> End {
        let ask = Ask {
            generation: GenerationId::new(&self.env),
            lease: LeaseId::new(&self.env),
            routes: vec![self.route.clone()],
            mode: Mode::TextToImage,
            prompt: Prompt(prompt.into()),
            resolution: "square".into(),
            image_strength: None,
            inputs: vec![],
            deadline: self.env.now() + chrono::Duration::minutes(5),
            no_image_tries: 0,
            resume: None,
        };
        let end = self.gateway.run(&self.env, ask).await.unwrap();
        if let End::Image { attempt, .. } = &end {
            let outcome = AttemptOutcome {
                class: Class::Ok,
                spent: Spent::Yes,
                detail: String::new(),
                retry_after: None,
                upstream_ms: None,
            };
            assert!(self.ring.close(&self.env, *attempt, &outcome).await.unwrap());
        }
        end
    }

    /// The classes of all closed attempts, in order.
    pub fn classes(&self) -> Vec<(Class, Spent)> {
        self.ring.attempts().iter().map(|a| a.outcome.as_ref().map(|o| (o.class, o.spent)).unwrap()).collect()
    }
}

fn gateway(provider: Arc<dyn ImageProvider>, ring: Arc<PoolRing>, limits: GatewayLimits) -> Gateway {
    Gateway::new([provider], ring, Clients::new(&limits).unwrap(), limits)
}
