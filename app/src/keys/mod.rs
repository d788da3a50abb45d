//! Upstream keys as the operator handles them; picking and health are the gateway's and the rules' matter.

mod add;
mod change;
mod check;
mod export;
mod find;
mod history;
mod import;
mod list;
mod show;
mod view;
mod why;
pub mod words;

pub use add::{AddError, add, check_provider, proxy};
pub use change::{Changed, change};
pub use check::{KeyTest, Tally, Tested, Which, test};
pub use export::{export, header, rows};
pub use find::{Candidate, Candidates, FindError};
pub use history::{EventView, History, PAGE_EVENTS_MAX, history};
pub use import::{
    BYTES_MAX as IMPORT_BYTES_MAX, Became, Format, Import, ImportError, Imported, LineResult, Refusal, import,
};
pub use list::{Counts, ListError, Listing, Wanted, list};
pub use nproxy_store::keys::{Before, KeyAct, KeyFilter, NewKey};
pub use show::{AttemptView, IncidentView, KeyRecord, NotFor, ProxyState, show};
pub(crate) use view::all as views;
pub use view::{BalanceView, KeyView, ProxyName};
pub use why::{Cause, Why};
