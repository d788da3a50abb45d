use secrecy::ExposeSecret as _;

use crate::{MASTER_KEY, Place};

#[test]
fn a_text_stays_a_text_however_much_it_looks_like_a_number() {
    let place = Place::with_file(
        "[models.nano_banana]\nlabel = \"x\"\nroutes = [{ provider = \"nano_banana\", model = \"m\" }]",
    )
    .var("NPROXY__MODELS__NANO_BANANA__LABEL", "0012")
    .var("NPROXY__PROVIDERS__NANO_BANANA__SOME_SECRET", "true");
    let config = place.load();
    assert_eq!(config.models[0].label, "0012");
    assert_eq!(config.providers[0].section.values["some_secret"], "true");
}

#[test]
fn a_number_is_read_as_a_number_where_the_key_is_one() {
    let place = Place::with_file("").var("NPROXY__KEYS__COOLDOWN_S", "42");
    assert_eq!(place.load().keys.cooldown_s, 42);
    let place = Place::with_file("").var("NPROXY__KEYS__COOLDOWN_S", "soon");
    assert_eq!(
        place.problems(),
        "environment variable NPROXY__KEYS__COOLDOWN_S: keys.cooldown_s: \"soon\" is not a whole number"
    );
}

#[test]
fn a_secret_may_lie_in_a_file() {
    let place = Place::bare("[database]\nurl = \"postgres://localhost/nproxy\"");
    let secret = place.dir.path().join("master");
    std::fs::write(&secret, format!("{MASTER_KEY}\n")).unwrap();
    let place = place.var("NPROXY__SECRETS__MASTER_KEY_FILE", secret.to_str().unwrap());
    assert_eq!(place.load().secrets.master_key.expose_secret(), MASTER_KEY);

    let text = format!("[secrets]\nmaster_key_file = {secret:?}\n[database]\nurl = \"postgres://localhost/nproxy\"");
    let mut in_toml = Place::bare(&text);
    in_toml.env.clear();
    assert_eq!(in_toml.load().secrets.master_key.expose_secret(), MASTER_KEY);
}

#[test]
fn a_secret_file_that_is_not_there_is_named() {
    let place = Place::with_file("").var("NPROXY__SECRETS__MASTER_KEY_FILE", "/nowhere/master");
    assert_eq!(
        place.problems(),
        "environment variable NPROXY__SECRETS__MASTER_KEY_FILE: secrets.master_key: \
         /nowhere/master can't be read: No such file or directory (os error 2)"
    );
}

#[test]
fn other_variables_are_none_of_its_business() {
    Place::with_file("").var("NPROXY_CONFIG", "x").var("HOME", "/home/nproxy").load();
}
