//! One file per command; each reads its arguments, calls a deed and says what came of it.

mod assets;
mod backup;
mod balances;
mod bot;
mod completions;
mod config;
mod cycles;
mod dev;
mod health;
mod init;
mod invites;
mod keys;
mod ledger;
mod mail;
mod migrate;
mod openapi;
mod pair;
mod payments;
mod plans;
mod proxies;
mod restore;
mod seed;
mod servers;
mod spending;
mod switches;
mod telegram;
mod users;

use std::path::Path;

use nproxy_app::App;
use nproxy_config::Config;

use crate::args::{Cli, Command};
use crate::desk::Call;
use crate::logs::{self, Style};
use crate::out::Out;
use crate::parts::{Parts, World};
use crate::{env, sources, wire};

const ONE_DEED: &str = "warn";
const SERVING: &str = "info,sqlx=warn,sea_orm_migration=warn,riverqueue=warn,salvo=warn";

/// Runs the command to its end.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    let (file, out) = (cli.config.as_deref(), Out { json: cli.json });
    let actor = cli.actor.as_deref().filter(|actor| !actor.is_empty());
    let call = Call { file, actor, out };
    match &cli.command {
        Command::Dev(_) => logs::init(Style::People, SERVING),
        Command::Web | Command::Worker | Command::Bot => logs::init(Style::Json, SERVING),
        _ => logs::init(Style::People, ONE_DEED),
    }
    match cli.command {
        Command::Dev(dev) => Box::pin(dev::run(&dev, file, out)).await,
        Command::Init(init) => init::run(&init, out),
        Command::Web => Box::pin(servers::web(file, out)).await,
        Command::Worker => Box::pin(servers::worker(file, out)).await,
        Command::Bot => Box::pin(bot::run(file, out)).await,
        Command::Pair(pair) => pair::run(pair, call).await,
        Command::Telegram(command) => telegram::run(command, call).await,
        Command::Migrate => migrate::run(file, out).await,
        Command::Keys(keys) => keys::run(keys, call).await,
        Command::Proxies(proxies) => proxies::run(proxies, call).await,
        Command::Balances(balances) => balances::run(balances, call).await,
        Command::Spending(asked) => spending::run(&asked, file, out).await,
        Command::Users(users) => users::run(users, call).await,
        Command::Invites(invites) => invites::run(invites, call).await,
        Command::Payments(payments) => payments::run(payments, call).await,
        Command::Cycles(cycles) => cycles::run(cycles, call).await,
        Command::Switches(switches) => switches::run(switches, call).await,
        Command::Plans(plans) => plans::run(&plans, file, out),
        Command::Mail(command) => mail::run(&command, file, out).await,
        Command::Assets(assets) => assets::run(assets, file, out).await,
        Command::Config(config) => config::run(&config, file, out),
        Command::Ledger(ledger) => ledger::run(&ledger, file, out).await,
        Command::Backup(command) => backup::run(command, file, out).await,
        Command::Restore(asked) => Box::pin(restore::run(&asked, file, out)).await,
        Command::Completions { shell } => {
            completions::run(shell, out);
            Ok(())
        }
        Command::Openapi => openapi::run(),
        Command::Health(health) => Box::pin(health::run(&health, file, out)).await,
        Command::Seed(seed) => seed::run(&seed, file, out).await,
    }
}

/// The configuration of this process, built.
pub(crate) fn parts(file: Option<&Path>) -> anyhow::Result<Parts> {
    Ok(Parts::build(Config::load(&sources::of_process(file))?, World::Real)?)
}

/// The product, for a command that does one thing with it.
pub async fn app(file: Option<&Path>) -> anyhow::Result<App> {
    let parts = parts(file)?;
    let store = wire::store(&parts).await?;
    wire::app(parts, store, env::system()).await
}
