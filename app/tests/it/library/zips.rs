//! Pictures taken along in one file.

use std::io::{Cursor, Read as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::StreamExt as _;
use nproxy_app::assets::{Variant, Wanted, fetch, upload};
use nproxy_app::trash::delete_asset;
use nproxy_app::zips::{Busy, Content, Entry, MakeError, OpenError, ZipBody, ZipSettings, make, open, stream};
use nproxy_app::{App, Settings};
use nproxy_domain::assets::{AssetStore, AssetStoreError, Listed, Presented, Reading, Span, StorageKey};
use nproxy_domain::{AssetId, DownloadId, Timestamp, UserId};
use nproxy_store::downloads::{self, NewDownload};
use nproxy_store::entities::text::DownloadKind;
use nproxy_store::testing::TestDb;
use nproxy_store::{StoreError, both};
use url::Url;
use zip::ZipArchive;

use super::{make as paint, pictures};
use crate::assets::{given, taken};
use crate::house::{NoMail, customer, house_over};
use crate::pictures::{png, two_halves};
use crate::world::World;

/// Name and bytes of every file, as a reader of another make finds them.
fn files(zip: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).expect("a ZIP");
    let read = |archive: &mut ZipArchive<Cursor<Vec<u8>>>, nth| {
        let mut file = archive.by_index(nth).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its checksum is right");
        (file.name().expect("a name").into_owned(), bytes)
    };
    (0..archive.len()).map(|nth| read(&mut archive, nth)).collect()
}

async fn read(mut body: ZipBody) -> std::io::Result<Vec<u8>> {
    let mut all = Vec::new();
    while let Some(chunk) = body.next().await {
        all.extend_from_slice(&chunk?);
    }
    Ok(all)
}

pub async fn fetched(app: &App, user: UserId, id: DownloadId) -> Vec<(String, Vec<u8>)> {
    files(read(open(app, user, false, id).await.expect("it is there").body).await.expect("a whole ZIP"))
}

