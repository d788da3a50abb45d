//! Whether the ledger and the counters tell the same, and whether every month is where it should be.

use nproxy_domain::quota::{Counters, EntryKind, Ledger};
use nproxy_domain::{CycleId, GenerationId, PaymentId};
use nproxy_store::cycles::{Mismatch, Misplaced, Sum, mismatches, misplaced, sums};
use nproxy_store::{StoreError, entities};

use crate::App;

/// More than this of a kind are not listed; the first ones show what is wrong.
const MISMATCHES_MAX: u32 = 1000;

/// Something the books disagree about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerProblem {
    #[error("cycle {cycle}: its entries contradict each other")]
    Contradiction { cycle: CycleId },
    #[error("cycle {cycle}: the entries sum to {ledger:?}, the cycle says {row:?}")]
    CountersDiffer { cycle: CycleId, ledger: Counters, row: Counters },
    #[error("generation {generation} holds nothing")]
    NotHeld { generation: GenerationId },
    #[error("generation {generation} is {state} and settled as {settled}")]
    SettledTooEarly { generation: GenerationId, state: String, settled: String },
    #[error("generation {generation} is {state} and not settled")]
    NotSettled { generation: GenerationId, state: String },
    #[error("generation {generation} is {state} but settled as {settled}")]
    SettledWrongly { generation: GenerationId, state: String, settled: String },
    #[error("generation {generation} is held and settled in another cycle than its own")]
    OtherCycle { generation: GenerationId },
    #[error("cycle {cycle} lies over cycle {other} of the same customer")]
    Overlap { cycle: CycleId, other: CycleId },
    #[error("payment {payment} is said to have opened a cycle, and there is none")]
    NoCycle { payment: PaymentId },
    #[error("cycle {cycle} names payment {payment}, which opened none or is another customer's")]
    NotPaid { cycle: CycleId, payment: PaymentId },
}

/// Compares the sums of the ledger with every cycle, every generation with its entries, and every cycle with its
/// neighbours and its payment. Empty: all is well.
pub async fn check_ledger(app: &App) -> Result<Vec<LedgerProblem>, StoreError> {
    let db = app.store.read();
    let mut problems = of_cycles(&sums(db).await?);
    problems.extend(mismatches(db, MISMATCHES_MAX).await?.into_iter().map(of_generation));
    problems.extend(misplaced(db, MISMATCHES_MAX).await?.iter().map(of_place));
    Ok(problems)
}

fn of_cycles(sums: &[Sum]) -> Vec<LedgerProblem> {
    sums.chunk_by(|a, b| a.cycle_id == b.cycle_id).filter_map(of_cycle).collect()
}

fn of_cycle(sums: &[Sum]) -> Option<LedgerProblem> {
    let first = sums.first()?;
    let cycle = CycleId(first.cycle_id);
    let mut ledger = Ledger::default();
    for sum in sums {
        let kind = sum.kind.as_deref().and_then(|kind| EntryKind::ALL.into_iter().find(|k| k.as_str() == kind));
        if let (Some(kind), Some(amount)) = (kind, sum.amount) {
            ledger.add(kind, amount);
        }
    }
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let row = Counters { limit: count(first.request_limit), spent: count(first.spent), held: count(first.held) };
    match ledger.counters() {
        None => Some(LedgerProblem::Contradiction { cycle }),
        Some(ledger) if ledger != row => Some(LedgerProblem::CountersDiffer { cycle, ledger, row }),
        Some(_) => None,
    }
}

fn of_generation(mismatch: Mismatch) -> LedgerProblem {
    use entities::text::GenerationState as State;
    let generation = GenerationId(mismatch.generation_id);
    let state = format!("{:?}", mismatch.state).to_lowercase();
    let ended = matches!(mismatch.state, State::Succeeded | State::Failed | State::Cancelled);
    match mismatch.settled {
        _ if !mismatch.held => LedgerProblem::NotHeld { generation },
        _ if !mismatch.same_cycle => LedgerProblem::OtherCycle { generation },
        Some(settled) if !ended => LedgerProblem::SettledTooEarly { generation, state, settled },
        Some(settled) => LedgerProblem::SettledWrongly { generation, state, settled },
        None => LedgerProblem::NotSettled { generation, state },
    }
}

fn of_place(misplaced: &Misplaced) -> LedgerProblem {
    match *misplaced {
        Misplaced::Overlap { cycle, other } => LedgerProblem::Overlap { cycle: CycleId(cycle), other: CycleId(other) },
        Misplaced::NoCycle { payment } => LedgerProblem::NoCycle { payment: PaymentId(payment) },
        Misplaced::NotPaid { cycle, payment } => {
            LedgerProblem::NotPaid { cycle: CycleId(cycle), payment: PaymentId(payment) }
        }
    }
}
