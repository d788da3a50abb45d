//! How an account begins: somebody signs up, a letter goes to the address, and its link makes the account.
//!
//! Signing up signs nobody in. It leaves a row with a password of its own, so that of two who sign up with one address
//! each has a link for his own password, and whoever reads the mail decides. The browser that waits holds a ticket; when
//! the link is opened, wherever that is, the ticket signs this browser in, once.
//!
//! **Invariant:** what the browser sees is the same whether or not the address has an account.

mod again;
mod inbox;
mod register;
mod verify;
mod wait;

pub use again::{AgainError, change_registration_address, resend_verification};
pub use inbox::{Inbox, TICKET_VALID_FOR};
pub use register::{RegisterError, Registered, Registration, register};
pub(crate) use verify::become_account;
pub use verify::{Verified, VerifyError, verify_email};
pub use wait::{RegistrationWaited, WaitError, wait_registration};
