//! The same deed at every door leaves the same line, but for who and where.

use nproxy_app::audit::By;
use nproxy_app::keys::{self, KeyAct, Which};
use nproxy_app::payments::desk::{self, Act as DeskAct};
use nproxy_app::switches::{self, Turn};
use nproxy_app::{balances, chats, content, cycles, people};
use nproxy_bot::{Act, Settle, acts};
use nproxy_domain::KeyId;
use nproxy_domain::audit::Surface;
use nproxy_domain::provider::MicroUsd;
use nproxy_store::entities::audit_log;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{EntityTrait as _, QueryOrder as _};

use crate::acts::{SCENES, scene};
use crate::house::{House, TELEGRAM_ID};
use crate::outside::PROVIDER;

pub async fn lines(house: &House) -> Vec<audit_log::Model> {
    let lines = audit_log::Entity::find().order_by_asc(audit_log::Column::Id);
    lines.all(house.app.store.read()).await.expect("readable")
}

#[tokio::test]
async fn every_act_leaves_the_same_line_as_at_the_other_doors() {
    for name in SCENES {
        let mut told = Vec::new();
        for surface in [Surface::Telegram, Surface::Web, Surface::Cli] {
            let house = House::new(TestDb::sqlite().await).await;
            let (act, written) = scene(&house, name).await;
            let (by, before) = (house.by(surface), lines(&house).await.len());
            if surface == Surface::Telegram {
                let reader = house.reader(nproxy_app::accounts::Language::En);
                let asked = acts::ask(&house.app, &reader, &act).await.expect("readable");
                let done = acts::perform(&house.app, &reader, &by, &act, &asked.before, written).await;
                done.unwrap_or_else(|refused| panic!("{name}: {refused:?}"));
            } else {
                elsewhere(&house, &by, &act, written).await;
            }
            let mut news = lines(&house).await.split_off(before);
            assert!(!news.is_empty(), "{name} is not on record at {surface:?}");
            for line in &mut news {
                assert_eq!(line.surface, surface.as_str(), "{name}");
                let who = if surface == Surface::Cli { "operator".to_owned() } else { format!("user:{}", house.admin) };
                assert_eq!(std::mem::take(&mut line.actor), who, "{name}");
                (line.id, line.surface) = (house.admin.0, String::new());
            }
            told.push(news);
        }
        assert_eq!(told[0], told[1], "{name} in Telegram and in the web");
        assert_eq!(told[0], told[2], "{name} in Telegram and on the command line");
    }
}

/// As the routes of the web call it, and the commands.
async fn elsewhere(house: &House, by: &By, act: &Act, reason: &str) {
    let app = &house.app;
    match act {
        Act::ActivateKey { key } => set_key(house, by, *key, KeyAct::Activate, reason).await,
        Act::DisableKey { key } => set_key(house, by, *key, KeyAct::Disable, reason).await,
        Act::TestKey { key } => {
            let tested = keys::test(app, by, &Which::One(key.to_string()), |_| {}).await;
            assert_eq!(tested.expect("asked").no_check, 1);
        }
        Act::AskBalance { key } => balances::ask(app, by, *key).await.expect("asked"),
        Act::EnterBalance { .. } => {
            let (provider, amount) = (PROVIDER.into(), MicroUsd(42_500_000));
            balances::enter(app, by, &provider, "acme", amount, Some("topped up")).await.expect("entered");
        }
        Act::Settle { payment, how } => {
            let (how, reason) = settled(*how, reason);
            desk::act(app, by, *payment, how, reason).await.expect("settled");
        }
        Act::GrantRequests { user, requests } => {
            let grant = cycles::LimitChange::Grant(*requests);
            cycles::add_requests(app, by, *user, grant, reason).await.expect("granted");
        }
        Act::Extend { user, hours } => {
            cycles::extend_cycle(app, by, *user, *hours, reason).await.expect("extended");
        }
        Act::Suspend { user } => people::suspend(app, by, *user, reason).await.expect("suspended"),
        Act::Unsuspend { user } => people::unsuspend(app, by, *user, reason).await.expect("let in"),
        Act::Retry { generation } => {
            content::retry_for_customer(app, by, *generation, reason).await.expect("queued");
        }
        Act::TurnSwitch { name, value } => {
            let (name, value, reason) = (name.clone(), value.clone(), reason.to_owned());
            switches::turn(app, by, Turn { name, value, text: None, until: None, reason }).await.expect("turned");
        }
        Act::Mute { time } => _ = chats::mute(app, by, TELEGRAM_ID, *time).await.expect("muted"),
        Act::SetQuietHours { hours } => chats::set_quiet_hours(app, by, TELEGRAM_ID, *hours).await.expect("set"),
        Act::SetLanguage { language } => chats::set_chat_language(app, by, TELEGRAM_ID, *language).await.expect("set"),
    }
}

/// The command line changes keys by their names.
async fn set_key(house: &House, by: &By, key: KeyId, act: KeyAct, reason: &str) {
    if by.surface == Surface::Web {
        keys::set(&house.app, by, key, act, reason).await.expect("set");
    } else {
        let changed = keys::change(&house.app, by, &[key.to_string()], act, Some(reason)).await.expect("set");
        assert!(changed.refused.is_empty());
    }
}

fn settled(how: Settle, reason: &str) -> (DeskAct, &str) {
    let text = str::to_owned;
    match how {
        Settle::Confirm => (DeskAct::Confirm, reason),
        Settle::Activate => (DeskAct::Activate, reason),
        Settle::Grant { requests } => (DeskAct::Grant { requests }, reason),
        Settle::RefundNoted => {
            let note = DeskAct::RefundNoted { address: text("Taddr"), amount: text("4"), transaction: text("0xff") };
            (note, "sent from the safe")
        }
        Settle::Reject => (DeskAct::Reject, reason),
        Settle::Keep => (DeskAct::Keep, reason),
    }
}
