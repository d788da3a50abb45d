//! Every filter and order of the admins' lists goes by an index, judged on many rows.

use chrono::Duration;
use nproxy_domain::mail::Severity;
use nproxy_domain::search::Query;
use nproxy_domain::{KeyId, ProviderId, ProxyId, TurnId, UserId};
use nproxy_store::entities::text::{DeliveryState, GenerationState, IncidentState, Role};
use nproxy_store::lists::{
    self, AuditFilter, COUNT_MAX, CycleFilter, CycleState, GenerationFilter, IncidentFilter, KeyListFilter, List,
    Month, NotificationFilter, OfModel, Place, ProxyFilter, Slice, UserFilter, UserPart, UserState, Words,
};
use nproxy_store::testing::sea_orm::Iterable as _;
use nproxy_store::testing::{Recorder, TestDb};
use nproxy_store::{DbBackend, both};

use crate::lists::seeded;

const ROWS: u32 = 20_000;
const PAGE: u64 = 26;

fn query(text: &str) -> Query {
    Query::parse(text).expect("not too long").expect("not too short")
}

async fn of_model(db: &TestDb, id: &str) -> Option<OfModel> {
    Some(OfModel::look(db.store.read(), id.to_owned()).await.expect("readable"))
}

/// In every order: a page, the page behind it, which begins where the first one ends, and for what is rare the total. A
/// total of what is not rare stops early by itself.
async fn looked_through<L: List>(db: &TestDb, list: &L, is_rare: bool) -> u64
where
    L::Row: std::fmt::Debug,
{
    let mut found = 0;
    for sort in L::SORTS {
        let asked = Recorder::new(db);
        let first = Slice { sort: *sort, after: None, rows_max: PAGE };
        let rows = lists::slice(&asked, list, &first).await.expect("a page");
        found = rows.len() as u64;
        if let Some(last) = rows.last() {
            let after = L::place(last, *sort);
            let next = Slice { after: Some(after.clone()), ..first };
            let behind = lists::slice(&asked, list, &next).await.expect("a page");
            let places = |rows: &[L::Row]| rows.iter().map(|row| L::place(row, *sort)).collect::<Vec<Place>>();
            assert!(!places(&behind).contains(&after), "{sort:?}");
            let all: Vec<_> = places(&rows).into_iter().chain(places(&behind)).collect();
            let both = Slice { rows_max: PAGE * 2, ..Slice { sort: *sort, after: None, rows_max: 0 } };
            let at_once = lists::slice(db.store.read(), list, &both).await.expect("a page");
            assert_eq!(all, places(&at_once), "{sort:?}: nothing is left out or shown twice");
        }
        asked.assert_uses_indexes().await;
    }
    if is_rare {
        let asked = Recorder::new(db);
        lists::total(&asked, list).await.expect("a number");
        asked.assert_uses_indexes().await;
    }
    found
}

