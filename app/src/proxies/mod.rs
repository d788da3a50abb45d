//! Proxies as the operator handles them; how requests go through them is the gateway's and the rules' matter.

mod add;
mod assign;
mod change;
mod choose;
mod file;
mod label;
mod list;
mod remove;
mod settings;
mod show;
mod test;
mod view;

pub use add::{AddError, add};
pub use assign::{AssignError, AssignedKey, CantAssign, assign, would_assign};
pub use change::{ChangeError, change};
pub use choose::{Choice, ChooseError, choose};
pub use file::{ProxyFile, file};
pub use label::{LABEL_CHARS_MAX, LabelError};
pub use list::list;
pub use nproxy_store::proxies::{KeepError, NewProxy, ProxyChange, Tested};
pub use remove::{KeysInTheWay, RemoveError, remove};
pub use settings::ProxySettings;
pub use show::{KeyThrough, ProxyDetails, find, show};
pub use test::{TestError, TestedProxy, Unreachable, test, test_all};
pub use view::{ProxyHealthView, ProxyView};
