//! What an operator can read of the pool's work.

use metrics_exporter_prometheus::PrometheusBuilder;
use nproxy_sandbox::{Conduct, Fault};

use crate::world::World;

/// Every line but the comments, as a monitoring system reads them.
fn written(work: impl Future<Output = ()>) -> Vec<String> {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    metrics::with_local_recorder(&recorder, || {
        runtime.block_on(work);
    });
    handle.render().lines().filter(|line| !line.starts_with('#')).map(ToOwned::to_owned).collect()
}

#[test]
fn attempts_failovers_losses_and_money_are_counted() {
    let lines = written(async {
        let keys = ["key-a", "key-b", "key-c"];
        let world = World::new(&keys, &keys).await;
        world.upstream().set_key("key-a", Fault::Overloaded).unwrap();
        world.upstream().set_key("key-b", Conduct::from(Fault::HalfBody).for_next(1)).unwrap();
        world.ask("a lighthouse").await;
    });
    let provider = r#"provider="nano_banana""#;
    let attempts = [("overload", 1), ("transport", 1), ("ok", 1)];
    let attempts = attempts.map(|(class, count)| {
        format!(r#"nproxy_attempts_total{{{provider},class="{class}",phase="after_handover"}} {count}"#)
    });
    let counted = [
        format!("nproxy_failovers_total{{{provider}}} 2"),
        format!("nproxy_ambiguous_losses_total{{{provider}}} 1"),
        format!("nproxy_upstream_seconds_count{{{provider}}} 3"),
        "nproxy_generation_failovers_sum 2".to_owned(),
        "nproxy_overhead_seconds_count 1".to_owned(),
    ];
    for line in attempts.iter().chain(&counted) {
        assert!(lines.contains(line), "{line} is not in {lines:#?}");
    }
    let spent = lines.iter().find(|line| line.starts_with("nproxy_estimated_spend_micro_usd_total"));
    let spent: u64 = spent.and_then(|line| line.rsplit(' ').next()).expect("it is counted").parse().unwrap();
    assert!(spent > 0 && spent.is_multiple_of(2), "what was lost and what came cost the same: {spent}");
}
