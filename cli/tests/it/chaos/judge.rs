//! What came of it all, judged from the played world's own fault schedule and bill.

use std::collections::BTreeSet;
use std::time::SystemTime;

use nproxy_domain::generation::{ErrorCode, Fault as Whose};
use nproxy_domain::outcome::Class;
use nproxy_sandbox::{Call, Changed, Fault, Service};
use nproxy_store::entities::text::GenerationState;
use nproxy_store::entities::{attempts, generations};
use nproxy_store::testing::sea_orm::prelude::Uuid;

use super::books::{Books, begun_ms, class, fallen, millis, spent};
use super::matching::{Span, left_over, matched};
use super::world::KeyPlan;

/// The clocks of two processes are read at different moments.
const APART_MS: i64 = 20;
/// A request that was given up, or whose worker was killed, may still be on its way.
const LATE_MS: i64 = 3000;

impl Books {
    /// Everything that is wrong; `asked` pictures were asked for.
    pub fn faults(&self, asked: usize) -> Vec<String> {
        let mut wrong = Vec::new();
        self.everything_has_ended(asked, &mut wrong);
        self.what_was_spent_was_delivered(&mut wrong);
        for (n, key) in self.keys.iter().enumerate() {
            self.what_was_billed_is_on_record(n, key, &mut wrong);
        }
        for generation in self.generations.iter().filter(|row| row.state == GenerationState::Failed) {
            self.nobody_could_have_made_it(generation, &mut wrong);
        }
        self.keys_fell_for_faults_of_their_own(&mut wrong);
        wrong
    }

    fn everything_has_ended(&self, asked: usize, wrong: &mut Vec<String>) {
        let there = self.generations.len();
        if there != asked {
            wrong.push(format!("{asked} pictures were asked for, {there} are on record"));
        }
        let open = self.generations.iter().filter(|row| row.finished_at.is_none()).count();
        let attempts = self.attempts.iter().filter(|row| row.ended_at.is_none()).count();
        if open + attempts > 0 {
            wrong.push(format!("{open} pictures and {attempts} attempts have no end"));
        }
        for (label, row) in self.rows.iter().filter(|(_, row)| row.in_flight != 0 || row.resorting) {
            wrong.push(format!("{label} leaked: {} in flight, resorting {}", row.in_flight, row.resorting));
        }
    }

    fn what_was_spent_was_delivered(&self, wrong: &mut Vec<String>) {
        let made: Vec<_> = self.generations.iter().filter(|row| row.state == GenerationState::Succeeded).collect();
        let shown: BTreeSet<_> = made.iter().filter_map(|row| row.asset_id).collect();
        let kept: BTreeSet<_> = self.assets.iter().map(|row| row.id).collect();
        let good: BTreeSet<_> = self.of_class(Class::Ok).map(|row| row.generation_id).collect();
        let spent = (self.ledger["spent"].as_u64(), self.ledger["held"].as_u64(), self.ledger["ok"].as_bool());
        if spent != (Some(made.len() as u64), Some(0), Some(true)) {
            wrong.push(format!("{} pictures were delivered, but the ledger says {}", made.len(), self.ledger));
        }
        if shown.len() != made.len() || shown != kept {
            wrong.push(format!("{} delivered, {} shown, {} kept", made.len(), shown.len(), kept.len()));
        }
        let delivered: BTreeSet<_> = made.iter().map(|row| row.id).collect();
        if good != delivered || self.of_class(Class::Ok).count() != made.len() {
            let attempts = self.of_class(Class::Ok).count();
            wrong.push(format!("{} delivered by {attempts} good attempts of {} pictures", made.len(), good.len()));
        }
    }

