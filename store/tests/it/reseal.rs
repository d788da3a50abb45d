//! Another master key.

use nproxy_domain::ProviderId;
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::provider::ApiKey;
use nproxy_store::entities::provider_keys;
use nproxy_store::keys::{self, NewKey};
use nproxy_store::reseal::{ResealError, reseal};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use nproxy_store::{MasterKey, StoreError, both};
use secrecy::ExposeSecret as _;

fn new(label: &str, secret: &str) -> NewKey {
    NewKey {
        provider: ProviderId::from("nano_banana"),
        label: label.to_owned(),
        api_key: ApiKey::new(secret),
        account: None,
        proxy: None,
        proxy_only: false,
        limits: KeyLimits { max_in_flight: 4, rpm: None },
    }
}

both! {
    async fn everything_opens_with_the_new_master_key_and_nothing_with_the_old_one(db: TestDb) {
        let (store, env, old) = (&db.store, &db.env, &TestDb::master_key());
        store.check_master_key(env).await.unwrap();
        for (label, secret) in [("one", "secret-1"), ("two", "secret-2")] {
            let add = store.write(|tx| async move {
                keys::add(&tx, env, old, new(label, secret)).await.expect("a new key");
                Ok::<_, StoreError>(())
            });
            add.await.unwrap();
        }
        let (wrong, next) = (&MasterKey::new([8; 32]), &MasterKey::new([9; 32]));
        let refused = store.write(|tx| async move { reseal(&tx, env, wrong, next).await }).await;
        assert!(matches!(refused, Err(ResealError::WrongOldKey)), "{refused:?}");
        let done = store.write(|tx| async move { reseal(&tx, env, old, next).await }).await;
        assert_eq!(done.unwrap(), 2);
        for (label, secret) in [("one", "secret-1"), ("two", "secret-2")] {
            let rows = provider_keys::Entity::find().filter(provider_keys::Column::Label.eq(label));
            let row = rows.one(store.read()).await.unwrap().expect("it is there");
            assert_eq!(keys::open(next, &row).expect("opened").secret.expose_secret(), secret);
            assert!(keys::open(old, &row).is_err());
            assert_eq!(row.fingerprint, next.fingerprint(secret.as_bytes()), "the same secret is still found");
        }
        assert!(store.check_master_key(env).await.is_err(), "a start with the old one is refused");
    }
}
