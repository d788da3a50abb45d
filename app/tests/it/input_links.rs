//! Links by which upstreams fetch input pictures.

use chrono::Duration;
use nproxy_app::assets::{self, FetchError, follow, link};
use nproxy_app::trash::delete_asset;
use nproxy_domain::AssetId;
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use crate::world::{World, picture};

fn token(link: &url::Url) -> String {
    link.path_segments().and_then(Iterator::last).expect("a token").to_owned()
}

both! {
    async fn a_link_shows_its_picture_for_ten_minutes(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(1).await;
        let asset = assets::upload(&world.app, user, picture()).await.expect("uploaded").id;
        let link = link(&world.app, asset);
        assert!(link.path().starts_with(&format!("/inputs/{asset}/")), "{link}");
        let token = token(&link);
        let shown = follow(&world.app, asset, &token).await.expect("it is there");
        assert_eq!(shown.mime, "image/png");
        // Its work goes on.
        delete_asset(&world.app, user, asset).await.expect("deleted");
        world.pass(Duration::seconds(599));
        follow(&world.app, asset, &token).await.expect("still");
        world.pass(Duration::seconds(1));
        assert!(matches!(follow(&world.app, asset, &token).await, Err(FetchError::NotFound)));
        world.end().await;
    }

    async fn a_link_opens_nothing_but_its_picture(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(1).await;
        let mut uploaded = Vec::new();
        for _ in 0..2 {
            uploaded.push(assets::upload(&world.app, user, picture()).await.expect("uploaded").id);
        }
        let (one, other) = (uploaded[0], uploaded[1]);
        let token = token(&link(&world.app, one));
        let spoiled = format!("{}A", &token[..token.len() - 1]);
        let guesses = [(other, token.as_str()), (one, &token[1..]), (one, ""), (one, "AAAA"), (one, spoiled.as_str())];
        for (asset, guess) in guesses.into_iter().filter(|(asset, guess)| (*asset, *guess) != (one, token.as_str())) {
            let seen = follow(&world.app, asset, guess).await;
            assert!(matches!(seen, Err(FetchError::NotFound)), "{asset} {guess}: {seen:?}");
        }
        let nobody = AssetId::new(&world.app.env);
        assert!(matches!(follow(&world.app, nobody, &self::token(&link(&world.app, nobody))).await, Err(FetchError::NotFound)));
        world.end().await;
    }
}