both! {
    async fn a_zip_has_the_chosen_pictures_byte_for_byte_under_readable_names(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada) = (&world.app, world.customer(10).await);
        let foxes = paint(&world, ada, "Рыжая лиса, ночью/../?", 2).await;
        let mut chosen = pictures(&world, ada, &foxes).await;
        chosen.push(upload(app, ada, png(&two_halves(30, 20)).into()).await.expect("taken").id);
        let twice: Vec<_> = chosen.iter().chain(&chosen).copied().collect();
        let id = make(app, ada, &twice).await.expect("a link");
        let files = fetched(app, ada, id).await;
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, [
            "Рыжая-лиса-ночью_2027-01-15_1of2.png",
            "Рыжая-лиса-ночью_2027-01-15_2of2.png",
            "upload_2027-01-15.png",
        ]);
        for (id, (name, bytes)) in chosen.iter().zip(&files) {
            let original = taken(given(fetch(app, ada, *id, Wanted::all(Variant::Original)).await)).await;
            assert_eq!(original, bytes, "{name}");
        }
        world.end().await;
    }

    async fn pictures_of_others_never_get_into_a_zip(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada, bob) = (&world.app, world.customer(10).await, world.customer(10).await);
        let hers = pictures(&world, ada, &paint(&world, ada, "hers", 1).await).await[0];
        let his = pictures(&world, bob, &paint(&world, bob, "his", 1).await).await[0];
        for chosen in [vec![hers], vec![his, hers], vec![his, AssetId::new(&app.env)]] {
            assert!(matches!(make(app, bob, &chosen).await, Err(MakeError::NotFound)));
        }
        let link = make(app, ada, &[hers]).await.expect("a link");
        assert!(matches!(open(app, bob, false, link).await, Err(OpenError::NotFound)), "a link is its owner's alone");
        // Whatever a link says, whose the pictures are is asked when it is followed.
        let forged = DownloadId::new(&app.env);
        let now = app.env.now();
        let new = &NewDownload {
            account: None,
            id: forged,
            user: bob,
            kind: DownloadKind::Pictures,
            assets: vec![hers, his],
            created_at: now,
            expires_at: now + chrono::Duration::hours(1),
        };
        app.store.write(|tx| async move { downloads::insert(&tx, new.clone()).await }).await.expect("kept");
        let files = fetched(app, bob, forged).await;
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["his_2027-01-15.png", "missing.txt"]);
        assert_eq!(String::from_utf8_lossy(&files[1].1), format!("picture_{hers}\n"));
        world.end().await;
    }

    async fn what_is_gone_by_then_stands_in_a_list_of_what_is_missing(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada) = (&world.app, world.customer(10).await);
        let chosen = pictures(&world, ada, &paint(&world, ada, "fox", 4).await).await;
        let id = make(app, ada, &chosen).await.expect("a link");
        delete_asset(app, ada, chosen[1]).await.expect("deleted");
        let row = nproxy_store::assets::own_live(app.store.read(), ada, &[chosen[2]]).await.expect("readable");
        world.assets.delete(&StorageKey::from_row(row[0].storage_key.clone())).await.expect("lost");
        let files = fetched(app, ada, id).await;
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["fox_2027-01-15_1of4.png", "fox_2027-01-15_4of4.png", "missing.txt"]);
        let missing = String::from_utf8_lossy(&files[2].1).into_owned();
        assert_eq!(missing, format!("fox_2027-01-15_3of4.png\npicture_{}\n", chosen[1]));
        world.end().await;
    }

    async fn a_link_is_good_for_an_hour(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada) = (&world.app, world.customer(10).await);
        let chosen = pictures(&world, ada, &paint(&world, ada, "fox", 1).await).await;
        let id = make(app, ada, &chosen).await.expect("a link");
        world.pass(chrono::Duration::minutes(59));
        fetched(app, ada, id).await;
        world.pass(chrono::Duration::minutes(1));
        assert!(matches!(open(app, ada, false, id).await, Err(OpenError::NotFound)));
        world.end().await;
    }

    async fn a_zip_of_nothing_or_of_too_much_is_refused(db: TestDb) {
        let zips = ZipSettings { pictures_max: 2, ..ZipSettings::default() };
        let world = World::with(db, 1, Settings { zips, ..Settings::default() }).await;
        let (app, ada) = (&world.app, world.customer(10).await);
        let chosen = pictures(&world, ada, &paint(&world, ada, "fox", 3).await).await;
        assert!(matches!(make(app, ada, &[]).await, Err(MakeError::Empty)));
        assert!(matches!(make(app, ada, &chosen).await, Err(MakeError::TooLarge { max: 2 })));
        make(app, ada, &[chosen[0], chosen[1], chosen[0]]).await.expect("two, however often they are named");
        world.end().await;
    }
}

const PICTURE_BYTES: usize = 200 * 1024;

/// Objects of one size, counted as they are given out; `away_after`: then it fails.
#[derive(Debug)]
struct Counted {
    given: AtomicUsize,
    away_after: usize,
}

#[async_trait]
impl AssetStore for Counted {
    async fn put(&self, _: &StorageKey, _: Bytes) -> Result<(), AssetStoreError> {
        panic!("nothing is put into it")
    }

    async fn get(&self, _: &StorageKey) -> Result<Bytes, AssetStoreError> {
        let given = self.given.fetch_add(PICTURE_BYTES, Ordering::SeqCst);
        if given / PICTURE_BYTES >= self.away_after {
            return Err(AssetStoreError::Unavailable("it is away".into()));
        }
        Ok(vec![7; PICTURE_BYTES].into())
    }

    async fn read(&self, _: &StorageKey, _: Span) -> Result<Reading, AssetStoreError> {
        panic!("a ZIP takes whole objects")
    }

    async fn size(&self, _: &StorageKey) -> Result<Option<u64>, AssetStoreError> {
        Ok(Some(PICTURE_BYTES as u64))
    }

    async fn list(&self, _: Option<&StorageKey>, _: usize) -> Result<Vec<Listed>, AssetStoreError> {
        panic!("nobody looks through it")
    }

