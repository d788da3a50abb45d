//! `nproxy dev`: web, worker, bot and the played outside world in one process, on an embedded database.
//!
//! It needs no account, no key and no network, and keeps everything in one folder.

mod banner;
mod mail;
mod money;
mod seed;
mod state;
mod telegram;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use nproxy_app::{background, crash, presence};
use nproxy_config::{Config, Sources};
use nproxy_domain::WorkerId;
use nproxy_sandbox::{Conduct, Sandbox, SandboxOptions};
use nproxy_server::{BoundSocket, Server};

use crate::args::Dev;
use crate::failure::Usage;
use crate::out::Out;
use crate::parts::{Parts, World};
use crate::{env, metrics, settings, signals, sources, wire};

use banner::Banner;
use state::DevState;

/// As quick as an upstream that is to be watched at work may be.
const LATENCY_MS: u64 = 1500;
const LATENCY_JITTER_MS: u64 = 1500;
/// Somebody who pressed Ctrl-C waits no longer for pictures in progress; the next start goes on with them.
const STOP_S: u32 = 3;
/// With so much free, the disk is neither low nor full.
const ENOUGH_MIB: u32 = 2048;

pub async fn run(dev: &Dev, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    if !dev.listen.ip().is_loopback() {
        let reason =
            "`nproxy dev` listens on loopback addresses only: its passwords and its outside world are for play";
        return Err(Usage(reason.to_owned()).into());
    }
    crash::check().map_err(Usage)?;
    let env = env::system();
    let stop = signals::stop_token()?;
    let _lock = state::lock(&dev.data)?;
    let state = DevState::open(&dev.data, &env)?;
    let socket = BoundSocket::bind(dev.listen)
        .await
        .with_context(|| format!("choose another address with --listen, for example --listen {}:0", dev.listen.ip()))?;
    let sandbox = outside_world(&state).await?;
    money::listen_to(&sandbox, socket.address())?;
    let mut sources = sources(dev, socket.address(), file, &sandbox, &env)?;
    let mut config = Config::load(&sources)?;
    if config.mail.smtp_host.is_empty() {
        sources.fixed.extend(mail::server(&sandbox, &config));
        config = Config::load(&sources)?;
    }
    let parts = Parts::build(config, World::Played)?;
    // The address is known only once it is bound, and nobody else reaches a loopback one.
    let settings = nproxy_server::ServerSettings { public_url: None, ..settings::server(&parts) };
    let bot = settings::bot(&parts.config);
    let internal = internal(&parts)?;
    let provider = seed::first_provider(&parts)?;
    let store = wire::store(&parts).await?;
    store.migrate().await?;
    let app = wire::app(parts, store.clone(), env).await?;
    seed::fill(&app, &state, &provider).await?;
    let server = Server::new(socket, app.clone(), settings);
    let internal = metrics::open(&app, internal).await?;
    Banner::new(server.address(), internal.metrics_url(), &state, &sandbox, &dev.data).say(out);
    let patience = Duration::from_secs(STOP_S.into());
    let id = WorkerId::new(&app.env);
    let here = presence::run(&app, id, "dev", stop.clone());
    let (web, work, (), ()) = tokio::join!(
        async { server.run(stop.clone()).await.inspect_err(|_| stop.cancel()) },
        async { background::run(app.clone(), stop.clone(), patience).await.inspect_err(|_| stop.cancel()) },
        here,
        telegram::run(&app, id, bot, &stop)
    );
    sandbox.shutdown().await;
    store.close().await;
    web?;
    work?;
    Ok(())
}

/// Any free port where the configuration names none.
fn internal(parts: &Parts) -> anyhow::Result<SocketAddr> {
    let listen = parts.config.internal.listen.unwrap_or((Ipv4Addr::LOCALHOST, 0).into());
    if listen.ip().is_loopback() {
        return Ok(listen);
    }
    Err(Usage("`nproxy dev` listens on loopback addresses only: set internal.listen to one".to_owned()).into())
}

async fn outside_world(state: &DevState) -> anyhow::Result<Sandbox> {
    let defaults = Conduct { latency_ms: LATENCY_MS, latency_jitter_ms: LATENCY_JITTER_MS, ..Conduct::default() };
    let keys = state.sandbox_keys.clone();
    let options = SandboxOptions { keys, defaults, till_pace: money::pace(), ..SandboxOptions::default() };
    Sandbox::start(options).await.context("the played outside world can't listen on 127.0.0.1")
}

/// The defaults and the environment; a file only where it was named, so that no installation's database is touched by
/// accident. Whatever they say, it all lies in the folder, and upstream is the played one.
fn sources(
    dev: &Dev,
    address: SocketAddr,
    file: Option<&Path>,
    sandbox: &Sandbox,
    env: &nproxy_domain::Env,
) -> anyhow::Result<Sources> {
    let master_key = state::master_key(&dev.data, env)?;
    let in_folder = |name: &str| dev.data.join(name).display().to_string();
    let mut fixed = [
        ("database.url", format!("sqlite:{}", in_folder(state::DATABASE))),
        ("secrets.master_key_file", master_key.display().to_string()),
        ("storage.kind", "fs".to_owned()),
        ("storage.dir", in_folder("assets")),
        ("mail.outbox_dir", in_folder("mail")),
        ("server.listen", dev.listen.to_string()),
        ("server.public_url", format!("http://{address}")),
        ("server.stop_s", STOP_S.to_string()),
        ("providers.nano_banana.base_url", sandbox.gemini_base_url()),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .to_vec();
    fixed.extend(money::processors(sandbox));
    fixed.extend(telegram::bot_of(sandbox));
    // Nobody's mail is read here, so signing up signs in, and nobody has a device at hand; a test says otherwise.
    // And nobody keeps copies of what is for play.
    let defaults =
        [("auth.require_verified", "false"), ("auth.admin_second_factor", "false"), ("backup.stale_hours", "0")];
    let mut defaults = defaults.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
    // A developer's disk may be nearly full with other things.
    defaults.push(("disk.enough_mib".to_owned(), ENOUGH_MIB.to_string()));
    Ok(Sources { file: file.map(Path::to_path_buf), env: sources::environment(), defaults, fixed })
}
