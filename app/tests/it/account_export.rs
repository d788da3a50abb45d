//! Everything of an account, taken along in one file.

use bytes::Bytes;
use nproxy_app::accounts::sign_in;
use nproxy_app::assets::upload;
use nproxy_app::trash::delete_asset;
use nproxy_app::zips::{OpenError, make_of_account, open};
use nproxy_domain::UserId;
use nproxy_store::both;
use nproxy_store::testing::TestDb;
use serde_json::{Value, json};

use crate::house::{PASSWORD, credentials, customer};
use crate::library::zips::fetched;
use crate::library::{make as paint, pictures};
use crate::pictures::{png, two_halves};
use crate::till::pay;
use crate::world::World;

const ADA: &str = "ada@example.org";

struct Export(Vec<(String, Vec<u8>)>);

impl Export {
    async fn of(world: &World, user: UserId) -> Self {
        let id = make_of_account(&world.app, user).await.expect("a link");
        Self(fetched(&world.app, user, id).await)
    }

    fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).collect()
    }

    fn json(&self, name: &str) -> Value {
        let (_, bytes) =
            self.0.iter().find(|(named, _)| named == name).unwrap_or_else(|| panic!("{name}: {:?}", self.names()));
        serde_json::from_slice(bytes).expect("JSON")
    }
}

