//! What is forgotten, when, and what is not.

use bytes::Bytes;
use chrono::Duration;
use nproxy_app::assets::{self, upload};
use nproxy_app::mail::{SendMail, post, send};
use nproxy_app::retention::{Retained, retain};
use nproxy_app::{trash, turns};
use nproxy_domain::assets::{AssetStore as _, StorageKey};
use nproxy_domain::mail::Mail;
use nproxy_domain::provider::Mode;
use nproxy_domain::turn::Draft;
use nproxy_domain::{AssetId, AttemptId, Env, GenerationId, SessionId, UserId};
use nproxy_store::both;
use nproxy_store::jobs::JobEnd;
use nproxy_store::sessions::{self, NewSession};
use nproxy_store::testing::{TestDb, tables_with};

use crate::world::{Script, World, asking, picture};

/// Shown in none of the rows that stay.
const PLACE: &str = "198.51.100.77";

/// A browser that stays signed in for two years.
fn signed_in(env: &Env, user: UserId) -> NewSession {
    NewSession {
        id: SessionId::new(env),
        token_hash: [7; 32],
        user,
        created_at: env.now(),
        expires_at: env.now() + Duration::days(730),
        user_agent: None,
        address: Some(PLACE.to_owned()),
        confirmed_at: None,
    }
}

fn mail() -> Mail {
    Mail { to: "ada@example.org".into(), subject: "Told long ago".into(), text: "text".into(), html: None }
}

both! {
    async fn addresses_and_what_was_told_are_forgotten_after_their_days(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(1).await;
        let env = &world.app.env;
        let (session, mail) = (&signed_in(env, user), &mail());
        let job = world.app.store.write(|tx| async move {
            sessions::insert(&tx, session.clone()).await?;
            post(&tx, env, None, mail).await
        });
        let mail = job.await.expect("written");
        assert_eq!(send(&world.app, SendMail { mail }).await.expect("sent"), JobEnd::Done);
        assert_eq!(world.letters.take(), ["Told long ago"]);
        world.sql("DELETE FROM river_job".to_owned()).await;

        world.pass(Duration::days(29));
        retain(&world.app).await.expect("forgotten");
        assert_eq!(tables_with(&world.app.store, PLACE).await, ["sessions.address"], "not before its time");
        world.pass(Duration::days(2));
        retain(&world.app).await.expect("forgotten");
        assert!(tables_with(&world.app.store, PLACE).await.is_empty());
        assert_eq!(world.number("SELECT count(*) AS n FROM sessions").await, 1, "who is signed in stays so");
        assert_eq!(tables_with(&world.app.store, "Told long ago").await, ["mails.subject"]);
        world.pass(Duration::days(370));
        retain(&world.app).await.expect("forgotten");
        assert!(tables_with(&world.app.store, "Told long ago").await.is_empty());
        assert_eq!(retain(&world.app).await.expect("forgotten"), Retained::default(), "once");
        world.end().await;
    }

    async fn what_an_upstream_said_is_forgotten_and_what_it_cost_is_not(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(1).await;
        world.wire.then([Script::Refused("no walruses here")]);
        world.queue(user, 1).await;
        world.work().await;
        let said = async || {
            let of = |which| format!("SELECT count(*) AS n FROM attempts WHERE class IS NOT NULL AND detail IS {which}");
            (world.number(&of("NOT NULL")).await, world.number(&of("NULL")).await)
        };
        assert_eq!(said().await, (1, 0));
        world.pass(Duration::days(91));
        retain(&world.app).await.expect("forgotten");
        assert_eq!(said().await, (0, 1));
        world.end().await;
    }

    async fn an_upload_that_nothing_was_made_of_goes_the_way_of_what_is_deleted(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(1).await;
        let unused = upload(&world.app, user, picture()).await.expect("taken").id;
        let used = upload(&world.app, user, picture()).await.expect("taken").id;
        let mut asked = asking(user, "with-an-input", 1);
        asked.draft = Draft { mode: Mode::ImageToImage, inputs: vec![used], ..asked.draft };
        turns::submit(&world.app, &asked).await.expect("queued");
        world.work().await;
        world.pass(Duration::days(6));
        assert_eq!(retain(&world.app).await.expect("done").uploads, 0, "it may still be wanted");
        world.pass(Duration::days(2));
        assert_eq!(retain(&world.app).await.expect("done").uploads, 1);
        assert_eq!(retain(&world.app).await.expect("done").uploads, 0);
        trash::restore_asset(&world.app, user, unused).await.expect("it can be brought back");
        assert!(world.assets.exists(&StorageKey::input(unused)).await.unwrap());
        world.end().await;
    }

    async fn files_that_nobody_knows_go_after_days_and_never_all_at_once(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(1).await;
        let known = StorageKey::input(upload(&world.app, user, picture()).await.expect("taken").id);
        let env = &world.app.env;
        let orphan = StorageKey::input(AssetId::new(env));
        let output = StorageKey::output(GenerationId::new(env), AttemptId::new(env));
        for key in [&orphan, &orphan.thumb(), &output] {
            world.assets.put(key, Bytes::from_static(b"lost")).await.unwrap();
        }
        let checked = assets::check(&world.app, |_| ()).await.expect("compared");
        assert_eq!((checked.rows, checked.objects, checked.missing_count, checked.unknown_count), (1, 5, 0, 3));
        world.pass(Duration::days(1));
        assert_eq!(retain(&world.app).await.expect("done").orphans, 0, "a row may be on its way");
        world.pass(Duration::days(2));
        assert_eq!(retain(&world.app).await.expect("done").orphans, 3);
        assert!(world.assets.exists(&known).await.unwrap() && !world.assets.exists(&orphan).await.unwrap());

        // Most of them are strange: this database is not theirs.
        for _ in 0..30 {
            world.assets.put(&StorageKey::input(AssetId::new(env)), Bytes::from_static(b"theirs")).await.unwrap();
        }
        world.pass(Duration::days(3));
        assert_eq!(retain(&world.app).await.expect("done").orphans, 0);
        world.assets.delete(&known).await.unwrap();
        let checked = assets::check(&world.app, |_| ()).await.expect("compared");
        assert_eq!((checked.missing_count, checked.unknown_count, checked.is_good()), (1, 30, false));
        world.end().await;
    }
}
