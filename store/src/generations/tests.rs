//! No statement over generations reads a large table whole.

use chrono::Duration;
use nproxy_domain::{LeaseId, TurnId, UserId};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryTrait as _};

use super::claim::{Claim, queued_before_select, statement, waiting_before_select};
use super::{Uncounted, delivered_statement, queued_of, queued_statement, uncounted};
use crate::both;
use crate::entities::generations::{Column, Entity};
use crate::testing::{TestDb, assert_uses_index};

const ROWS: u32 = 20_000;

both! {
    async fn claims_counts_and_lists_go_by_index(db: TestDb) {
        db.seed(ROWS).await;
        let (backend, now) = (db.store.backend(), db.env.now());
        let claim = Claim {
            lease: LeaseId::new(&db.env),
            lease_until: now + Duration::seconds(60),
            deadline: now + Duration::minutes(5),
            running_per_user_max: 4,
            rows_max: 16,
            take_over: true,
            now,
        };
        assert_uses_index(&db, statement(backend, &claim)).await;
        assert_uses_index(&db, queued_before_select(now, 100).build(backend)).await;
        assert_uses_index(&db, waiting_before_select(now, 100).build(backend)).await;
        assert_uses_index(&db, queued_of(UserId::new(&db.env)).build(backend)).await;
        assert_uses_index(&db, queued_statement(backend, UserId::new(&db.env), 20, 5000)).await;
        assert_uses_index(&db, delivered_statement(backend, 500)).await;
        for kind in [Uncounted::Declined, Uncounted::CancelledRunning] {
            let nth = uncounted::statement(backend, UserId::new(&db.env), kind, 60, now - Duration::hours(1));
            let plan = assert_uses_index(&db, nth).await;
            let index = if kind == Uncounted::Declined { "generations_declined" } else { "generations_cancelled" };
            assert!(plan.contains(index), "{plan}");
        }
        let turns = Entity::find().filter(Column::TurnId.is_in([TurnId::new(&db.env).0, TurnId::new(&db.env).0]));
        let by_slot = turns.order_by_asc(Column::TurnId).order_by_asc(Column::Slot).order_by_asc(Column::Id);
        assert_uses_index(&db, by_slot.build(backend)).await;
        let retried = Entity::find().filter(Column::RetriedFrom.is_in([db.env.uuid(), db.env.uuid()]));
        assert_uses_index(&db, retried.build(backend)).await;
        let by_key = Entity::find().filter(Column::UserId.eq(db.env.uuid())).filter(Column::RetryKey.eq("k"));
        assert_uses_index(&db, by_key.build(backend)).await;
    }
}
