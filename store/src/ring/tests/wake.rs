//! Who is told of a key that was put back.

use chrono::Duration;
use nproxy_domain::catalog::{Model, Route};
use nproxy_domain::keys::KeyRing as _;
use nproxy_domain::outcome::Class;
use nproxy_domain::provider::{Capabilities, ImageStrength};
use nproxy_domain::{GenerationId, LeaseId, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use super::{Bench, PROVIDER, outcome, picked, slots};
use crate::entities::generations::{Column, Entity};
use crate::entities::text::GenerationState;
use crate::error::StoreError;
use crate::ring::{Ring, RingSettings};
use crate::testing::TestDb;
use crate::tx::Tx;
use crate::{both, generations};

/// A model with one route, whose pictures are the bench's.
pub(super) fn model(provider: &str) -> Model {
    let capabilities = Capabilities {
        resolutions: Vec::new(),
        batch_max: 4,
        inputs_max: 0,
        image_strength: ImageStrength::None,
        prompt_chars_max: 4000,
    };
    let route = Route { provider: provider.into(), model: "m".into(), capabilities };
    Model { id: "m".into(), label: "Model".into(), routes: vec![route] }
}

impl Bench {
    /// Its holder lets go of it until then.
    async fn waits(&self, id: GenerationId, started_at: Option<Timestamp>, run_at: Timestamp) -> GenerationId {
        let put_back = self.db.store.write(|tx: Tx| async move {
            let row = Entity::update_many()
                .col_expr(Column::State, Expr::value(GenerationState::Waiting))
                .col_expr(Column::LeaseId, Expr::value(Option::<Uuid>::None))
                .col_expr(Column::LeaseUntil, Expr::value(Option::<Timestamp>::None))
                .col_expr(Column::StartedAt, Expr::value(started_at))
                .col_expr(Column::RunAt, Expr::value(run_at))
                .filter(Column::Id.eq(id.0));
            Ok::<_, StoreError>(row.exec(&tx).await.map(drop)?)
        });
        put_back.await.expect("it waits");
        id
    }

    async fn due(&self, id: GenerationId) -> Option<Timestamp> {
        generations::get(self.db.store.read(), id).await.expect("readable").expect("it is there").run_at
    }

    /// Somebody else has the key for a moment.
    async fn a_key_is_freed(&self, ring: &Ring, class: Class) {
        let attempt = picked(self.open(self.generation().await).await);
        assert!(ring.close(&self.db.env, attempt.id, &outcome(class)).await.expect("the database answers"));
    }

    fn ring_for(&self, provider: &str) -> Ring {
        Ring::new(self.db.store.clone(), RingSettings { models: vec![model(provider)], ..RingSettings::default() })
    }
}

both! {
    async fn a_freed_key_wakes_one_picture_and_one_with_a_deadline_first(db: TestDb) {
        let bench = Bench::new(db).await;
        bench.key("key", slots(2), None).await;
        let (ring, later) = (bench.ring_for(PROVIDER), bench.now() + Duration::seconds(30));
        let older = bench.waits(bench.generation().await.0, None, later).await;
        bench.pass(1);
        let begun = bench.waits(bench.generation().await.0, Some(bench.now()), later).await;
        let younger = bench.waits(bench.generation().await.0, None, later).await;
        bench.pass(1);
        let freed_at = Some(bench.now());
        for due in [[None, freed_at, None], [freed_at, freed_at, None], [freed_at; 3]] {
            bench.a_key_is_freed(&ring, Class::Ok).await;
            let seen = [bench.due(older).await, bench.due(begun).await, bench.due(younger).await];
            assert_eq!(seen, due.map(|at| at.or(Some(later))), "one key, one picture");
        }
    }

    async fn nobody_is_woken_for_a_key_that_is_of_no_use_to_him(db: TestDb) {
        let bench = Bench::new(db).await;
        bench.key("key", slots(2), None).await;
        let (ring, later) = (bench.ring_for(PROVIDER), bench.now() + Duration::seconds(30));
        let (tried, lease): (GenerationId, LeaseId) = bench.generation().await;
        let attempt = picked(bench.open((tried, lease)).await);
        assert!(bench.close(&attempt, Class::NoImage).await);
        bench.waits(tried, Some(bench.now()), later).await;
        bench.a_key_is_freed(&ring, Class::Ok).await;
        assert_eq!(bench.due(tried).await, Some(later), "it had that key");
        let waits = bench.waits(bench.generation().await.0, None, later).await;
        bench.a_key_is_freed(&bench.ring_for("another"), Class::Ok).await;
        assert_eq!(bench.due(waits).await, Some(later), "no way of its model leads there");
        bench.a_key_is_freed(&ring, Class::Overload).await;
        assert_eq!(bench.due(waits).await, Some(later), "the key rests for longer than it would wait anyhow");
    }
}
