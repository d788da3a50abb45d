//! Proxies at the admins' desk.

mod add;
mod remove;
mod show;
mod test;
mod update;

use nproxy_app::proxies::{self, KeepError, LabelError, Unreachable};
use nproxy_domain::ProxyId;

use crate::docs::{Operations, ops};
use crate::dto::admin::ProxyFile;
use crate::problem::{Code, Problem};
use crate::web::Web;

pub fn operations() -> Operations {
    ops![add::add_proxy, show::get_proxy, update::update_proxy, test::test_proxy, remove::remove_proxy]
}

async fn file(web: &Web, id: ProxyId) -> Result<ProxyFile, Problem> {
    let file = proxies::file(&web.app, id).await?;
    file.map(ProxyFile::from).ok_or_else(|| Problem::plain(Code::NotFound))
}

impl From<LabelError> for Problem {
    fn from(error: LabelError) -> Self {
        Self::field(Code::InvalidBody, "/label", &error)
    }
}

impl From<Unreachable> for Problem {
    fn from(error: Unreachable) -> Self {
        Self::field(Code::ProxyFails, "/address", &error)
    }
}

impl From<KeepError> for Problem {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::NotFound => Self::plain(Code::NotFound),
            KeepError::LabelTaken { .. } => Self::field(Code::LabelTaken, "/label", &error),
            KeepError::AddressTaken { .. } => Self::field(Code::ProxyExists, "/address", &error),
            KeepError::Store(error) => Self::from(error),
        }
    }
}
