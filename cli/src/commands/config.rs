//! `nproxy config ..`

use std::path::Path;

use nproxy_config::Config;
use serde_json::json;

use crate::args::ConfigCommand;
use crate::out::Out;
use crate::parts::{Parts, World};
use crate::sources;

pub fn run(command: &ConfigCommand, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    match command {
        ConfigCommand::Check => {
            let sources = sources::of_process(file);
            let from = sources.file.as_ref().map(|path| path.display().to_string());
            let parts = Parts::build(Config::load(&sources)?, World::Real)?;
            let providers: Vec<&str> = parts.providers.keys().map(|id| id.0.as_str()).collect();
            let models: Vec<&str> = parts.catalog.models().iter().map(|m| m.id.as_str()).collect();
            let plans: Vec<&str> = parts.config.plans.iter().map(|p| p.id.as_str()).collect();
            out.say(
                &json!({ "ok": true, "file": from, "providers": providers, "models": models, "plans": plans }),
                || {
                    format!(
                        "The configuration is good ({}).\nproviders: {}\nmodels: {}\nplans: {}",
                        from.as_deref().unwrap_or("defaults and environment, no file"),
                        providers.join(", "),
                        models.join(", "),
                        plans.join(", ")
                    )
                },
            );
            Ok(())
        }
    }
}
