//! Customers' programs that keep asking for pictures.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::{Site, ids};

/// Pictures of one turn.
pub const BATCH: u64 = 4;
/// Asked for before the first is waited for.
const TURNS_AT_ONCE: usize = 8;

/// A turn of so many pictures.
pub fn turn(model: Option<&str>, prompt: &str) -> Value {
    let mut turn = json!({ "mode": "text_to_image", "prompt": prompt, "resolution": "square", "batch_size": BATCH });
    if let Some(model) = model {
        turn["model"] = json!(model);
    }
    turn
}

pub fn succeeded(generation: &Value) -> bool {
    generation["state"] == "succeeded"
}

/// A customer who never rests. The name must be new with every call.
struct Customer<'a> {
    site: &'a Site,
    name: String,
    models: &'a [String],
}

impl Customer<'_> {
    /// Asks for so many turns and gives what became of each picture.
    async fn asks_for(&self, turns: u64) -> Vec<Value> {
        let mut ended = Vec::new();
        let all: Vec<u64> = (0..turns).collect();
        for some in all.chunks(TURNS_AT_ONCE) {
            let mut generations = Vec::new();
            for n in some {
                let model = &self.models[usize::try_from(*n).unwrap() % self.models.len()];
                let key = format!("{}-turn-{n}", self.name);
                let answer =
                    self.site.submit(&key, &turn(Some(model), &format!("picture {n} for {}", self.name))).await;
                generations.extend(ids(&answer));
            }
            let all = self.site.wait(&generations).await;
            // As the web app would.
            if let Some(seen) = all.iter().find(|generation| succeeded(generation)) {
                let (_, bytes) = self.site.picture(seen["asset"]["url"].as_str().unwrap()).await;
                assert!(!bytes.is_empty());
            }
            ended.extend(all);
        }
        ended
    }
}

/// All customers ask for so many pictures together, each for as many turns of each model.
pub async fn ask(sites: Vec<Site>, round: &str, models: &[String], pictures: u64) -> (Vec<Site>, Vec<Value>) {
    let turns = pictures.div_ceil(BATCH).div_ceil(sites.len() as u64);
    let mut asking = JoinSet::new();
    for (n, site) in sites.into_iter().enumerate() {
        let (name, models) = (format!("{round}-{n}"), models.to_vec());
        asking.spawn(async move {
            let ended = Customer { site: &site, name, models: &models }.asks_for(turns).await;
            (site, ended)
        });
    }
    let (mut sites, mut ended) = (Vec::new(), Vec::new());
    while let Some(done) = asking.join_next().await {
        let (site, pictures) = done.expect("a customer's program goes on");
        sites.push(site);
        ended.extend(pictures);
    }
    (sites, ended)
}
