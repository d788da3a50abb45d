//! Whether every class and every call that the suite lists has a reply on file, and is written.

use nproxy_domain::outcome::Class;
use nproxy_domain::provider::{Cursor, ImageProvider};

use super::jobs;
use crate::Suite;
use crate::ask::Ask;
use crate::fixture::{Expected, Fixture};
use crate::promise::{Findings, Promise};
use crate::walk::{Call, walk};

pub(crate) fn run(provider: &dyn ImageProvider, suite: &Suite, fixtures: &[Fixture], findings: &mut Findings) {
    for class in &suite.classes {
        let has = fixtures.iter().any(|f| match f.expected {
            Expected::Failed(expected, _) => expected == *class,
            _ => *class == Class::Ok && is_picture(f),
        });
        findings.demand(has, Promise::EveryClassHasAFixture, class.as_str(), || {
            format!(
                "no file in {} says `@expect {}`: put there what the upstream answers then, or strike Class::{class:?} \
                 from the suite",
                suite.folder(),
                class.as_str()
            )
        });
    }
    for ask in Ask::ALL {
        let listed = suite.asks.contains(&ask);
        let of_it = || fixtures.iter().filter(|f| Ask::of(&f.call) == Some(ask));
        let at = ask.to_string();
        match (listed, is_written(provider, ask, fixtures)) {
            (true, Some(false)) => findings.broken(Promise::CallsAreThere, &at, format!(
                "it is not written, it answers None: write it, or strike Ask::{ask:?} from the suite if the upstream has \
                 no such thing"
            )),
            (false, Some(true)) => {
                findings.broken(Promise::CallsAreThere, &at, format!("it is written: list Ask::{ask:?} in the suite"));
            }
            _ => {}
        }
        let has = of_it().any(|f| f.expected == Expected::Ok || is_picture(f));
        findings.demand(has || !listed, Promise::EveryCallHasAFixture, &at, || {
            format!(
                "no file in {} says `@call {ask}` and `@expect ok`: put there how the upstream answers it",
                suite.folder()
            )
        });
    }
}

fn is_picture(fixture: &Fixture) -> bool {
    matches!(fixture.call, Call::Begin | Call::Resume(_))
        && matches!(fixture.expected, Expected::Ok | Expected::Download)
}

/// `None`: it can't be known without a cursor of the upstream's own.
fn is_written(provider: &dyn ImageProvider, ask: Ask, fixtures: &[Fixture]) -> Option<bool> {
    let job = jobs::first(provider)?;
    let answers = |call: Call| walk(provider, &call, &job, &[]).is_some();
    match ask {
        Ask::Check => Some(answers(Call::Check)),
        Ask::Balance => Some(answers(Call::Balance)),
        Ask::Cancel => answers(Call::Cancel(Cursor("job-1".to_owned()))).then_some(true),
        Ask::Resume => fixtures.iter().any(|f| f.expected == Expected::Continue).then_some(true),
    }
}
