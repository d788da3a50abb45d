//! The storm: faults, outages, dying proxies and killed workers, and then the books.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

use nproxy_sandbox::{Conduct, PlayedCa, PlayedProxy, ProxyOptions, Service};
use tokio::time::{Instant, sleep};

use super::books::{Books, Rules};
use super::customers;
use super::weather::{Dice, Doom, Weather};
use super::world::{KeyPlan, Plan, World, route};
use super::{Scale, report};
use crate::support::Running;

const SEED_VARIABLE: &str = "NPROXY_CHAOS_SEED";
const SEED: u64 = 20_261_125;
const WORKERS: usize = 3;
const CUSTOMERS: usize = 6;
const KEYS_OF_EACH: usize = 9;
/// Pictures of a round in which everything heals: a turn of every model for each customer.
const ROUND: u64 = Service::ALL.len() as u64 * CUSTOMERS as u64 * customers::BATCH;
/// Everything is well again after this.
const HEALS_WITHIN: Duration = Duration::from_mins(1);

const RULES: Rules = Rules {
    // As long as a day's quota rests here, the longest of all.
    rest_max: Duration::from_secs(4),
    patience: Duration::from_secs(4),
    deadline: Duration::from_secs(40),
};

/// Upstreams with as many keys each, some behind proxies of every kind.
async fn plan() -> Plan {
    let ca = PlayedCa::new().unwrap();
    let proxies = [
        ProxyOptions::http().with_credentials("ada", "p@ss word"),
        ProxyOptions::socks5().with_credentials("bob", "secret"),
        ProxyOptions::https(&ca),
        ProxyOptions::socks5(),
    ];
    let mut running = Vec::new();
    for options in proxies {
        running.push(PlayedProxy::start(options).await.unwrap());
    }
    let keys = Service::ALL.into_iter().flat_map(|service| {
        (0..KEYS_OF_EACH).map(move |n| {
            let key = KeyPlan::new(service, n, 4);
            match n {
                1 | 2 => KeyPlan { account: Some(format!("account of {service:?}")), ..key },
                4 => KeyPlan { proxy: Some((0, false)), ..key },
                5 => KeyPlan { proxy: Some((1, true)), ..key },
                6 => KeyPlan { proxy: Some((2, false)), ..key },
                7 => KeyPlan { proxy: Some((3, false)), ..key },
                _ => key,
            }
        })
    });
    let env = [
        ("NPROXY__GENERATION__DEADLINE_S", RULES.deadline.as_secs().to_string()),
        ("NPROXY__WORKER__LEASE_MS", "4000".into()),
        ("NPROXY__WORKER__HEARTBEAT_MS", "500".into()),
        ("NPROXY__WORKER__POLL_MS", "200".into()),
        ("NPROXY__KEYS__COOLDOWN_S", "2".into()),
        // Here half of all attempts fail for minutes, of thousands for each key: a good one has eleven in a row now and then.
        ("NPROXY__KEYS__STRIKES_MAX", "30".into()),
        ("NPROXY__KEYS__RATE_LIMITED_S", "2".into()),
        ("NPROXY__KEYS__QUOTA_DAY_S", "4".into()),
        ("NPROXY__KEYS__ASKED_WAIT_MAX_S", "4".into()),
        ("NPROXY__KEYS__RETRY_MIN_S", "1".into()),
        ("NPROXY__KEYS__RETRY_MAX_S", "4".into()),
        ("NPROXY__KEYS__SHARED_WINDOW_S", "10".into()),
        ("NPROXY__PROXIES__HANDSHAKE_TIMEOUT_MS", "1000".into()),
        ("NPROXY__PROXIES__REST_MIN_S", "1".into()),
        ("NPROXY__PROXIES__REST_MAX_S", "4".into()),
        ("NPROXY__GATEWAY__CONNECT_TIMEOUT_S", "2".into()),
        ("NPROXY__GATEWAY__ATTEMPT_MIN_S", "1".into()),
    ];
    Plan {
        keys: keys.collect(),
        proxies: running,
        ca: Some(ca),
        defaults: Conduct { latency_ms: 20, latency_jitter_ms: 100, ..Conduct::default() },
        customers: CUSTOMERS,
        attempt_timeout_s: u32::try_from(RULES.patience.as_secs()).unwrap(),
        env: env.into(),
        models: models().into_iter().map(|(_, text)| text).collect(),
        heavy_pictures_bytes: None,
    }
}

