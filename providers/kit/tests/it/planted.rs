//! A copy of a provider that does one thing wrong.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use nproxy_domain::outcome::PluginError;
use nproxy_domain::plugin::{ConfigError, ProviderPlugin, Section};
use nproxy_domain::provider::{
    ApiKey, Balance, Cursor, Exchange, ImageJob, ImageProvider, Next, ProviderInfo, Reply, Step,
};

/// What begin and resume came to.
pub type Read = Result<Next<Step>, PluginError>;

/// One deed done wrong; all others are the real provider's.
pub trait Bug: Send + Sync + 'static {
    fn about(_: &mut ProviderInfo) {}

    fn sends(_: &mut Exchange<Step>, _: &ApiKey) {}

    /// `read` is what the real one made of the reply.
    fn reads(_: &Reply, _: &ApiKey, read: Read) -> Read {
        read
    }
}

/// The provider that bugs are planted in.
pub struct Planted<B> {
    real: Arc<dyn ImageProvider>,
    about: ProviderInfo,
    bug: PhantomData<B>,
}

impl<B> fmt::Debug for Planted<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.real.fmt(f)
    }
}

/// The copy with this bug.
pub const fn plugin<B: Bug>() -> ProviderPlugin {
    ProviderPlugin { kind: "kie", build: build::<B> }
}

fn build<B: Bug>(section: Section) -> Result<Arc<dyn ImageProvider>, ConfigError> {
    let real = (nproxy_provider_kie::PLUGIN.build)(section)?;
    let mut about = real.about().clone();
    B::about(&mut about);
    Ok(Arc::new(Planted::<B> { real, about, bug: PhantomData }))
}

fn spoiled<B: Bug>(next: Read, key: &ApiKey) -> Read {
    let Next::Send(exchange) = next? else { panic!("kie asks for everything") };
    let mut exchange = *exchange;
    B::sends(&mut exchange, key);
    let (read, key) = (exchange.read, key.clone());
    exchange.read = Box::new(move |reply| B::reads(&reply, &key, read(reply.clone())));
    Ok(Next::Send(Box::new(exchange)))
}

impl<B: Bug> ImageProvider for Planted<B> {
    fn about(&self) -> &ProviderInfo {
        &self.about
    }

    fn begin(&self, job: &ImageJob, key: &ApiKey) -> Read {
        spoiled::<B>(self.real.begin(job, key), key)
    }

    fn resume(&self, job: &ImageJob, cursor: &Cursor, key: &ApiKey) -> Read {
        spoiled::<B>(self.real.resume(job, cursor, key), key)
    }

    fn cancel(&self, cursor: &Cursor, key: &ApiKey) -> Option<Next<()>> {
        self.real.cancel(cursor, key)
    }

    fn check(&self, key: &ApiKey) -> Option<Next<()>> {
        self.real.check(key)
    }

    fn balance(&self, key: &ApiKey) -> Option<Next<Balance>> {
        self.real.balance(key)
    }
}
