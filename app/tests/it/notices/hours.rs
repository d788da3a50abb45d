//! Mute and quiet hours. The world begins at 08:00 UTC.

use chrono::{Duration, Timelike as _};
use nproxy_domain::mail::{NoticeStage, Severity};
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use super::{heard, recover, report, titles, told};
use crate::world::World;

/// From half an hour ago to so many minutes from now.
async fn is_quiet_for(world: &World, minutes: i64) {
    let now = world.app.env.now();
    let minute = i64::from(now.hour() * 60 + now.minute());
    let (from, to) = ((minute - 30).rem_euclid(1440), (minute + minutes).rem_euclid(1440));
    world.sql(format!("UPDATE telegram_admins SET quiet_from_minute = {from}, quiet_to_minute = {to}")).await;
}

both! {
    async fn in_quiet_hours_only_what_is_critical_is_told_and_the_rest_when_they_end(db: TestDb) {
        let world = heard(db).await;
        is_quiet_for(&world, 60).await;
        report(&world, "proxy:1", Severity::Warning).await;
        report(&world, "proxy:2", Severity::Warning).await;
        report(&world, "processor_down:till", Severity::Critical).await;
        assert_eq!(titles(&told(&world).await), ["A payment processor does not answer: till"]);
        world.pass(Duration::minutes(30));
        recover(&world, "proxy:2").await;
        recover(&world, "processor_down:till").await;
        let [over] = told(&world).await.try_into().expect("an edit, which makes no sound");
        assert_eq!((over.is_edit, over.stage()), (true, NoticeStage::Recovered));
        world.pass(Duration::minutes(30));
        assert_eq!(titles(&told(&world).await), ["A proxy fails: 1"], "what is still open");
        recover(&world, "proxy:1").await;
        assert_eq!(told(&world).await.len(), 1);
        world.end().await;
    }

    async fn a_mute_holds_until_its_end_and_what_gets_critical_breaks_it(db: TestDb) {
        let world = heard(db).await;
        report(&world, "keys_few:fal", Severity::Warning).await;
        assert_eq!(told(&world).await.len(), 1);
        let until = (world.app.env.now() + Duration::hours(2)).format("%Y-%m-%dT%H:%M:%S%.6f+00:00");
        world.sql(format!("UPDATE telegram_admins SET muted_until = '{until}'")).await;
        report(&world, "proxy:1", Severity::Warning).await;
        assert_eq!(told(&world).await, []);
        report(&world, "keys_few:fal", Severity::Critical).await;
        let [woken] = told(&world).await.try_into().expect("it matters");
        assert_eq!((woken.title(), woken.is_edit), ("No key can be used: fal", false));
        world.pass(Duration::hours(2));
        assert_eq!(titles(&told(&world).await), ["A proxy fails: 1"]);
        world.end().await;
    }
}
