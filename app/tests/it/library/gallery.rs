//! All pictures of a customer, page by page.

use chrono::Duration;
use nproxy_app::App;
use nproxy_app::assets::{star, upload};
use nproxy_app::gallery::{GalleryError, GalleryItem, GalleryPage, Kind, Wanted, list};
use nproxy_app::trash::delete_asset;
use nproxy_domain::provider::Mode;
use nproxy_domain::{AssetId, UserId};
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use super::{ask, make, pictures};
use crate::pictures::{png, two_halves};
use crate::world::World;

pub const EVERYTHING: Wanted<'static> = Wanted {
    kind: Kind::Output,
    cursor: None,
    limit: 100,
    query: None,
    mode: None,
    starred: false,
    from: None,
    until: None,
};

pub async fn seen(app: &App, user: UserId, wanted: Wanted<'_>) -> Vec<AssetId> {
    ids(&list(app, user, wanted).await.expect("a page"))
}

fn ids(page: &GalleryPage) -> Vec<AssetId> {
    page.items.iter().map(|item| item.asset.id).collect()
}

async fn prompts(app: &App, user: UserId, wanted: Wanted<'_>) -> Vec<String> {
    let page = list(app, user, wanted).await.expect("a page");
    page.items.into_iter().map(|item: GalleryItem| item.made.expect("it was made").prompt).collect()
}

