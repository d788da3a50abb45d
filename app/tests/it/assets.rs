//! A customer's pictures: uploaded, shown to their owner, removed.

use std::sync::Arc;

use bytes::Bytes;
use chrono::Duration;
use futures::TryStreamExt as _;
use nproxy_app::Settings;
use nproxy_app::assets::{
    AssetError, DeskSettings, FetchError, Fetched, Given, MemoryAssetStore, PictureError, UploadError, UploadLimits,
    Variant, Wanted, fetch, read_input, star, upload,
};
use nproxy_app::trash::{self, delete_asset};
use nproxy_domain::AssetId;
use nproxy_store::testing::TestDb;
use nproxy_store::{assets, both};

use crate::house::{customer, house, plain};
use crate::pictures::{png, two_halves};
use crate::world::World;

/// Not a link.
pub fn given(given: Result<Given, FetchError>) -> Fetched {
    match given {
        Ok(Given::Picture(picture)) => picture,
        other => panic!("{other:?}"),
    }
}

pub async fn taken(picture: Fetched) -> Bytes {
    picture.reading.pieces.try_collect::<Vec<_>>().await.expect("read to its end").concat().into()
}

both! {
    async fn an_upload_is_shown_to_its_owner_large_and_small_and_given_to_a_job(db: TestDb) {
        let app = plain(&db);
        let ada = customer(&app, "ada@example.org").await.id;
        let file = png(&two_halves(1024, 512));
        let asset = upload(&app, ada, file.into()).await.unwrap();
        assert_eq!((asset.width, asset.height, asset.mime.as_str()), (1024, 512, "image/png"));

        let original = given(fetch(&app, ada, asset.id, Wanted::all(Variant::Original)).await);
        assert_eq!(original.mime, "image/png");
        let id = asset.id.to_string();
        let name = format!("inline; filename=\"picture-2027-01-15-{}.png\"", &id[id.len() - 8..]);
        assert_eq!(original.disposition, name);
        let original = taken(original).await;
        assert_eq!(image::load_from_memory(&original).unwrap().to_rgb8(), two_halves(1024, 512));
        let thumb = given(fetch(&app, ada, asset.id, Wanted::all(Variant::Thumb)).await);
        assert_eq!(thumb.mime, "image/jpeg");
        assert_eq!(image::load_from_memory(&taken(thumb).await).unwrap().width(), 512);

        let row = assets::own_live(db.store.read(), ada, &[asset.id]).await.unwrap().pop().unwrap();
        assert_eq!((row.bytes, row.hash.len()), (i64::try_from(original.len()).unwrap(), 32));
        let input = read_input(&app, &row).await.unwrap();
        assert_eq!((input.mime.as_str(), input.bytes), ("image/png", original));
    }

    async fn a_foreign_or_deleted_picture_is_as_unknown_as_one_that_never_was(db: TestDb) {
        let app = plain(&db);
        let (ada, bob) = (customer(&app, "ada@example.org").await.id, customer(&app, "bob@example.org").await.id);
        let file = Bytes::from(png(&two_halves(20, 20)));
        let (kept, gone) = (upload(&app, ada, file.clone()).await.unwrap(), upload(&app, ada, file).await.unwrap());
        delete_asset(&app, ada, gone.id).await.unwrap();
        for (user, id) in [(bob, kept.id), (ada, gone.id), (ada, AssetId::new(&db.env))] {
            let seen = fetch(&app, user, id, Wanted::all(Variant::Thumb)).await;
            assert!(matches!(seen, Err(FetchError::NotFound)), "{seen:?}");
            assert!(matches!(delete_asset(&app, user, id).await, Err(AssetError::NotFound)));
            assert!(matches!(star(&app, user, id, true).await, Err(AssetError::NotFound)));
        }
        fetch(&app, ada, kept.id, Wanted::all(Variant::Original)).await.unwrap();
        // As inputs of a turn: own and live ones only, in the customer's order.
        let both = [gone.id, kept.id];
        assert_eq!(assets::own_live(db.store.read(), ada, &both).await.unwrap().len(), 1);
        assert!(assets::own_live(db.store.read(), bob, &both).await.unwrap().is_empty());
        assert_eq!(assets::by_ids(db.store.read(), &both).await.unwrap().len(), 2);
    }

    async fn who_uploaded_so_many_within_an_hour_waits_until_the_oldest_is_an_hour_old(db: TestDb) {
        let uploads = UploadLimits { per_hour_max: 2, ..UploadLimits::default() };
        let world = World::with(db, 0, Settings { uploads, ..Settings::default() }).await;
        let (app, ada, bob) = (&world.app, world.visitor().await, world.visitor().await);
        let file = Bytes::from(png(&two_halves(20, 20)));
        let first = upload(app, ada, file.clone()).await.expect("taken");
        world.pass(Duration::minutes(10));
        upload(app, ada, file.clone()).await.expect("taken");
        // Taking it away makes no room for another one.
        delete_asset(app, ada, first.id).await.expect("deleted");
        let refused = upload(app, ada, file.clone()).await;
        assert!(matches!(refused, Err(UploadError::TooMany { wait_s: 3000 })), "{refused:?}");
        upload(app, bob, file.clone()).await.expect("another's are no business of his");
        world.pass(Duration::minutes(50));
        upload(app, ada, file).await.expect("taken");
        world.end().await;
    }

    async fn the_uploads_of_a_customer_take_so_much_room_and_less_without_a_month(db: TestDb) {
        let file = Bytes::from(png(&two_halves(20, 20)));
        let uploads = UploadLimits { per_hour_max: 0, unpaid_bytes_max: 1, bytes_max: 2 * file.len() as u64 };
        let world = World::with(db, 0, Settings { uploads, ..Settings::default() }).await;
        let (app, ada) = (&world.app, world.visitor().await);
        let full = async || matches!(upload(app, ada, file.clone()).await, Err(UploadError::NoRoom));
        let first = upload(app, ada, file.clone()).await.expect("taken");
        assert!(full().await, "without a month");
        world.grant(ada, 10).await;
        while !full().await {}
        delete_asset(app, ada, first.id).await.expect("deleted");
        assert!(full().await, "it can be brought back");
        world.pass(Duration::days(31));
        world.grant(ada, 10).await;
        trash::purge(app).await.expect("done");
        upload(app, ada, file.clone()).await.expect("there is room again");
        world.end().await;
    }

    async fn a_file_that_is_refused_leaves_nothing(db: TestDb) {
        let store = Arc::new(MemoryAssetStore::default());
        let pictures = DeskSettings { uploads_max: 1, ..Default::default() };
        let settings = Settings { pictures, ..Default::default() };
        let app = house(&db, store.clone(), plain(&db).mailer.clone(), settings);
        let ada = customer(&app, "ada@example.org").await.id;
        let refused = upload(&app, ada, Bytes::from_static(b"GIF89a")).await;
        assert!(matches!(refused, Err(UploadError::Picture(PictureError::Unsupported))));
        assert!(store.keys().is_empty());
        upload(&app, ada, png(&two_halves(20, 20)).into()).await.unwrap();
        assert_eq!(store.keys().len(), 2);
    }
}
