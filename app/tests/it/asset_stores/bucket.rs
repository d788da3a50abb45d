//! A product whose pictures lie in a bucket.

use std::sync::Arc;

use nproxy_app::Settings;
use nproxy_app::assets::{FetchError, Given, UploadError, Variant, Wanted, fetch, upload};
use nproxy_app::health::{HealthWatch, Kind, State};
use nproxy_domain::assets::Span;
use nproxy_store::bucket::{LinkSettings, TransferError};
use nproxy_store::testing::TestDb;

use super::played::{self, Played};
use crate::assets::{given, taken};
use crate::house::{NoMail, customer, house_over};
use crate::pictures::{png, two_halves};

/// What the process's health says of the store of pictures.
async fn storage(app: &nproxy_app::App) -> State {
    let report = HealthWatch::new(app.clone()).look().await;
    report.components.iter().find(|part| part.kind == Kind::Storage).expect("it is looked at").state
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_is_away_is_told_at_once_and_is_back_without_a_hand() {
    let (db, mut server) = (TestDb::sqlite().await, Played::start().await);
    let bucket = Arc::new(played::open(server.settings()).await);
    let app = house_over(&db, bucket, Arc::new(NoMail), Settings::default());
    let ada = customer(&app, "ada@example.org").await.id;
    let file = png(&two_halves(64, 32));
    let asset = upload(&app, ada, file.clone().into()).await.expect("it is kept");
    let all = Wanted::all(Variant::Original);
    let half = Wanted { span: Span::Last(10), ..all };
    let whole = taken(given(fetch(&app, ada, asset.id, all).await)).await;
    assert_eq!(taken(given(fetch(&app, ada, asset.id, half).await)).await, whole[whole.len() - 10..]);
    assert_eq!(storage(&app).await, State::Ok);

    server.stop();
    let away = fetch(&app, ada, asset.id, all).await;
    let Err(FetchError::Storage(error)) = away else { panic!("{away:?}") };
    let words = error.to_string();
    assert!(words.starts_with("asset store: reading: the bucket's server can't be reached: "), "{words}");
    assert!(!words.contains("nproxy-access") && !words.contains("secret"), "{words}");
    assert!(matches!(upload(&app, ada, file.clone().into()).await, Err(UploadError::Storage(_))));
    assert_eq!(storage(&app).await, State::Critical);

    server.start_again().await;
    assert_eq!(taken(given(fetch(&app, ada, asset.id, all).await)).await, whole);
    upload(&app, ada, file.into()).await.expect("it is kept again");
    assert_eq!(storage(&app).await, State::Ok);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn full_size_pictures_come_by_a_link_and_small_ones_through_us_where_that_is_configured() {
    let (db, server) = (TestDb::sqlite().await, Played::start().await);
    let links = Some(LinkSettings { lifetime_s: 60, endpoint: None });
    let settings = nproxy_store::bucket::BucketSettings { links, ..server.settings() };
    let app = house_over(&db, Arc::new(played::open(settings).await), Arc::new(NoMail), Settings::default());
    let (ada, bob) = (customer(&app, "ada@example.org").await.id, customer(&app, "bob@example.org").await.id);
    let asset = upload(&app, ada, png(&two_halves(64, 32)).into()).await.expect("it is kept");
    let saved = Wanted { save: true, ..Wanted::all(Variant::Original) };
    let linked = fetch(&app, ada, asset.id, saved).await;
    let Ok(Given::Link(link)) = linked else { panic!("{linked:?}") };
    assert_eq!(Some(link.origin().ascii_serialization().as_str()), app.assets.links_origin());
    let query: std::collections::HashMap<_, _> = link.query_pairs().collect();
    assert_eq!(query["response-content-type"], "image/png");
    assert!(query["response-content-disposition"].starts_with("attachment; filename=\"picture-2027-01-15-"));
    assert_eq!(
        (query["X-Amz-Expires"].as_ref(), query["response-cache-control"].as_ref()),
        ("60", "private, max-age=60")
    );
    assert!(matches!(fetch(&app, bob, asset.id, saved).await, Err(FetchError::NotFound)), "a foreign one has no link");
    let thumb = given(fetch(&app, ada, asset.id, Wanted::all(Variant::Thumb)).await);
    assert!(!taken(thumb).await.is_empty());
}

/// A backup of a large database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_many_pieces_comes_back_as_it_went() {
    let server = Played::start().await;
    let bucket = played::open(server.settings()).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large");
    // Two whole pieces and one of nothing; and something smaller than a piece.
    for bytes in [32 * 1024 * 1024, 3] {
        let content: Vec<u8> = (0..bytes).map(|n: u32| n.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect();
        std::fs::write(&path, &content).expect("written");
        bucket.upload(&path, "large").await.expect("it is kept");
        let listed = bucket.files("lar").await.expect("listed");
        assert_eq!((listed.len(), listed[0].name.as_str(), listed[0].bytes), (1, "large", u64::from(bytes)));
        let back = folder.path().join("back");
        let mut file = tokio::fs::File::create(&back).await.expect("made");
        assert_eq!(bucket.download("large", &mut file).await.expect("it comes"), u64::from(bytes));
        assert!(std::fs::read(&back).expect("read") == content, "the same bytes");
    }
    bucket.remove("large").await.expect("removed");
    let mut nothing = tokio::fs::File::create(&path).await.expect("made");
    let absent = bucket.download("large", &mut nothing).await;
    assert!(matches!(absent, Err(TransferError::Absent(_))), "{absent:?}");
}
