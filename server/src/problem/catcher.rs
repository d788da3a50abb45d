//! Refusals that the HTTP layer made on its own become problems too.

use salvo::{Depot, FlowCtrl, Handler, Request, Response, async_trait};

use super::{Code, Problem};

/// Runs where a status of 400 or above came without a body: no such route, wrong method, a panic.
#[derive(Debug)]
pub struct ProblemCatcher;

#[async_trait]
impl Handler for ProblemCatcher {
    async fn handle(&self, _: &mut Request, _: &mut Depot, res: &mut Response, _: &mut FlowCtrl) {
        let status = res.status_code.unwrap_or_default();
        res.render(Problem::plain(Code::of_status(status)));
        // A status without a code of its own keeps its number.
        res.status_code(status);
    }
}
