//! A customer's pictures by every upstream that is not the first: from the form to the picture, through web and worker.

use nproxy_sandbox::{Sandbox, SandboxOptions};
use nproxy_store::testing::TestDb;
use serde_json::{Value, json};

use crate::support::{MASTER_KEY, Nproxy, Running, Site, difference, free_address, ids};

const KEY: &str = "key-one";

/// Its database, its settings and a customer; nothing runs.
struct Installation {
    nproxy: Nproxy,
    customer: Value,
    _db: TestDb,
}

impl Installation {
    /// `settings` are the provider's own.
    async fn new(provider: &str, model: &str, settings: &str) -> Self {
        let (db, address) = (TestDb::postgres().await, free_address());
        let nproxy = Nproxy::new()
            .with("NPROXY__DATABASE__URL", db.url())
            .with("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY)
            .with("NPROXY__SERVER__LISTEN", address.to_string())
            .with("NPROXY__SERVER__PUBLIC_URL", format!("http://{address}"))
            .with("NPROXY__WORKER__POLL_MS", "100");
        let model = format!("[models.m]\nlabel = \"M\"\nroutes = [{{ provider = {provider:?}, model = {model:?} }}]");
        nproxy.write("nproxy.toml", &format!("[providers.{provider}]\n{settings}\n{model}\n"));
        let create = ["users", "create", "ada@example.org", "--generate-password", "--json"];
        let created = nproxy.run(&create).await.done().json();
        nproxy.run(&["users", "grant-cycle", "ada@example.org"]).await.done();
        let customer = json!({ "email": created["user"]["email"], "password": created["password"] });
        Self { nproxy, customer, _db: db }
    }
}

/// An installation at work, with one upstream and a key of it.
struct World {
    house: Installation,
    sandbox: Sandbox,
    site: Site,
    _web: Running,
    _worker: Running,
}

impl World {
    /// `settings` are the provider's own, against the played upstream.
    async fn of(provider: &str, model: &str, settings: fn(&Sandbox) -> String) -> Self {
        let options = SandboxOptions { keys: vec![KEY.to_owned()], ..SandboxOptions::default() };
        let sandbox = Sandbox::start(options).await.unwrap();
        let house = Installation::new(provider, model, &settings(&sandbox)).await;
        house.nproxy.run_with_input(&["keys", "add", "--provider", provider, "--label", "one"], KEY).await.done();
        let web = house.nproxy.start(&["web"], &[]).await;
        let worker = house.nproxy.start(&["worker"], &[]).await;
        let site = Site::sign_in(web.url(), &house.customer).await;
        Self { house, sandbox, site, _web: web, _worker: worker }
    }

    /// What the form offers.
    async fn model(&self) -> Value {
        self.site.get("/api/v1/models").await["models"][0].clone()
    }

    /// The picture that came of it, and its bytes.
    async fn made(&self, key: &str, turn: &Value) -> (Value, Vec<u8>) {
        let answer = self.site.submit(key, turn).await;
        let [generation] = self.site.wait(&ids(&answer)).await.try_into().expect("one");
        assert_eq!(generation["state"], "succeeded", "{generation}");
        let (_, bytes) = self.site.picture(generation["asset"]["url"].as_str().unwrap()).await;
        (generation["asset"].clone(), bytes)
    }

    async fn bought(&self, pictures: u64) {
        let ledger = self.house.nproxy.run(&["ledger", "check", "--json"]).await.done().json();
        assert_eq!((&ledger["ok"], &ledger["spent"], &ledger["held"]), (&json!(true), &json!(pictures), &json!(0)));
        let bill = self.sandbox.controls().bill().totals;
        assert_eq!((bill.images_made, bill.images_delivered), (pictures, pictures));
    }
}

fn turn(resolution: &str) -> Value {
    json!({ "mode": "text_to_image", "prompt": "a red fox in the snow", "resolution": resolution, "batch_size": 1 })
}

fn edit(asset: &Value) -> Value {
    json!({
        "mode": "image_to_image", "prompt": "the same at night", "resolution": "auto", "batch_size": 1,
        "image_strength": 0.9, "inputs": [asset["id"]],
    })
}

/// The pixels that the form promises for a preset.
fn promised(model: &Value, id: &str) -> (Value, Value) {
    let preset = model["resolutions"].as_array().unwrap().iter().find(|preset| preset["id"] == id).expect("a preset");
    (preset["width"].clone(), preset["height"].clone())
}

#[tokio::test]
async fn openai_makes_what_the_form_offers_of_it() {
    let settings = |sandbox: &Sandbox| format!("base_url = {:?}\nquality = \"low\"", sandbox.openai_base_url());
    let world = World::of("openai", "gpt-image-2", settings).await;
    let model = world.model().await;
    assert_eq!((&model["inputs_max"], &model["image_strength"]), (&json!(16), &json!("emulated")));
    let (asset, first) = world.made("first", &turn("wide")).await;
    assert_eq!((asset["width"].clone(), asset["height"].clone()), promised(&model, "wide"));
    let (_, second) = world.made("second", &edit(&asset)).await;
    assert_ne!(first, second);
    world.bought(2).await;
}

#[tokio::test]
async fn kie_fetches_a_customers_picture_from_us_and_makes_another_of_it() {
    let settings = |sandbox: &Sandbox| format!("base_url = {:?}\npoll_interval_ms = 250", sandbox.kie_base_url());
    let world = World::of("kie", "nano-banana-2", settings).await;
    let model = world.model().await;
    assert_eq!((&model["inputs_max"], &model["image_strength"]), (&json!(14), &json!("emulated")));
    let (asset, first) = world.made("first", &turn("square")).await;
    assert_eq!((asset["width"].clone(), asset["height"].clone()), promised(&model, "square"));
    let (_, near) = world.made("second", &edit(&asset)).await;
    let (_, other) = world.made("third", &turn("square")).await;
    assert!(difference(&first, &near) < difference(&first, &other), "it is made from the input");
    world.bought(3).await;
}

#[tokio::test]
async fn without_a_public_address_kie_is_offered_from_text_alone() {
    // Nobody calls it.
    let world = Installation::new("kie", "nano-banana-2", "base_url = \"https://kie.example\"").await;
    let web = world.nproxy.start(&["web"], &[]).await;
    let model = Site::sign_in(web.url(), &world.customer).await.get("/api/v1/models").await["models"][0].clone();
    assert_eq!((&model["inputs_max"], &model["image_strength"]), (&json!(0), &json!("none")), "{model}");
    assert_eq!(model["label"], "M");
}