both! {
    async fn an_export_has_the_account_the_purchases_what_was_asked_and_the_pictures(db: TestDb) {
        let world = World::new(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        pay(&world, ada.id, 10).await;
        sign_in(app, credentials(ADA, PASSWORD, "192.0.2.1")).await.expect("signed in");
        let foxes = pictures(&world, ada.id, &paint(&world, ada.id, "a red fox", 2).await).await;
        let original = Bytes::from(png(&two_halves(30, 20)));
        let uploaded = upload(app, ada.id, original).await.expect("taken");
        let gone = upload(app, ada.id, png(&two_halves(8, 8)).into()).await.expect("taken");
        delete_asset(app, ada.id, gone.id).await.expect("deleted");
        let bob = world.customer(10).await;
        paint(&world, bob, "a secret of bobs", 1).await;

        let export = Export::of(&world, ada.id).await;
        assert_eq!(export.names(), [
            "account.json",
            "sessions.json",
            "payments.json",
            "subscriptions.json",
            "conversations/a-red-fox_2027-01-15.json",
            "pictures/a-red-fox_2027-01-15_2of2.png",
            "pictures/a-red-fox_2027-01-15_1of2.png",
            "pictures/upload_2027-01-15.png",
            "pictures.json",
        ]);
        let account = export.json("account.json");
        assert_eq!((&account["email"], &account["id"]), (&json!(ADA), &json!(ada.id)));
        let sessions = export.json("sessions.json");
        assert_eq!(sessions[0]["address"], "192.0.2.1");
        assert_eq!(export.json("payments.json")[0]["state"], "paid");
        let month = export.json("subscriptions.json")[0].clone();
        assert_eq!(month["request_limit"], 10);
        assert!(month.get("spent").is_none() && month.get("held").is_none(), "what is left is the admins' to know");
        let talk = export.json("conversations/a-red-fox_2027-01-15.json");
        let turn = &talk["turns"][0];
        assert_eq!((&turn["prompt"], &turn["batch_size"]), (&json!("a red fox"), &json!(2)));
        let listed = export.json("pictures.json");
        let line = |id| listed.as_array().unwrap().iter().find(|line| line["id"] == json!(id)).expect("a line");
        for (slot, fox) in foxes.iter().enumerate() {
            assert_eq!(turn["generations"][slot]["picture"], json!(fox));
            assert_eq!(line(*fox)["file"], format!("pictures/a-red-fox_2027-01-15_{}of2.png", slot + 1));
        }
        assert_eq!(line(uploaded.id)["kind"], "input");
        let all = export.0.iter().flat_map(|(_, bytes)| bytes).copied().collect::<Vec<_>>();
        let all = String::from_utf8_lossy(&all);
        for secret in ["argon2", "token_hash", "a secret of bobs"] {
            assert!(!all.contains(secret), "{secret}");
        }
        world.end().await;
    }

    async fn long_conversations_and_many_of_them_are_all_there(db: TestDb) {
        let world = World::new(db).await;
        let app = &world.app;
        let ada = world.customer(10).await;
        paint(&world, ada, "the first", 1).await;
        // As many turns as two files hold and one more, by copying the one that there is.
        for n in 0..400 {
            world.sql(format!(
                "INSERT INTO turns (id, user_id, conversation_id, idempotency_key, body_hash, model, mode, prompt, resolution,
                    width, height, batch_size, created_at)
                 SELECT {}, user_id, conversation_id, 'k{n}', body_hash, model, mode, prompt, resolution, width, height,
                    batch_size, created_at FROM turns LIMIT 1", id(&world)
            )).await;
        }
        for _ in 0..101 {
            nproxy_app::conversations::create(app, ada, Some("empty")).await.expect("created");
        }
        let export = Export::of(&world, ada).await;
        let talks: Vec<_> = export.names().into_iter().filter(|name| name.starts_with("conversations/")).collect();
        assert_eq!(talks.len(), 3 + 101);
        let turns: usize = talks.iter().map(|name| export.json(name)["turns"].as_array().map_or(0, Vec::len)).sum();
        assert_eq!(turns, 401);
        world.end().await;
    }

    async fn many_pictures_stand_in_several_lists_each_in_one(db: TestDb) {
        let world = World::new(db).await;
        let app = &world.app;
        let ada = world.customer(10).await;
        upload(app, ada, png(&two_halves(8, 8)).into()).await.expect("taken");
        for n in 0..1001 {
            world.sql(format!(
                "INSERT INTO assets (id, owner_id, kind, storage_key, mime, width, height, bytes, hash, created_at)
                 SELECT {}, owner_id, kind, 'inputs/copy-{n}', mime, width, height, bytes, hash, created_at
                 FROM assets LIMIT 1", id(&world)
            )).await;
        }
        let export = Export::of(&world, ada).await;
        let lists: Vec<_> = ["pictures.json", "pictures_2.json"].map(|name| export.json(name)).into();
        let lines: Vec<_> = lists.iter().flat_map(|list| list.as_array().expect("a list")).collect();
        assert_eq!((lists[0].as_array().map(Vec::len), lines.len()), (Some(1000), 1002));
        let of = |field: &str| lines.iter().map(|line| line[field].to_string()).collect::<std::collections::HashSet<_>>();
        assert_eq!((of("id").len(), of("file").len()), (1002, 1002), "each once, under a name of its own");
        world.end().await;
    }

    async fn nobody_else_opens_an_export_and_it_goes_with_the_account(db: TestDb) {
        let world = World::new(db).await;
        let app = &world.app;
        let (ada, bob) = (world.visitor().await, world.visitor().await);
        let id = make_of_account(app, ada).await.expect("a link");
        assert!(matches!(open(app, bob, false, id).await, Err(OpenError::NotFound)));
        let export = Export::of(&world, ada).await;
        assert_eq!(export.names(), ["account.json", "sessions.json", "payments.json", "subscriptions.json", "pictures.json"]);
        world.sql(format!("UPDATE users SET delete_after = created_at WHERE email = '{ada}@example.com'")).await;
        world.pass(chrono::Duration::minutes(1));
        assert_eq!(nproxy_app::accounts::erase_closed(app).await.expect("the database is there"), 1);
        assert!(matches!(open(app, ada, false, id).await, Err(OpenError::NotFound)));
        assert_eq!(crate::post::post(&world).await.len(), 1);
        world.end().await;
    }
}

/// A new one, as SQL spells it.
fn id(world: &World) -> String {
    let id = world.app.env.uuid();
    match world.app.store.backend() {
        nproxy_store::DbBackend::Sqlite => format!("x'{}'", id.simple()),
        _ => format!("'{id}'"),
    }
}