    /// Every call on the bill is an attempt that admits it may have cost, and every attempt that says so is on the bill.
    fn what_was_billed_is_on_record(&self, n: usize, key: &KeyPlan, wrong: &mut Vec<String>) {
        let attempts = |is: &dyn Fn(&attempts::Model) -> bool| -> Vec<Span> {
            self.attempts_on(key).filter(|row| is(row)).map(span).collect()
        };
        let calls = |is: &dyn Fn(&Call) -> bool| -> Vec<i64> {
            self.calls_on(n).filter(|call| is(call)).map(begun_ms).collect()
        };
        let billed = calls(&|call| call.billed_micro_usd > 0);
        let admitted = attempts(&|row| spent(row) != "no");
        for at_ms in left_over(&billed, &admitted) {
            let around = self.around(n, key, at_ms);
            wrong.push(format!("{}: a call was billed that no attempt admits: {around}", key.label));
        }
        let mut all = |what: &str, are: usize, so: usize| {
            if so < are {
                wrong.push(format!("{}: {what}: {so} of {are}", key.label));
            }
        };
        let sent = calls(&|call| call.delivered && call.images_made > 0);
        let cost = attempts(&|row| spent(row) == "yes");
        let good = attempts(&|row| class(row) == "ok");
        all("attempts that cost on the bill", cost.len(), matched(&billed, &cost));
        all("pictures that came were sent", good.len(), matched(&sent, &good));
    }

    /// For whoever looks into it: what the upstream saw there, and what is on record.
    fn around(&self, n: usize, key: &KeyPlan, at_ms: i64) -> String {
        let calls = self.calls_on(n).filter(|call| (begun_ms(call) - at_ms).abs() < LATE_MS);
        let calls: Vec<_> =
            calls.map(|call| (begun_ms(call) - at_ms, call.fault, &call.outcome, call.delivered)).collect();
        let near = |row: &&attempts::Model| {
            let (from, to) = span(row);
            from - LATE_MS < at_ms && at_ms < to + LATE_MS
        };
        let attempts = self.attempts_on(key).filter(near);
        let attempts: Vec<_> = attempts
            .map(|row| (span(row).0 - at_ms, span(row).1 - at_ms, class(row), spent(row), &row.detail))
            .collect();
        format!("calls {calls:?}, attempts {attempts:?}")
    }

    /// The customer saw it fail: was that the customer's doing, or was there really nobody to ask?
    fn nobody_could_have_made_it(&self, row: &generations::Model, wrong: &mut Vec<String>) {
        let code = row.error_code.as_deref().and_then(ErrorCode::parse);
        let told = row.error_code.as_deref().unwrap_or_default();
        let so_it_was = match code {
            // Some upstreams have one word for both.
            Some(ErrorCode::DeclinedOutput | ErrorCode::DeclinedPrompt) => {
                self.times_met(row.id, Fault::SafetyRefusal) > 0
            }
            // One more try, and no further.
            Some(ErrorCode::NoImage) => self.times_met(row.id, Fault::NoImage) > 1,
            Some(code) if code.fault() == Whose::Customer => false,
            Some(ErrorCode::Internal | ErrorCode::QueueTimeout | ErrorCode::ModelUnavailable) | None => false,
            Some(_) => {
                let able = self.able(row);
                if !able.is_empty() {
                    let tries: Vec<_> =
                        self.tries(row.id).map(|try_| format!("{} {}", class(try_), spent(try_))).collect();
                    wrong.push(format!("{} failed ({told}) although {able:?} could answer: {tries:?}", row.id));
                }
                self.all_was_tried(row)
            }
        };
        if !so_it_was {
            let tries: Vec<_> = self.tries(row.id).map(|row| (class(row), spent(row), row.detail.clone())).collect();
            wrong.push(format!("{} failed ({told}) for no good reason: {tries:?}", row.id));
        }
    }

    /// The time was up, or no key was left.
    fn all_was_tried(&self, row: &generations::Model) -> bool {
        let began = self.tries(row.id).map(|row| row.started_at).min();
        let (Some(began), Some(ended)) = (began, row.finished_at) else { return false };
        let lived = (ended - began).to_std().unwrap_or_default();
        let tried: BTreeSet<_> = self.tries(row.id).map(|row| row.key_id).collect();
        let left = self.rows.values().filter(|key| !tried.contains(&key.id) && !fallen(&key.state)).count();
        lived + self.rules.patience >= self.rules.deadline || left == 0
    }

