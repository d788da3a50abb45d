//! What admins see and do of customers' prompts and pictures.

use chrono::Duration;
use nproxy_app::App;
use nproxy_app::assets::{FetchError, UploadError, Variant, Wanted, fetch, upload};
use nproxy_app::audit::By;
use nproxy_app::content::{
    OpenError, RemoveError, RetryForError, open, remove_picture, retry_for_customer, show_opened,
};
use nproxy_app::generations::{Waited, wait};
use nproxy_app::people::suspend;
use nproxy_app::trash::{delete_turn, purge, restore_turn};
use nproxy_domain::GenerationId;
use nproxy_store::both;
use nproxy_store::entities::audit_log;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;

use crate::assets::{given, taken};
use crate::house::customer;
use crate::library::{make, pictures};
use crate::world::{Script, World, picture};

const WHY: &str = "ticket 12";

async fn lines(app: &App, act: &str) -> Vec<audit_log::Model> {
    let all = audit_log::Entity::find().all(app.store.read()).await.expect("readable");
    all.into_iter().filter(|line| line.act == act).collect()
}

both! {
    async fn a_prompt_and_its_picture_are_opened_for_one_admin_for_ten_minutes_on_record(db: TestDb) {
        let world = World::new(db).await;
        let (app, by) = (&world.app, &By::operator());
        let (ada, eve, mallory) = (world.customer(10).await, customer(app, "eve@example.org").await.id, world.visitor().await);
        let made = make(&world, ada, "a secret garden", 1).await;
        let id = made.turn.generations[0].id;
        assert!(matches!(open(app, by, eve, id, "").await, Err(OpenError::ReasonMissing)));
        assert!(matches!(open(app, by, eve, GenerationId::new(&app.env), WHY).await, Err(OpenError::NotFound)));
        assert_eq!(lines(app, "generations.open").await.len(), 0);
        let opened = open(app, by, eve, id, WHY).await.expect("opened");
        assert_eq!((opened.prompt.as_str(), opened.inputs.len()), ("a secret garden", 0));
        let image = opened.image.expect("a picture");
        assert_eq!(taken(show_opened(app, eve, image).await.expect("shown")).await, picture());
        assert!(matches!(show_opened(app, mallory, image).await, Err(FetchError::NotFound)), "another's address");
        let [line] = &lines(app, "generations.open").await[..] else { panic!("one line") };
        assert_eq!((line.subject.as_str(), line.reason.as_deref()), (format!("generation:{id}").as_str(), Some(WHY)));
        assert!(!format!("{line:?}{opened:?}").contains("garden"));
        world.pass(Duration::minutes(10));
        assert!(matches!(show_opened(app, eve, image).await, Err(FetchError::NotFound)), "it is over");
        purge(app).await.expect("forgotten");
        world.end().await;
    }

    async fn a_picture_that_is_taken_away_is_gone_and_not_taken_again(db: TestDb) {
        let world = World::new(db).await;
        let (app, by) = (&world.app, &By::operator());
        let (ada, bob) = (world.customer(10).await, world.customer(10).await);
        let made = make(&world, ada, "a fox", 1).await;
        let (id, turn, asset) = (made.turn.generations[0].id, made.turn.id, pictures(&world, ada, &made).await[0]);
        let bytes = taken(given(fetch(app, ada, asset, Wanted::all(Variant::Original)).await)).await;
        let now = std::time::Duration::ZERO;
        let Waited::Changed { etag, .. } = wait(app, ada, &[id], None, now).await.expect("readable") else {
            panic!("nothing was known")
        };
        remove_picture(app, by, id, "not lawful").await.expect("removed");
        assert!(matches!(remove_picture(app, by, id, WHY).await, Err(RemoveError::NoPicture)));
        let view = world.view(ada, id).await;
        assert_eq!((view.state, view.asset.is_none(), view.removed_at), ("succeeded", true, Some(app.env.now())));
        let seen = wait(app, ada, &[id], Some(&etag), now).await.expect("readable");
        assert!(matches!(seen, Waited::Changed { .. }), "whoever looks at it is told");
        assert!(matches!(fetch(app, ada, asset, Wanted::all(Variant::Original)).await, Err(FetchError::NotFound)));
        for user in [ada, bob] {
            assert!(matches!(upload(app, user, bytes.clone()).await, Err(UploadError::Blocked)));
        }
        // Neither an undo of its own nor that of its turn brings it back.
        delete_turn(app, ada, turn).await.expect("deleted");
        restore_turn(app, ada, turn).await.expect("restored");
        assert_eq!(world.view(ada, id).await.asset, None);

        assert_eq!(world.jobs_left().await, 1, "the purge is asked for");
        world.sql("DELETE FROM river_job WHERE kind = 'trash_purge'".to_owned()).await;
        assert_eq!(purge(app).await.expect("purged"), 1, "at once, not after thirty days");
        let [line] = &lines(app, "generations.remove_picture").await[..] else { panic!("one line") };
        assert_eq!(line.reason.as_deref(), Some("not lawful"));
        world.end().await;
    }

    async fn a_failed_picture_is_tried_again_at_the_houses_cost(db: TestDb) {
        let world = World::new(db).await;
        let (app, by) = (&world.app, &By::operator());
        let ada = world.customer(1).await;
        world.wire.then([Script::NoImage, Script::NoImage]);
        let [failed] = world.queue(ada, 1).await.try_into().expect("one");
        world.work().await;
        assert_eq!(world.states(ada, &[failed]).await, ["failed"]);
        // What is left of the month goes elsewhere.
        let used = world.queue(ada, 1).await;
        world.work().await;
        assert!(matches!(retry_for_customer(app, by, failed, " ").await, Err(RetryForError::ReasonMissing)));
        assert!(matches!(retry_for_customer(app, by, used[0], WHY).await, Err(RetryForError::NotRetryable)));
        let again = retry_for_customer(app, by, failed, WHY).await.expect("queued");
        assert!(matches!(retry_for_customer(app, by, failed, WHY).await, Err(RetryForError::AlreadyRetried)));
        let view = world.view(ada, again).await;
        assert_eq!((view.state, view.retried_from), ("queued", Some(failed)));
        assert_eq!(world.spent_and_held(ada).await, (1, 1), "on top of a month that was used up");
        world.work().await;
        assert_eq!(world.states(ada, &[again]).await, ["succeeded"]);
        assert_eq!(lines(app, "cycles.add").await.len(), 1);
        let [line] = &lines(app, "generations.retry").await[..] else { panic!("one line") };
        assert_eq!(line.subject, format!("generation:{failed}"));
        world.pass(Duration::days(40));
        let lost = world.visitor().await;
        world.grant(lost, 1).await;
        let [cancelled] = world.queue(lost, 1).await.try_into().expect("one");
        nproxy_app::generations::cancel(app, lost, cancelled).await.expect("cancelled");
        world.pass(Duration::days(40));
        assert!(matches!(retry_for_customer(app, by, cancelled, WHY).await, Err(RetryForError::NoCurrentMonth)));
        world.end().await;
    }

    async fn nobody_is_given_a_picture_who_is_kept_out(db: TestDb) {
        let world = World::new(db).await;
        let (app, by) = (&world.app, &By::operator());
        let ada = world.customer(10).await;
        let [id] = world.queue(ada, 1).await.try_into().expect("one");
        nproxy_app::generations::cancel(app, ada, id).await.expect("cancelled");
        suspend(app, by, ada, WHY).await.expect("suspended");
        assert!(matches!(retry_for_customer(app, by, id, WHY).await, Err(RetryForError::AccountInactive)));
        world.end().await;
    }
}