    async fn link(&self, _: &StorageKey, _: Presented<'_>, _: Timestamp) -> Result<Option<Url>, AssetStoreError> {
        Ok(None)
    }

    fn links_origin(&self) -> Option<&str> {
        None
    }

    async fn delete(&self, _: &StorageKey) -> Result<(), AssetStoreError> {
        panic!("nothing is deleted from it")
    }
}

struct Shop {
    app: App,
    ada: UserId,
    shelf: Arc<Counted>,
    _db: TestDb,
}

impl Shop {
    async fn new(zips: ZipSettings, away_after: usize) -> Self {
        let db = TestDb::sqlite().await;
        let shelf = Arc::new(Counted { given: AtomicUsize::new(0), away_after });
        let settings = Settings { zips, ..Settings::default() };
        let app = house_over(&db, shelf.clone(), Arc::new(NoMail), settings);
        let ada = customer(&app, "ada@example.org").await.id;
        Self { app, ada, shelf, _db: db }
    }

    fn zip(&self, pictures: usize) -> Result<ZipBody, Busy> {
        let at = self.app.env.now();
        let entry = move |n| {
            let content = Content::Asset(StorageKey::from_row(format!("inputs/{n}")));
            Ok::<_, StoreError>(Entry { name: format!("{n}.png"), at, content })
        };
        stream(&self.app, self.ada, futures::stream::iter((0..pictures).map(entry)).boxed())
    }

    /// As soon as there is a place.
    async fn zip_when_there_is_room(&self) -> ZipBody {
        loop {
            match self.zip(1) {
                Ok(body) => return body,
                Err(Busy) => tokio::task::yield_now().await,
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_zip_of_500_pictures_holds_no_more_than_one_of_them_and_a_small_pipe() {
    let settings = ZipSettings::default();
    let shop = Shop::new(settings, usize::MAX).await;
    let mut body = shop.zip(500).expect("a place");
    // One picture in work, what is in the pipe, and the chunk on its way out.
    let in_flight_max = PICTURE_BYTES + settings.pipe_bytes + 64 * 1024;
    let (mut taken, mut most) = (0, 0);
    while let Some(chunk) = body.next().await {
        // Slow enough for the writer to run as far ahead as it can.
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        most = most.max(shop.shelf.given.load(Ordering::SeqCst).saturating_sub(taken));
        taken += chunk.expect("a chunk").len();
    }
    assert!(taken > 500 * PICTURE_BYTES, "{taken}");
    assert!(most >= PICTURE_BYTES && most <= in_flight_max, "{most} of at most {in_flight_max}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_fetches_two_zips_at_a_time_and_a_place_is_free_when_he_goes() {
    let shop = Shop::new(ZipSettings::default(), usize::MAX).await;
    let (first, _second) = (shop.zip(500).expect("a place"), shop.zip(500).expect("a place"));
    assert!(matches!(shop.zip(1), Err(Busy)));
    drop(first);
    let whole = read(shop.zip_when_there_is_room().await).await.expect("a whole ZIP");
    assert_eq!(files(whole).len(), 1);
    let given = shop.shelf.given.load(Ordering::SeqCst) / PICTURE_BYTES;
    assert!(given < 10, "nobody reads on for who went away: {given}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_takes_nothing_for_long_loses_the_place_and_never_gets_half_a_zip_for_a_whole_one() {
    let settings = ZipSettings { of_customer_max: 1, stall_max: Duration::from_millis(50), ..ZipSettings::default() };
    let shop = Shop::new(settings, usize::MAX).await;
    let asleep = shop.zip(500).expect("a place");
    drop(shop.zip_when_there_is_room().await);
    read(asleep).await.expect_err("it is broken off");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_goes_away_breaks_the_zip_off() {
    let shop = Shop::new(ZipSettings::default(), 3).await;
    read(shop.zip(5).expect("a place"))
        .await
        .expect_err("two pictures are not there, and nobody said that they are gone");
}
