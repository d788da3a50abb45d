//! No statement around a key reads a large table whole.

use nproxy_domain::{GenerationId, KeyId, LeaseId};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};

use super::want;
use crate::both;
use crate::entities::{attempts, key_events, provider_keys};
use crate::ring::open;
use crate::testing::{TestDb, assert_uses_index};

const ROWS: u32 = 20_000;

both! {
    async fn keys_are_picked_put_back_and_listed_by_index(db: TestDb) {
        db.seed(ROWS).await;
        let backend = db.store.backend();
        let mut want = want(GenerationId::new(&db.env), LeaseId::new(&db.env), "m");
        want.provider = "seeded".into();
        let tried = [KeyId::new(&db.env).0, KeyId::new(&db.env).0];
        let due = open::due(&want, &tried, db.env.now()).lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        assert_uses_index(&db, due.build(backend)).await;
        assert_uses_index(&db, open::newest_pick(&want).build(backend)).await;
        assert_uses_index(&db, backend.build(&open::soonest_of(&want, &tried))).await;
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
