//! The figures of a run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use nproxy_sandbox::{Deed, Service};
use nproxy_store::testing::sea_orm::prelude::Uuid;

use super::books::{Books, class, spent};
use super::world::provider;

impl Books {
    /// The figures of a run.
    pub fn summary(&self) -> String {
        let mut out = String::new();
        let mut states: BTreeMap<String, usize> = BTreeMap::new();
        for row in &self.generations {
            let told = row.error_code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
            *states.entry(format!("{:?}{told}", row.state)).or_default() += 1;
        }
        writeln!(out, "pictures: {states:?}").unwrap();
        let mut tries: BTreeMap<Uuid, usize> = BTreeMap::new();
        for row in &self.attempts {
            *tries.entry(row.generation_id).or_default() += 1;
        }
        let most = tries.values().max().copied().unwrap_or_default();
        writeln!(out, "attempts: {}, at most {most} for a picture", self.attempts.len()).unwrap();
        writeln!(out, "{:>12} {:>7} {:>7} {:>7} {:>8} {:>8}", "", "calls", "billed", "good", "lost yes", "unknown")
            .unwrap();
        for service in Service::ALL {
            let of = |spent_as: &'static str| {
                self.attempts.iter().filter(move |row| row.provider == provider(service) && spent(row) == spent_as)
            };
            let calls = || self.calls.iter().filter(|call| call.service == service && call.deed == Deed::Generate);
            let billed = calls().filter(|call| call.billed_micro_usd > 0).count();
            let good = of("yes").filter(|row| class(row) == "ok").count();
            let (yes, unknown) = (of("yes").count(), of("unknown").count());
            let name = provider(service);
            writeln!(out, "{name:>12} {:>7} {billed:>7} {good:>7} {:>8} {unknown:>8}", calls().count(), yes - good)
                .unwrap();
        }
        let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &self.attempts {
            *classes.entry(class(row)).or_default() += 1;
        }
        writeln!(out, "classes: {classes:?}").unwrap();
        let shared = self.attempts.iter().filter(|row| row.shared).count();
        write!(out, "shared causes: {}, with {shared} attempts", self.incidents.len()).unwrap();
        out
    }
}
