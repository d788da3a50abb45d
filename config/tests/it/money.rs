//! What is sold and who takes the money for it.

use nproxy_domain::plugin::ConfigError;

use crate::Place;

const PLAN: &str = "[plans.basic]\nlabel = \"Basic\"\nrequest_limit = 100\nmonths = 1\n";

fn plan(price: &str, currency: &str) -> Place {
    Place::with_file(&format!("{PLAN}price = {price}\ncurrency = {currency:?}"))
}

#[test]
fn a_price_is_exact_however_it_is_written() {
    for (price, currency, shown, minor_units) in [
        ("\"9.00\"", "USD", "9.00 USD", 900),
        ("9.99", "eur", "9.99 EUR", 999),
        ("9", "USD", "9.00 USD", 900),
        ("\"500\"", "JPY", "500 JPY", 500),
    ] {
        let config = plan(price, currency).load();
        let plan = &config.plans[0];
        assert_eq!((plan.price.to_string().as_str(), plan.price.minor_units), (shown, minor_units));
        assert!(plan.on_sale, "unless the file says otherwise");
    }
    let dearer = Place::with_file("").var("NPROXY__PLANS__STANDARD__PRICE", "12.50");
    assert_eq!(dearer.load().plans[0].price.to_string(), "12.50 USD");
}

#[test]
fn a_price_that_is_none_is_named_with_its_key() {
    for (price, currency, told) in [
        ("\"9.999\"", "USD", "price: \"9.999\" is not an amount of USD, which has 2 decimals and no sign"),
        ("\"9.50\"", "JPY", "price: \"9.50\" is not an amount of JPY, which has 0 decimals and no sign"),
        ("-9", "USD", "price: \"-9\" is not an amount of USD"),
        ("\"cheap\"", "USD", "price: \"cheap\" is not an amount of USD"),
        ("[9]", "USD", "price: invalid type"),
        ("\"9\"", "dollars", "currency: \"dollars\" is not a currency: three letters like \"USD\" are needed"),
        ("\"9\"", "U5D", "currency: \"U5D\" is not a currency"),
        ("\"0.00\"", "USD", "price: what is on sale costs something"),
        ("\"1000000.01\"", "USD", "price: 1000000.01 USD is more than 1000000.00 USD"),
    ] {
        let problems = plan(price, currency).problems();
        assert!(problems.starts_with(&format!("nproxy.toml: plans.basic.{told}")), "{problems}\nexpected {told}");
    }
    let unpriced = Place::with_file(PLAN).problems();
    assert_eq!(unpriced, "nproxy.toml: plans.basic.price: is not set");
    assert!(plan("0\non_sale = false", "USD").load().plans[0].price.minor_units == 0, "it is only granted");
}

#[test]
fn there_is_always_a_plan() {
    let problems = Place::with_file("[plans]").problems();
    assert!(problems.starts_with("nproxy.toml: plans: there must be at least one plan"), "{problems}");
}

#[test]
fn the_rules_of_billing_have_bounds() {
    let billing = Place::with_file("").load().billing;
    assert_eq!((billing.grace_days, billing.missing_permille_max, billing.poll_s), (0, 5, 45));
    for (key, value) in [
        ("grace_days", 61),
        ("missing_permille_max", 101),
        ("excess_permille_max", 1001),
        ("invoices_per_day_max", 0),
        ("processor_timeout_s", 0),
        ("poll_s", 0),
        ("watch_days", 0),
        ("offers_cache_s", 86_401),
    ] {
        let problems = Place::with_file(&format!("[billing]\n{key} = {value}")).problems();
        assert!(problems.starts_with(&format!("nproxy.toml: billing.{key}: {value} is not between")), "{problems}");
    }
    let problems = Place::with_file("[billing]\nsupport = \"two\\nlines\"").problems();
    assert_eq!(problems, "nproxy.toml: billing.support: must be one line of at most 200 characters");
}

#[test]
fn nobody_takes_money_unless_the_operator_says_so() {
    assert!(Place::with_file("").load().processors.is_empty());
    let place = Place::with_file("[processors.btcpay]\nstore_id = \"s\"\n[processors.second]\nkind = \"btcpay\"");
    let config = place.var("NPROXY__PROCESSORS__SECOND__API_KEY", "s3cr3t").load();
    let [first, second] = &config.processors[..] else { panic!("two processors") };
    assert_eq!((first.kind.as_str(), first.section.path.as_str()), ("btcpay", "processors.btcpay"));
    assert_eq!(first.section.values, serde_json::json!({ "store_id": "s" }), "what the plugin reads");
    assert_eq!((second.kind.as_str(), second.section.id.as_str()), ("btcpay", "second"));
    assert_eq!(second.section.values["api_key"], "s3cr3t");

    let problems = Place::with_file("[processors.Btc]\n[processors.manual]\nkind = 7").problems();
    assert!(problems.contains("nproxy.toml: processors.manual.kind: is not text"), "{problems}");
    let problems = Place::with_file("[processors.Btc]").problems();
    assert!(problems.starts_with("nproxy.toml: processors.Btc: an id is 1 to 40 lower-case letters"), "{problems}");
}

#[test]
fn credentials_may_lie_in_files_and_are_never_shown() {
    let place = Place::with_file("[processors.btcpay]\napi_key = 90909090\npassword = \"s3cr\\\"3t\"");
    let secret = place.dir.path().join("webhook");
    std::fs::write(&secret, "from-a-file\n").unwrap();
    let place = place.var("NPROXY__PROCESSORS__BTCPAY__WEBHOOK_SECRET_FILE", secret.to_str().unwrap());
    let config = place.load();
    assert_eq!(config.processors[0].section.values["webhook_secret"], "from-a-file");
    let complaint = |key: &str, reason: &str| {
        let error = ConfigError { key: format!("processors.btcpay.{key}"), reason: reason.to_owned() };
        config.problem(error).reason
    };
    for (key, quoting) in [
        ("api_key", "invalid type: integer `90909090`, expected a string"),
        ("password", "invalid value: string \"s3cr\\\"3t\", expected nothing"),
        ("webhook_secret", "\"from-a-file\" is too short"),
    ] {
        assert_eq!(complaint(key, quoting), "has the wrong type or form");
    }
    assert_eq!(complaint("api_key", "is empty"), "is empty", "a plain reason is told");
    assert_eq!(complaint("store_id", "is not set"), "is not set");
}
