//! What the plugin says of itself.

use std::collections::BTreeSet;

use nproxy_domain::provider::{Capabilities, ImageProvider, ImageStrength, Resolution};

use crate::promise::{Findings, Promise::CapabilitiesAreSane};

/// A turn holds at most this many pictures.
const BATCH_MAX: u8 = 4;
const SIDE_PX_MIN: u32 = 64;
const SIDE_PX_MAX: u32 = 16_384;
/// Real sizes are multiples of the models' blocks, so they miss the ratio by a little.
const RATIO_MISS_MAX: f64 = 0.06;
/// One picture for ten dollars is a unit mixed up.
const PRICE_MICRO_USD_MAX: i64 = 10_000_000;

pub(crate) fn run(provider: &dyn ImageProvider, findings: &mut Findings) {
    let about = provider.about();
    let mut demand = |kept: bool, at: &str, what: &str| {
        findings.demand(kept, CapabilitiesAreSane, &format!("about(): {at}"), || what.to_owned());
    };
    demand(about.id.0.ends_with("_of_the_kit"), "id", "it is the section's id, not the kind");
    demand(!about.hosts.is_empty(), "hosts", "no host, so no request can be sent");
    for host in &about.hosts {
        let bare = host.path() == "/" && host.query().is_none() && host.username().is_empty();
        demand(bare && host.has_host(), "hosts", &format!("{host} is more than scheme, host and port"));
    }
    for host in &about.download_hosts {
        demand(!host.is_empty() && !host.contains(['/', ':']), "download_hosts", &format!("{host:?} is no host name"));
    }
    demand(!about.models.is_empty(), "models", "there is none");
    let names: BTreeSet<&str> = about.models.iter().map(|m| m.name.as_str()).collect();
    demand(names.len() == about.models.len(), "models", "a name stands twice");
    for model in &about.models {
        capabilities(&model.capabilities, &mut |kept, what| demand(kept, &model.name, what));
    }
}

fn capabilities(can: &Capabilities, demand: &mut dyn FnMut(bool, &str)) {
    demand(
        (1..=BATCH_MAX).contains(&can.batch_max),
        &format!("batch_max is {}, not from 1 to {BATCH_MAX}", can.batch_max),
    );
    demand(can.prompt_chars_max > 0, "prompt_chars_max 0 refuses every prompt");
    let strength_without_inputs = can.inputs_max == 0 && can.image_strength != ImageStrength::None;
    demand(!strength_without_inputs, "image_strength without any input");
    demand(!can.resolutions.is_empty(), "no resolution");
    let ids: BTreeSet<&str> = can.resolutions.iter().map(|r| r.id.as_str()).collect();
    let labels: BTreeSet<&str> = can.resolutions.iter().map(|r| r.label.as_str()).collect();
    demand(ids.len() == can.resolutions.len(), "a resolution's id stands twice");
    demand(labels.len() == can.resolutions.len(), "a resolution's label stands twice");
    for resolution in &can.resolutions {
        preset(resolution, demand);
    }
}

fn preset(resolution: &Resolution, demand: &mut dyn FnMut(bool, &str)) {
    let Resolution { id, label, width, height, .. } = resolution;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    demand(!id.is_empty() && id.chars().all(plain), &format!("resolution id {id:?} is not of a-z, 0-9 and '-'"));
    demand(!label.trim().is_empty(), &format!("resolution {id} has no label"));
    let side = SIDE_PX_MIN..=SIDE_PX_MAX;
    demand(side.contains(width) && side.contains(height), &format!("resolution {id} is {width}x{height} pixels"));
    if let Some(shape) = resolution.aspect {
        let told = f64::from(shape.wide) / f64::from(shape.high);
        let real = f64::from(*width) / f64::from((*height).max(1));
        demand(
            (real / told - 1.0).abs() <= RATIO_MISS_MAX,
            &format!("resolution {id}: {width}x{height} is not {shape}"),
        );
    }
    if let Some(price) = resolution.price {
        let sane = (1..=PRICE_MICRO_USD_MAX).contains(&price.0);
        demand(sane, &format!("resolution {id} costs {} micro-USD; unknown is None, never 0", price.0));
    }
}
