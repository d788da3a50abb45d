//! No statement around a key reads a large table whole.

use nproxy_domain::keys::{KeyPolicy, Scope, Way};
use nproxy_domain::outcome::Class;
use nproxy_domain::{GenerationId, KeyId, LeaseId, ProxyId};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};

use super::{outcome, want};
use crate::both;
use crate::entities::{attempts, key_events, provider_keys};
use crate::error::StoreError;
use crate::ring::pick::Picker;
use crate::ring::shared::Judge;
use crate::ring::wake;
use crate::testing::{TestDb, assert_uses_index};
use crate::tx::Tx;

const ROWS: u32 = 20_000;

both! {
    async fn keys_are_picked_put_back_and_listed_by_index(db: TestDb) {
        db.seed(ROWS).await;
        let backend = db.store.backend();
        let mut want = want(GenerationId::new(&db.env), LeaseId::new(&db.env), "m");
        want.provider = "seeded".into();
        let tried = [KeyId::new(&db.env).0, KeyId::new(&db.env).0];
        let now = db.env.now();
        // Only to build statements with: it is over.
        let tx = db.store.write(|tx: Tx| async move { Ok::<_, StoreError>(tx) }).await.expect("it answers");
        let picker = Picker { tx: &tx, want: &want, tried: tried.to_vec(), now };
        let due = picker.due().lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        let resorts = [picker.live(), picker.rested(), picker.may_resort(), picker.ready_to_resort(), picker.resorting()];
        for select in [due, picker.newest_pick()].into_iter().chain(resorts) {
            assert_uses_index(&db, select.build(backend)).await;
        }
        assert_uses_index(&db, backend.build(&picker.soonest_of())).await;
        let judge = Judge {
            tx: &tx,
            env: &db.env,
            policy: &KeyPolicy::default(),
            provider: want.provider.clone(),
            scopes: vec![],
            outcome: &outcome(Class::Overload),
        };
        for scope in Scope::all(Some(ProxyId::new(&db.env)), Some("account-7")) {
            let (way, since) = (Way::Failing, now);
            let pickable = judge.pickable(&scope, way, since).map(|keys| keys.limit(4));
            for select in [judge.worked(&scope), judge.failing(&scope, way, since)].into_iter().chain(pickable) {
                assert_uses_index(&db, select.build(backend)).await;
            }
        }
        let woken = wake::statement(backend, &["m", "n"], KeyId::new(&db.env), now - chrono::Duration::hours(1));
        assert_uses_index(&db, woken).await;
        let account = provider_keys::Entity::find()
            .filter(provider_keys::Column::Provider.eq("seeded"))
            .filter(provider_keys::Column::Account.eq("account-7"))
            .order_by_asc(provider_keys::Column::Id);
        assert_uses_index(&db, account.build(backend)).await;
        let of_generation = attempts::Entity::find().filter(attempts::Column::GenerationId.eq(want.generation.0));
        assert_uses_index(&db, of_generation.order_by_asc(attempts::Column::N).build(backend)).await;
        let ended = attempts::Entity::update_many()
            .col_expr(attempts::Column::Class, Expr::value("ok"))
            .filter(attempts::Column::Id.eq(tried[0]))
            .filter(attempts::Column::EndedAt.is_null());
        assert_uses_index(&db, ended.build(backend)).await;
        let events = key_events::Entity::find().filter(key_events::Column::KeyId.eq(tried[0]));
        assert_uses_index(&db, events.order_by_desc(key_events::Column::Id).limit(10).build(backend)).await;
    }
}
