//! Customers at the admins' desk: what is known of one, and what is done about one.
//!
//! An admin's own account is not suspended, closed or given another address here: who has taken over one admin could lock
//! out the others. On the command line its role is taken away first.

mod bulk;
mod change_email;
mod close;
mod export;
mod file;
mod held;
mod registrations;
mod reset_mail;
mod sign_out;
mod suspend;

pub use bulk::{BulkAct, BulkError, BulkRow, USERS_MAX, change_people};
pub use change_email::{ChangePersonEmailError, change_person_email};
pub use close::close_person;
pub use export::export_person;
pub use file::{PersonFile, person_file};
pub use held::PersonError;
pub use nproxy_store::entities::text::DeliveryState;
pub use nproxy_store::mails::MailLine;
pub use registrations::{PendingSignUp, VerifySignUpError, list_registrations, verify_registration};
pub use reset_mail::send_reset_mail;
pub use sign_out::sign_person_out;
pub use suspend::{suspend, unsuspend};
