//! Accounts: who there is, who is signed in, and how often one may try.

mod access;
mod acting;
mod browser;
mod browsers;
mod change_email;
mod change_password;
mod clear;
mod close;
mod confirm_email;
mod create;
mod email;
mod erase;
mod forgot;
mod grant_admin;
mod invites;
mod is_signed_in;
mod keep;
mod language;
mod letters;
mod password;
mod prove;
mod replace_password;
mod reset_password;
mod revoke_admin;
mod second_factor;
mod session;
mod set_password;
mod settings;
mod sign_in;
mod sign_out;
mod sign_up;
mod throttle;
mod undo_email;
mod view;

pub use access::{AccessState, AdminAccess, admin_access};
pub use acting::{ActingError, acting_admin};
pub use browser::Browser;
pub use browsers::{EndSessionError, SignedInBrowser, end_other_sessions, end_session, list_sessions};
pub use change_email::{ChangeEmail, ChangeEmailError, change_email};
pub use change_password::{ChangePassword, ChangePasswordError, change_password};
pub use clear::clear;
pub(crate) use close::close_in;
pub use close::{CloseAccount, CloseError, close};
pub use confirm_email::{EmailLinkError, confirm_email};
pub use create::{CreateError, NewAccount, create};
pub use email::{Email, EmailInvalid};
pub use erase::{EVERY as ERASE_EVERY, EraseClosed, erase_closed};
pub use forgot::{ForgotError, Forgotten, forgot_password};
pub use grant_admin::{GrantAdminError, grant_admin};
pub use invites::{
    CreateInviteError, INVITES_MAX, InviteCode, InviteCreated, InviteInvalid, InviteState, InviteView, NOTE_CHARS_MAX,
    NewInvite, RevokeInviteError, create_invite, find_invite, list_invites, revoke_invite,
};
pub use is_signed_in::is_signed_in;
pub use keep::{KeepError, keep};
pub use language::{LanguageError, set_language};
pub use nproxy_store::entities::text::{Language, Role};
pub use password::{
    Busy, NewPassword, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, PasswordDesk, PasswordError, PasswordSettings,
};
pub use prove::ProofError;
pub use reset_password::{Reset, ResetError, reset_password};
pub use revoke_admin::{RevokeAdminError, revoke_admin};
pub(crate) use second_factor::take_code;
pub use second_factor::{
    CodeError, ConfirmError, ConfirmSignIn, EnrolError, Enrolment, GiveError, Given, ProveDeviceError, RecoveryCodes,
    RenewError, ResetFactorError, SecondFactor, confirm_sign_in, enrol_second_factor, give_second_factor, prove_device,
    renew_recovery_codes, reset_second_factor, second_factor,
};
pub use session::{Proven, Session, SessionError, session};
pub use set_password::{SetPasswordError, set_password};
pub use settings::{AccountSettings, AdminSettings, SessionSettings, ThrottleSettings};
pub use sign_in::{SignIn, SignInError, sign_in};
pub use sign_out::sign_out;
pub(crate) use sign_up::become_account;
pub use sign_up::{
    AgainError, Inbox, RegisterError, Registered, Registration, RegistrationWaited, TICKET_VALID_FOR, Verified,
    VerifyError, WaitError, change_registration_address, register, resend_verification, verify_email,
    wait_registration,
};
pub use throttle::TooManyAttempts;
pub use undo_email::undo_email;
pub use view::{SignedIn, UserView};