both! {
    async fn pages_show_nothing_twice_and_leave_nothing_out_while_pictures_arrive(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada) = (&world.app, world.customer(100).await);
        for n in 0..3 {
            make(&world, ada, &format!("fox {n}"), 4).await;
            world.pass(Duration::seconds(1));
        }
        let before = seen(app, ada, EVERYTHING).await;
        assert_eq!(before.len(), 12);
        let (mut turned, mut cursor) = (Vec::new(), None);
        loop {
            let wanted = Wanted { cursor: cursor.as_deref(), limit: 5, ..EVERYTHING };
            let page = list(app, ada, wanted).await.expect("a page");
            assert!(page.items.len() <= 5);
            turned.extend(ids(&page));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
            make(&world, ada, "one more", 1).await;
            world.pass(Duration::seconds(1));
        }
        assert_eq!(turned, before);
        assert_eq!(seen(app, ada, EVERYTHING).await.len(), 14, "the new ones stand before them");
        world.end().await;
    }

    async fn a_picture_says_what_it_was_asked_for_and_others_see_nothing_of_it(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada, bob) = (&world.app, world.customer(10).await, world.customer(10).await);
        let fox = make(&world, ada, "a red fox", 2).await;
        let page = list(app, ada, EVERYTHING).await.expect("a page");
        let last = &page.items[0];
        let made = last.made.as_ref().expect("it was made");
        assert_eq!((made.turn, made.conversation, made.prompt.as_str()), (fox.turn.id, fox.conversation.id, "a red fox"));
        assert_eq!((made.mode, made.model.as_str(), last.kind), (Mode::TextToImage, "m", Kind::Output));
        assert_eq!(world.view(ada, made.generation).await.asset.expect("a picture"), last.asset);
        assert!(seen(app, bob, EVERYTHING).await.is_empty());
        world.end().await;
    }

    async fn the_gallery_can_be_filtered_by_star_mode_and_time(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada) = (&world.app, world.customer(100).await);
        let old = pictures(&world, ada, &make(&world, ada, "old", 1).await).await;
        world.pass(Duration::days(1));
        let day = app.env.now();
        let drawn = ask(&world, ada, "drawn", 1, |asked| {
            asked.draft.mode = Mode::ImageToImage;
            asked.draft.inputs.clone_from(&old);
        }).await;
        world.work().await;
        let drawn = pictures(&world, ada, &drawn).await;
        assert!(star(app, ada, old[0], true).await.expect("starred").starred);
        assert_eq!(seen(app, ada, Wanted { starred: true, ..EVERYTHING }).await, old);
        assert_eq!(seen(app, ada, Wanted { mode: Some(Mode::ImageToImage), ..EVERYTHING }).await, drawn);
        assert_eq!(seen(app, ada, Wanted { from: Some(day), ..EVERYTHING }).await, drawn);
        assert_eq!(seen(app, ada, Wanted { until: Some(day), ..EVERYTHING }).await, old);
        let both = Wanted { starred: true, from: Some(day), ..EVERYTHING };
        assert!(seen(app, ada, both).await.is_empty());
        star(app, ada, old[0], false).await.expect("no star");
        assert!(seen(app, ada, Wanted { starred: true, ..EVERYTHING }).await.is_empty());
        world.end().await;
    }

    async fn uploads_have_a_gallery_of_their_own(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada) = (&world.app, world.customer(10).await);
        make(&world, ada, "fox", 1).await;
        let mut uploads = Vec::new();
        for side in [20, 30, 40] {
            uploads.insert(0, upload(app, ada, png(&two_halves(side, side)).into()).await.expect("taken").id);
            world.pass(Duration::seconds(1));
        }
        let inputs = Wanted { kind: Kind::Input, ..EVERYTHING };
        assert_eq!(seen(app, ada, inputs).await, uploads);
        let first = list(app, ada, Wanted { limit: 2, ..inputs }).await.expect("a page");
        let rest = Wanted { cursor: first.next_cursor.as_deref(), ..inputs };
        assert_eq!(seen(app, ada, rest).await, uploads[2..]);
        star(app, ada, uploads[1], true).await.expect("starred");
        assert_eq!(seen(app, ada, Wanted { starred: true, ..inputs }).await, uploads[1..2]);
        delete_asset(app, ada, uploads[1]).await.expect("deleted");
        assert_eq!(seen(app, ada, inputs).await, [uploads[0], uploads[2]]);
        assert!(seen(app, ada, Wanted { query: Some("fox"), ..inputs }).await.is_empty(), "they have no prompt");
        world.end().await;
    }

    async fn a_search_finds_prompts_whatever_their_case_and_takes_every_sign_for_a_letter(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada) = (&world.app, world.customer(100).await);
        for prompt in ["Рыжая\n  ЛИСА", "100% wool", "1000 wolves", "snake_case", "snakeXcase", "wow!", "c:\\fox"] {
            make(&world, ada, prompt, 1).await;
            world.pass(Duration::seconds(1));
        }
        for (query, found) in [
            ("рыжая лиса", vec!["Рыжая\n  ЛИСА"]),
            ("ЛИС", vec!["Рыжая\n  ЛИСА"]),
            ("100%", vec!["100% wool"]),
            ("%%", vec![]),
            ("e_c", vec!["snake_case"]),
            ("w!", vec!["wow!"]),
            (r":\f", vec!["c:\\fox"]),
            ("WO", vec!["wow!", "1000 wolves", "100% wool"]),
        ] {
            let wanted = Wanted { query: Some(query), ..EVERYTHING };
            assert_eq!(prompts(app, ada, wanted).await, found, "{query}");
        }
        for everything in ["", " ", "w"] {
            assert_eq!(seen(app, ada, Wanted { query: Some(everything), ..EVERYTHING }).await.len(), 7);
        }
        world.end().await;
    }

    async fn wishes_that_cannot_be_are_said(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada) = (&world.app, world.customer(1).await);
        for cursor in ["", "_", "1_2", "x_0192f0c1-aaaa-7bbb-8ccc-0123456789ab", "9999999999999999999_"] {
            for kind in [Kind::Output, Kind::Input] {
                let end = list(app, ada, Wanted { kind, cursor: Some(cursor), ..EVERYTHING }).await;
                assert!(matches!(end, Err(GalleryError::BadCursor)), "{cursor}");
            }
        }
        for limit in [0, 101] {
            let end = list(app, ada, Wanted { limit, ..EVERYTHING }).await;
            assert!(matches!(end, Err(GalleryError::LimitOutOfRange)));
        }
        let long = "я".repeat(201);
        let end = list(app, ada, Wanted { query: Some(&long), ..EVERYTHING }).await;
        assert!(matches!(end, Err(GalleryError::Query(_))));
        world.end().await;
    }
}
