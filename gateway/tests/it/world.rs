//! A gateway, its pool and the played upstreams.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;

use chrono::{TimeZone as _, Utc};
use nproxy_domain::assets::AssetStoreError;
use nproxy_domain::catalog::Route;
use nproxy_domain::env::{ManualClock, SeededEntropy};
use nproxy_domain::keys::{AttemptOutcome, KeyLimits, KeyRing as _};
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::plugin::{ProviderPlugin, Section};
use nproxy_domain::provider::{ImageProvider, InputImage, Mode, Strength};
use nproxy_domain::routing::SoFar;
use nproxy_domain::{Env, GenerationId, LeaseId, ProviderId, ProxyId};
use nproxy_gateway::{Ask, Clients, End, Gateway, GatewayLimits, InputSource, Prompt, Resume};
use nproxy_sandbox::{Controls, GEMINI_DEFAULT_MODEL, PLAYED_DOMAIN, PlayedCa, Sandbox, SandboxOptions};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::pool_ring::PoolRing;

/// May ask for balances, and for nothing else.
pub const BILLING_KEY: &str = "key-billing";

/// A kind of provider, the model that is asked for, and its settings against the played world.
type Upstream = (ProviderPlugin, &'static str, fn(&Sandbox) -> Value);

pub const GEMINI: Upstream = (
    nproxy_provider_nano_banana::PLUGIN,
    GEMINI_DEFAULT_MODEL,
    |sandbox| json!({ "base_url": sandbox.gemini_base_url() }),
);

pub const OPENROUTER: Upstream = (
    nproxy_provider_openrouter::PLUGIN,
    "google/gemini-nano-banana-2.1",
    |sandbox| json!({ "base_url": sandbox.openrouter_base_url() }),
);

pub const FAL: Upstream = (
    nproxy_provider_fal::PLUGIN,
    "fal-ai/nano-banana-2",
    |sandbox| json!({ "base_url": sandbox.fal_base_url(), "api_url": sandbox.fal_base_url() }),
);

pub const OPENAI: Upstream =
    (nproxy_provider_openai::PLUGIN, "gpt-image-2", |sandbox| json!({ "base_url": sandbox.openai_base_url() }));

pub const KIE: Upstream =
    (nproxy_provider_kie::PLUGIN, "nano-banana-2", |sandbox| json!({ "base_url": sandbox.kie_base_url() }));

/// Input pictures that are at hand.
#[derive(Debug, Default)]
pub struct AtHand {
    pictures: Vec<InputImage>,
    /// How often they were read.
    pub reads: AtomicUsize,
    /// So many times more their store is away.
    pub away: AtomicUsize,
}

impl AtHand {
    pub fn of(picture: InputImage) -> Arc<Self> {
        Arc::new(Self { pictures: vec![picture], ..Self::default() })
    }
}

#[async_trait]
impl InputSource for AtHand {
    fn known(&self) -> &[InputImage] {
        &self.pictures
    }

    async fn read(&self) -> Result<Option<Vec<InputImage>>, AssetStoreError> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let away = self.away.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |times| times.checked_sub(1));
        if away.is_ok() { Err(AssetStoreError::Unavailable("away".into())) } else { Ok(Some(self.pictures.clone())) }
    }
}

pub struct World {
    pub env: Env,
    pub clock: Arc<ManualClock>,
    pub ring: Arc<PoolRing>,
    pub gateway: Gateway,
    providers: Vec<Arc<dyn ImageProvider>>,
    sandbox: Sandbox,
    /// One by each provider, in order.
    routes: Vec<Route>,
}

impl World {
    /// `keys` are what the pool holds; `known` is what the upstream knows.
    pub async fn new(keys: &[&str], known: &[&str]) -> Self {
        Self::of(GEMINI, keys, known).await
    }

    pub async fn of(upstream: Upstream, keys: &[&str], known: &[&str]) -> Self {
        Self::through(&[upstream], keys, known).await
    }

    /// A model that is to be had from several providers, in this order.
    pub async fn through(upstreams: &[Upstream], keys: &[&str], known: &[&str]) -> Self {
        let sandbox = Sandbox::start(knowing(known, None)).await.unwrap();
        let ways = upstreams.iter().map(|(plugin, model, settings)| (*plugin, *model, settings(&sandbox))).collect();
        Self::against(ways, sandbox, keys)
    }

    /// An upstream that is reached over https, and under a name that only the played proxies know.
    pub async fn secure(ca: &PlayedCa, keys: &[&str]) -> Self {
        let sandbox = Sandbox::start(knowing(keys, Some(ca))).await.unwrap();
        let base_url = sandbox.gemini_base_url().replace("127.0.0.1", &format!("gemini.{PLAYED_DOMAIN}"));
        Self::against(vec![(GEMINI.0, GEMINI.1, json!({ "base_url": base_url }))], sandbox, keys)
    }

    /// A pool whose upstream can't be reached.
    pub async fn unreachable(keys: &[&str]) -> Self {
        let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
        // A port that was free a moment ago and that nobody listens on.
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let settings = json!({ "base_url": format!("http://{closed}") });
        Self::against(vec![(GEMINI.0, GEMINI.1, settings)], sandbox, keys)
    }

    /// An upstream that does not speak TLS where it should.
    pub async fn insecure(keys: &[&str]) -> Self {
        let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
        let base_url = sandbox.gemini_base_url().replace("http://", "https://");
        Self::against(vec![(GEMINI.0, GEMINI.1, json!({ "base_url": base_url }))], sandbox, keys)
    }

