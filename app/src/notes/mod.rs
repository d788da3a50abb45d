//! What customers are written about their payments and months, in their language. As text and as HTML, each once, and never a
//! link that lets anybody in.
//!
//! To add a note: 1. its facts in [`news`]; 2. its words in `en` and in `ru`, which the compiler asks for; 3. whoever
//! writes it, with a name that it is written once under.

mod account;
mod en;
mod html;
mod letter;
mod news;
mod notice;
mod payment;
mod remind;
mod ru;
mod trial;

pub(crate) use account::withhold_account;
pub use account::{AccountNews, account_subject, tell_account};
pub(crate) use notice::notice_letter;
pub(crate) use payment::once_key;
pub use payment::tell_payment;
pub use remind::{EVERY as REMIND_EVERY, RemindMonths, remind};
pub use trial::test_letter;
