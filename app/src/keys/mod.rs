//! Upstream keys as the operator handles them; picking and health are the gateway's and the rules' matter.

mod add;
mod attempt;
mod bulk;
mod change;
mod check;
mod export;
mod file;
mod find;
mod history;
mod import;
mod list;
mod reseal;
mod rotate;
mod show;
mod update;
mod view;
mod why;
pub mod words;

pub use add::{AddError, add, check_provider, proxy};
pub use attempt::AttemptView;
pub use bulk::{BulkAct, BulkError, BulkRow, Chosen, KEYS_MAX as BULK_KEYS_MAX, bulk};
pub use change::{Changed, SetError, change, set};
pub use check::{KeyTest, Tally, Tested, Which, how_many, test};
pub use export::{export, header, rows};
pub use file::{BalanceEntry, KeyFile, file};
pub use find::{Candidate, Candidates, FindError, id};
pub use history::{EventView, History, PAGE_EVENTS_MAX, history};
pub use import::{
    BYTES_MAX as IMPORT_BYTES_MAX, Became, Format, Import, ImportError, Imported, LineResult, Refusal, import,
};
pub use list::{Counts, ListError, Listing, Wanted, list};
pub use nproxy_store::keys::{AddKeyError, Becomes, Before, KeyAct, KeyChange, KeyFilter, KeyHour, NewKey};
pub use reseal::{ResealKeysError, reseal};
pub use rotate::{RotateError, rotate};
pub use show::{IncidentView, KeyRecord, NotFor, ProxyState, show};
pub use update::{UpdateError, update};
pub(crate) use view::all as views;
pub use view::{BalanceView, KeyView, ProxyName};
pub use why::{Cause, Why};