    /// Keys that could have answered during its whole life, and so long before that they can't have been at rest. Those are
    /// left out whose way is not their own alone, that were in an admin's hands, and that its dead workers had in hand.
    fn able(&self, row: &generations::Model) -> Vec<&str> {
        let (Some(from), Some(to)) = (row.started_at, row.finished_at) else { return Vec::new() };
        let from = SystemTime::from(from) - self.rules.rest_max;
        let lost: BTreeSet<Uuid> =
            self.tries(row.id).filter(|row| class(row) == "abandoned").map(|row| row.key_id).collect();
        let able = Service::ALL.into_iter().flat_map(|service| {
            let throughout = self.schedule.able_throughout(service, from, SystemTime::from(to));
            throughout.into_iter().map(|n| &self.keys[n]).filter(move |key| key.service == service)
        });
        let able = able.filter(|key| {
            let own = &self.rows[&key.label];
            key.proxy.is_none() && !fallen(&own.state) && !lost.contains(&own.id)
        });
        able.map(|key| key.label.as_str()).collect()
    }

    fn keys_fell_for_faults_of_their_own(&self, wrong: &mut Vec<String>) {
        let invalid = [Fault::KeyInvalid, Fault::KeyLeaked, Fault::KeySuspended, Fault::ServiceDisabled];
        let broke = self.ever([Fault::OutOfFunds]);
        let broke_accounts: BTreeSet<_> = broke.iter().filter_map(|n| self.keys[*n].account.as_ref()).collect();
        let mut invalid = self.ever(invalid);
        // fal and kie have no words for a model that a key may not use: they say that the user is locked, or unknown.
        let wordless = |n: &usize| matches!(self.keys[*n].service, Service::Fal | Service::Kie);
        invalid.extend(self.ever([Fault::QuotaZero]).into_iter().filter(wordless));
        for (n, key) in self.keys.iter().enumerate() {
            let state = self.rows[&key.label].state.as_str();
            let deserved = match state {
                "manual_review" => invalid.contains(&n),
                "out_of_funds" => {
                    broke.contains(&n) || key.account.as_ref().is_some_and(|account| broke_accounts.contains(account))
                }
                _ => true,
            };
            if !deserved {
                wrong.push(format!("{} is in {state} for a fault that was not its own", key.label));
            }
        }
        if self.unknown_key_requests > 0 {
            wrong.push(format!("{} calls with a key that nobody knows", self.unknown_key_requests));
        }
    }

    /// How often this picture's attempts met this fault, by the journal of the calls.
    fn times_met(&self, generation: Uuid, fault: Fault) -> usize {
        let tries = self.tries(generation).filter(|try_| {
            let key = self.keys.iter().position(|key| self.rows[&key.label].id == try_.key_id);
            let (from, to) = span(try_);
            key.is_some_and(|n| {
                let calls = self.calls_on(n).filter(|call| call.fault == Some(fault));
                calls.map(begun_ms).any(|at| (from..=to).contains(&at))
            })
        });
        tries.count()
    }

    /// The keys that ever had one of these faults.
    fn ever<const N: usize>(&self, faults: [Fault; N]) -> BTreeSet<usize> {
        let changes = self.schedule.changes().iter();
        let keys = changes.filter_map(|change| match &change.what {
            Changed::Key { key_index, conduct: Some(conduct) } => {
                conduct.fault.is_some_and(|fault| faults.contains(&fault)).then_some(*key_index)
            }
            _ => None,
        });
        keys.collect()
    }
}

/// When its calls may have begun.
fn span(row: &attempts::Model) -> Span {
    let late = if spent(row) == "unknown" { LATE_MS } else { APART_MS };
    let ended = row.ended_at.map_or(i64::MAX / 2, millis);
    (millis(row.started_at) - APART_MS, ended + late)
}