    fn against(ways: Vec<(ProviderPlugin, &str, Value)>, sandbox: Sandbox, keys: &[&str]) -> Self {
        let clock = ManualClock::at(Utc.timestamp_opt(1_800_000_000, 0).unwrap());
        let env = Env::new(clock.clone(), SeededEntropy::new(1));
        let (mut providers, mut routes) = (Vec::new(), Vec::new());
        for (plugin, model, values) in ways {
            let section = Section { id: plugin.kind.into(), path: format!("providers.{}", plugin.kind), values };
            let provider = (plugin.build)(section).unwrap();
            let model = provider.about().model(model).unwrap().clone();
            routes.push(Route { provider: plugin.kind.into(), model: model.name, capabilities: model.capabilities });
            providers.push(provider);
        }
        let ring = Arc::new(PoolRing::new(&env, keys, KeyLimits { max_in_flight: 4, rpm: None }));
        let gateway = gateway(&providers, ring.clone(), GatewayLimits::default());
        Self { env, clock, ring, gateway, providers, sandbox, routes }
    }

    /// The same with another limit on one attempt.
    pub fn patient_for(self, attempt_timeout: Duration) -> Self {
        self.within(GatewayLimits { attempt_timeout, ..GatewayLimits::default() })
    }

    /// The same with other limits.
    pub fn within(self, limits: GatewayLimits) -> Self {
        let gateway = gateway(&self.providers, self.ring.clone(), limits);
        Self { gateway, ..self }
    }

    /// Lets a key go out through a proxy.
    pub fn send_through(&self, key: &str, url: &str, only: bool) -> ProxyId {
        self.ring.send_through(&self.env, key, url, only)
    }

    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    pub fn provider(&self) -> ProviderId {
        self.routes[0].provider.clone()
    }

    pub fn upstream(&self) -> Controls {
        self.sandbox.controls()
    }

    /// A picture wanted from a prompt alone.
    pub fn wish(&self, prompt: &str) -> Ask {
        Ask {
            generation: GenerationId::new(&self.env),
            lease: LeaseId::new(&self.env),
            routes: self.routes.clone(),
            mode: Mode::TextToImage,
            prompt: Prompt(prompt.into()),
            resolution: "square".into(),
            image_strength: None,
            inputs: Arc::<AtHand>::default(),
            deadline: self.env.now() + chrono::Duration::minutes(5),
            so_far: SoFar::default(),
            resume: None,
            leaving: CancellationToken::new(),
        }
    }

    /// A picture wanted from another one.
    pub fn edit(&self, prompt: &str, input: InputImage, strength: f32) -> Ask {
        Ask {
            mode: Mode::ImageToImage,
            resolution: "auto".into(),
            image_strength: Strength::new(strength),
            inputs: AtHand::of(input),
            ..self.wish(prompt)
        }
    }

    /// Asks for a picture and, as the worker does, closes the attempt that brought one.
    pub async fn ask(&self, prompt: &str) -> End {
        self.run(self.wish(prompt)).await
    }

    /// One run of the gateway, which is told what the earlier ones came to.
    pub async fn run(&self, ask: Ask) -> End {
        let ask = Ask { so_far: self.so_far(ask.generation), ..ask };
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

    fn so_far(&self, generation: GenerationId) -> SoFar {
        let mut so_far = SoFar::default();
        for tried in self.ring.attempts().into_iter().filter(|tried| tried.generation == generation) {
            let (Some(outcome), Some(route)) = (tried.outcome, self.routes.iter().find(|r| r.model == tried.model))
            else {
                continue;
            };
            let end = PluginError::new(outcome.class, outcome.spent, &outcome.detail, &[]);
            so_far.ended(&route.provider, &route.model, end);
        }
        so_far
    }

    /// The attempt that an upstream was left to work on.
    pub fn left(&self, ask: &Ask) -> Option<Resume> {
        let (attempt, model, cursor) = self.ring.in_the_works(ask.generation)?;
        let provider = self.routes.iter().find(|route| route.model == model)?.provider.clone();
        Some(Resume { attempt, provider, model, cursor })
    }

    /// Runs it until the upstream has ended what it was left with.
    pub async fn finish(&self, ask: Ask) -> End {
        let mut end = self.run(ask.clone()).await;
        while let (End::Later { .. }, Some(resume)) = (&end, self.left(&ask)) {
            end = self.run(Ask { resume: Some(resume), ..ask.clone() }).await;
        }
        end
    }

    /// Runs it, as time goes by, until it has ended.
    pub async fn wait_out(&self, ask: Ask) -> End {
        loop {
            match self.run(ask.clone()).await {
                End::Later { run_at } => self.clock.advance(run_at - self.env.now()),
                end => return end,
            }
        }
    }

    /// The classes of all closed attempts, in order.
    pub fn classes(&self) -> Vec<(Class, Spent)> {
        self.ring.attempts().iter().map(|a| a.outcome.as_ref().map(|o| (o.class, o.spent)).unwrap()).collect()
    }
}

fn knowing(keys: &[&str], ca: Option<&PlayedCa>) -> SandboxOptions {
    SandboxOptions {
        keys: keys.iter().map(|k| (*k).to_owned()).collect(),
        billing_keys: vec![BILLING_KEY.into()],
        tls: ca.cloned(),
        ..Default::default()
    }
}

fn gateway(providers: &[Arc<dyn ImageProvider>], ring: Arc<PoolRing>, limits: GatewayLimits) -> Gateway {
    Gateway::new(providers.iter().cloned(), ring, Clients::new(&limits).unwrap(), limits)
}