both! {
    async fn users_are_looked_through_by_index(db: TestDb) {
        db.seed(1).await;
        db.seed_accounts(ROWS).await;
        db.seed_money(ROWS).await;
        db.spoil_accounts().await;
        let now = db.env.now();
        let any = || UserFilter { part: None, state: None, role: None, month: None, from: None, to: None, now };
        let total = lists::total(db.store.read(), &any()).await.expect("a number");
        assert_eq!((total.count, total.more), (COUNT_MAX, true));
        assert_eq!(looked_through(&db, &any(), false).await, PAGE);
        for state in [UserState::Suspended, UserState::Closing, UserState::Deleted] {
            assert!(looked_through(&db, &UserFilter { state: Some(state), ..any() }, true).await > 0, "{state:?}");
        }
        looked_through(&db, &UserFilter { state: Some(UserState::Active), ..any() }, false).await;
        assert_eq!(looked_through(&db, &UserFilter { role: Some(Role::Admin), ..any() }, true).await, 1);
        for month in [Month::Active, Month::None, Month::EndsIn7Days, Month::UsedUp] {
            let alone = UserFilter { month: Some(month), ..any() };
            looked_through(&db, &alone, false).await;
            let with_more = UserFilter { role: Some(Role::Customer), ..alone.clone() };
            let total = async |filter: &UserFilter| lists::total(db.store.read(), filter).await.expect("a number");
            assert_eq!(total(&alone).await, total(&with_more).await, "{month:?}");
        }
        let is_postgres = db.store.backend() == DbBackend::Postgres;
        let email = UserFilter { part: Some(UserPart::Email(query("er-1234"))), ..any() };
        if is_postgres {
            assert_eq!(looked_through(&db, &email, true).await, 11, "other-1234 and other-12340 to other-12349");
        } else {
            assert_eq!(lists::total(db.store.read(), &email).await.expect("a number").count, 11);
        }
        let id = UserFilter { part: Some(UserPart::Id(seeded(16, 7))), ..any() };
        assert_eq!(looked_through(&db, &id, true).await, 1);
        let literal = UserFilter { part: Some(UserPart::Email(query("_ser%"))), ..any() };
        assert_eq!(lists::total(db.store.read(), &literal).await.expect("a number").count, 0, "no wildcards");
    }

    async fn months_are_looked_through_by_index(db: TestDb) {
        db.seed(1).await;
        db.seed_money(ROWS).await;
        let now = db.env.now();
        let any = || CycleFilter { user: None, state: None, plan: None, ends_to: None, now };
        looked_through(&db, &any(), false).await;
        for state in [CycleState::Current, CycleState::Queued, CycleState::Ended, CycleState::Voided] {
            looked_through(&db, &CycleFilter { state: Some(state), ..any() }, false).await;
        }
        looked_through(&db, &CycleFilter { user: Some(UserId(seeded(1, 7))), ..any() }, true).await;
        looked_through(&db, &CycleFilter { plan: Some("rare".into()), ..any() }, true).await;
        looked_through(&db, &CycleFilter { ends_to: Some(now - Duration::days(3000)), ..any() }, true).await;
    }

    async fn pictures_are_looked_through_by_index(db: TestDb) {
        db.seed(ROWS).await;
        let any = GenerationFilter::default;
        let total = lists::total(db.store.read(), &any()).await.expect("a number");
        assert_eq!((total.count, total.more), (COUNT_MAX, true));
        assert_eq!(looked_through(&db, &any(), false).await, PAGE);
        for state in [GenerationState::Queued, GenerationState::Running, GenerationState::Waiting, GenerationState::Failed] {
            assert_eq!(looked_through(&db, &GenerationFilter { states: vec![state], ..any() }, true).await, PAGE);
        }
        let ended_badly = vec![GenerationState::Failed, GenerationState::Cancelled];
        assert_eq!(looked_through(&db, &GenerationFilter { states: ended_badly, ..any() }, true).await, PAGE);
        for codes in [vec!["internal".into()], vec!["internal".into(), "too_large".into()]] {
            assert_eq!(looked_through(&db, &GenerationFilter { codes, ..any() }, true).await, PAGE);
        }
        let user = Some(UserId(seeded(1, 7)));
        assert_eq!(looked_through(&db, &GenerationFilter { user, ..any() }, true).await, PAGE);
        let turn = Some(TurnId(seeded(4, 7)));
        assert_eq!(looked_through(&db, &GenerationFilter { turn, ..any() }, true).await, 1);
        let key = Some(KeyId(seeded(7, 7)));
        assert_eq!(looked_through(&db, &GenerationFilter { key, ..any() }, true).await, 1);
        assert_eq!(looked_through(&db, &GenerationFilter { provider: Some(ProviderId::from("seeded")), ..any() }, false).await, PAGE);
        for provider in ["seeded", "rare"].map(ProviderId::from) {
            let alone = GenerationFilter { provider: Some(provider), ..any() };
            let with_more = GenerationFilter { states: GenerationState::iter().collect(), ..alone.clone() };
            let total = async |filter: &GenerationFilter| lists::total(db.store.read(), filter).await.expect("a number");
            assert_eq!(total(&alone).await, total(&with_more).await);
        }
        for rare in [
            GenerationFilter { provider: Some(ProviderId::from("rare")), ..any() },
            GenerationFilter { proxy: Some(ProxyId(seeded(9, 1))), ..any() },
            GenerationFilter { model: of_model(&db, "rare").await, ..any() },
        ] {
            assert_eq!(looked_through(&db, &rare, true).await, 0);
        }
        assert_eq!(looked_through(&db, &GenerationFilter { model: of_model(&db, "m").await, ..any() }, false).await, PAGE);
        let since = Some(db.env.now() - Duration::hours(1));
        looked_through(&db, &GenerationFilter { running_since: since, ..any() }, true).await;
        looked_through(&db, &GenerationFilter { queued_from: since, queued_to: Some(db.env.now()), ..any() }, true).await;
    }

    async fn pictures_of_a_model_are_found_however_few_asked_for_it(db: TestDb) {
        db.seed(100).await;
        for sort in GenerationFilter::SORTS {
            let slice = Slice { sort: *sort, after: None, rows_max: PAGE };
            let pictures = async |filter: &GenerationFilter| {
                let rows = lists::slice(db.store.read(), filter, &slice).await.expect("a page");
                rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
            };
            let of_m = GenerationFilter { model: of_model(&db, "m").await, ..GenerationFilter::default() };
            assert_eq!(pictures(&of_m).await, pictures(&GenerationFilter::default()).await);
            let of_none = GenerationFilter { model: of_model(&db, "none").await, ..GenerationFilter::default() };
            assert!(pictures(&of_none).await.is_empty());
        }
    }

    async fn prompts_are_searched_by_index(db: TestDb) {
        db.seed(ROWS).await;
        let by_index = db.store.backend() == DbBackend::Postgres;
        let of = |text: &str| GenerationFilter {
            words: Some(Words { query: query(text), by_index }),
            ..GenerationFilter::default()
        };
        if by_index {
            assert_eq!(looked_through(&db, &of("12345"), true).await, 1);
            assert_eq!(looked_through(&db, &of("prompt 12345"), true).await, 1);
        }
        assert_eq!(lists::total(db.store.read(), &of("12345 prompt")).await.expect("a number").count, 1);
        assert_eq!(lists::total(db.store.read(), &of("prompt nobody wrote")).await.expect("a number").count, 0);
    }

    async fn keys_and_proxies_are_looked_through_by_index(db: TestDb) {
        db.seed(ROWS).await;
        let now = db.env.now();
        let any = || KeyListFilter { part: None, provider: None, states: Vec::new(), account: None, proxy: None, now };
        assert_eq!(looked_through(&db, &any(), false).await, PAGE);
        for rare in [
            KeyListFilter { provider: Some(ProviderId::from("rare")), ..any() },
            KeyListFilter { states: vec!["disabled".into()], ..any() },
            KeyListFilter { states: vec!["out_of_funds".into(), "disabled".into()], ..any() },
            KeyListFilter { account: Some("account-7".into()), ..any() },
            KeyListFilter { proxy: Some(ProxyId(seeded(9, 1))), ..any() },
        ] {
            looked_through(&db, &rare, true).await;
        }
        for states in [vec!["manual_review".into()], vec!["cooldown".into()], vec!["probation".into(), "active".into()]] {
            assert_eq!(looked_through(&db, &KeyListFilter { states, ..any() }, false).await, PAGE);
        }
        let fingerprint = KeyListFilter { part: Some(query("f1234")), ..any() };
        if db.store.backend() == DbBackend::Postgres {
            assert_eq!(looked_through(&db, &fingerprint, true).await, 1);
        }
        assert_eq!(lists::total(db.store.read(), &fingerprint).await.expect("a number").count, 1);
        assert_eq!(looked_through(&db, &ProxyFilter { part: Some(query("socks")), ..ProxyFilter::default() }, true).await, 0);
    }

    async fn incidents_notices_and_the_audit_log_are_looked_through_by_index(db: TestDb) {
        db.seed(1).await;
        db.seed_accounts(ROWS).await;
        db.seed_operation(ROWS).await;
        let any = IncidentFilter::default;
        assert_eq!(looked_through(&db, &any(), false).await, PAGE);
        assert_eq!(looked_through(&db, &IncidentFilter { state: Some(IncidentState::Open), ..any() }, true).await, PAGE);
        assert_eq!(looked_through(&db, &IncidentFilter { severity: Some(Severity::Critical), ..any() }, true).await, PAGE);
        let part = IncidentFilter { part: Some(query("trouble:77")), ..any() };
        if db.store.backend() == DbBackend::Postgres {
            assert_eq!(looked_through(&db, &part, true).await, PAGE);
        }
        assert!(lists::total(db.store.read(), &part).await.expect("a number").count > 0);

        let any = NotificationFilter::default;
        let all = looked_through(&db, &any(), false).await;
        assert_eq!(all, PAGE);
        assert_eq!(looked_through(&db, &NotificationFilter { state: Some(DeliveryState::Pending), ..any() }, true).await, PAGE);
        assert_eq!(looked_through(&db, &NotificationFilter { channel: Some("telegram".into()), ..any() }, false).await, PAGE);

        let any = AuditFilter::default;
        assert_eq!(looked_through(&db, &any(), false).await, PAGE);
        for rare in [
            AuditFilter { actor: Some("user:7".into()), ..any() },
            AuditFilter { subject: Some("key:7".into()), ..any() },
            AuditFilter { request_id: Some("request-7".into()), ..any() },
            AuditFilter { surface: Some("telegram".into()), ..any() },
            AuditFilter { act: Some("switches.set".into()), ..any() },
        ] {
            assert!(looked_through(&db, &rare, true).await > 0, "{rare:?}");
        }
        assert_eq!(looked_through(&db, &AuditFilter { act: Some("keys".into()), ..any() }, false).await, PAGE);
        let acts = AuditFilter { act: Some("switch".into()), ..any() };
        assert_eq!(lists::total(db.store.read(), &acts).await.expect("a number").count, 0, "an area is a whole word");
    }
}
