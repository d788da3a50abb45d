use nproxy_config::{Config, SignUp, Sources};

use crate::{MASTER_KEY, Place};

#[test]
fn the_file_wins_over_the_defaults_the_environment_over_the_file_and_a_command_over_all() {
    let place = Place::with_file("[server]\nlisten = \"127.0.0.1:1\"\ndrain_s = 5").var("NPROXY__SERVER__DRAIN_S", "6");
    let config = place.load();
    assert_eq!(config.server.listen.port(), 1, "from the file");
    assert_eq!(config.server.drain_s, 6, "from the environment");
    assert_eq!(config.database.connections_max, 10, "from the defaults");

    let mut sources = place.sources();
    sources.defaults =
        [("server.listen", "127.0.0.1:2"), ("server.stop_s", "8")].map(|(k, v)| (k.into(), v.into())).into();
    let config = Config::load(&sources).unwrap();
    assert_eq!(
        (config.server.listen.port(), config.server.stop_s),
        (1, 8),
        "a command's own defaults lie under the file"
    );
    sources.fixed.push(("server.drain_s".to_owned(), "7".to_owned()));
    assert_eq!(Config::load(&sources).unwrap().server.drain_s, 7);
}

#[test]
fn who_may_sign_up_is_one_of_three() {
    let config = Place::with_file("").load();
    assert_eq!((config.auth.signup, config.auth.require_verified), (SignUp::Open, true));
    let config = Place::with_file("[auth]\nsignup = \"invite\"").var("NPROXY__AUTH__REQUIRE_VERIFIED", "false").load();
    assert_eq!((config.auth.signup, config.auth.require_verified), (SignUp::Invite, false));
    let problems = Place::with_file("[auth]\nsignup = \"friends\"").problems();
    assert!(problems.starts_with("nproxy.toml: auth.signup: "), "{problems}");
}

#[test]
fn without_a_file_the_defaults_and_the_environment_are_enough() {
    let env = [("NPROXY__DATABASE__URL", "postgres://localhost/nproxy"), ("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY)];
    let env = env.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec();
    let config = Config::load(&Sources { env, ..Sources::default() }).unwrap();
    assert_eq!(config.models[0].id, "nano_banana");
    assert_eq!(config.providers[0].kind, "nano_banana");
}

#[test]
fn a_files_models_plans_and_providers_replace_the_default_ones() {
    let config = Place::with_file(
        r#"
        [providers.relay]
        kind = "nano_banana"
        base_url = "https://relay.example"
        [models.fast]
        label = "Fast"
        routes = [{ provider = "relay", model = "gemini-3.1-flash-image" }]
        [models.best]
        label = "Best"
        routes = [{ provider = "relay", model = "gemini-3-pro-image" }]
        [generation]
        default_model = "fast"
        "#,
    )
    .load();
    assert_eq!(config.models.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["fast", "best"]);
    assert_eq!(config.providers.len(), 1);
    let section = &config.providers[0].section;
    assert_eq!(section.path, "providers.relay");
    assert_eq!(section.values, serde_json::json!({ "base_url": "https://relay.example" }), "the plugin's own keys");
    assert_eq!(config.plans[0].id, "standard", "the file names no plan, so the default one stays");
}
