//! Upstream keys as the operator handles them; picking and health are the gateway's and the rules' matter.

mod add;
mod change;
mod list;
mod view;

pub use add::{AddError, add};
pub use change::{ChangeError, change};
pub use list::list;
pub use nproxy_store::keys::{KeyAct, NewKey};
pub use view::KeyView;