/// Every upstream is the first way of one model, and the next ones of the others.
fn models() -> Vec<(String, String)> {
    let first = |n: usize| {
        let mut services = Service::ALL;
        services.rotate_left(n);
        let id = format!("{:?}-first", services[0]).to_lowercase();
        let routes = services.map(route).join(", ");
        let text = format!("[models.{id}]\nlabel = {id:?}\nroutes = [{routes}]\n");
        (id, text)
    };
    (0..Service::ALL.len()).map(first).collect()
}

/// What befalls keys of every upstream for good.
fn dooms() -> BTreeMap<usize, Doom> {
    let of_each = [Doom::Invalid, Doom::Broke, Doom::Broke, Doom::NotForModel];
    (0..Service::ALL.len())
        .flat_map(|service| of_each.into_iter().enumerate().map(move |(n, doom)| (service * KEYS_OF_EACH + n, doom)))
        .collect()
}

/// Where a doomed key ends; empty: wherever it stood.
fn ends_in(doom: Doom) -> &'static str {
    match doom {
        Doom::Invalid => "manual_review",
        Doom::Broke => "out_of_funds",
        Doom::NotForModel => "",
    }
}

/// Workers, of which one is killed every now and then.
struct Crew<'a> {
    world: &'a World,
    workers: Vec<Running>,
    dice: Dice,
    killed: u64,
}

impl<'a> Crew<'a> {
    async fn new(world: &'a World, seed: u64) -> Self {
        let mut crew = Self { world, workers: Vec::new(), dice: Dice::new(seed), killed: 0 };
        crew.is_whole().await;
        crew
    }

    async fn is_whole(&mut self) {
        while self.workers.len() < WORKERS {
            self.workers.push(self.world.worker().await);
        }
    }

    /// For as long as it is polled.
    async fn suffers(&mut self) -> Infallible {
        loop {
            sleep(Duration::from_millis(500 + self.dice.below(3000))).await;
            let one = usize::try_from(self.dice.below(self.workers.len() as u64)).unwrap();
            drop(self.workers.swap_remove(one));
            self.killed += 1;
            self.is_whole().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_any_weather_the_books_are_right_and_no_customer_saw_a_thing_that_could_be_helped() {
    let seed = std::env::var(SEED_VARIABLE).map_or(SEED, |seed| seed.parse().expect("a number"));
    let asked = Scale::wanted().generations;
    report(&format!("storm of {asked} pictures, {SEED_VARIABLE}={seed}"));
    let world = World::new(plan().await).await;
    let web = world.web().await;
    let sites = world.sites(&web).await;
    let models: Vec<String> = models().into_iter().map(|(id, _)| id).collect();
    let mut weather = Weather::new(&world, dooms(), seed);
    let mut crew = Crew::new(&world, seed ^ 1).await;

    let began = Instant::now();
    let (sites, mut ended) = tokio::select! {
        done = customers::ask(sites, "storm", &models, asked) => done,
        () = weather.rages() => unreachable!("the weather never ends"),
        never = crew.suffers() => match never {},
    };
    let took = began.elapsed();
    weather.clears();
    crew.is_whole().await;

    // Fair weather: nothing fails any more, and everything heals.
    let lost: BTreeMap<usize, &str> = dooms().into_iter().map(|(n, doom)| (n, ends_in(doom))).collect();
    let (cleared, mut sites, mut round) = (Instant::now(), sites, 0);
    let books = loop {
        round += 1;
        let (back, fair) = customers::ask(sites, &format!("fair-{round}"), &models, ROUND).await;
        sites = back;
        let failed: Vec<_> = fair.iter().filter(|generation| !customers::succeeded(generation)).collect();
        assert!(failed.is_empty(), "in fair weather: {failed:?}");
        ended.extend(fair);
        let books = Books::read(&world, RULES).await;
        let ailing = books.ailing(&lost);
        if ailing.is_empty() {
            break books;
        }
        assert!(cleared.elapsed() < HEALS_WITHIN, "the pool does not heal: {ailing:#?}");
    };
    let (seconds, pictures) = (took.as_secs_f64(), asked);
    let per_s = f64::from(u32::try_from(pictures).unwrap()) / seconds;
    let weather = format!(
        "{seconds:.0} s, {per_s:.1} pictures/s; {} workers killed, {} outages, {} changes of proxies; healed after {:.1} s",
        crew.killed,
        weather.outages_seen,
        weather.changes_of_proxies,
        cleared.elapsed().as_secs_f64()
    );
    report(&format!("{weather}\n{}", books.summary()));
    let faults = books.faults(ended.len());
    assert!(faults.is_empty(), "{SEED_VARIABLE}={seed}: {} faults: {faults:#?}", faults.len());
}
