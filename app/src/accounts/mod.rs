//! Accounts: who there is, who is signed in, and how often one may try.

mod clear;
mod create;
mod email;
mod grant_admin;
mod is_signed_in;
mod language;
mod password;
mod register;
mod session;
mod set_password;
mod settings;
mod sign_in;
mod sign_out;
mod throttle;
mod view;

pub use clear::{Clear, EVERY as CLEAR_EVERY, clear};
pub use create::{CreateError, NewAccount, create};
pub use email::{Email, EmailInvalid};
pub use grant_admin::{GrantAdminError, grant_admin};
pub use is_signed_in::is_signed_in;
pub use language::{LanguageError, set_language};
pub use nproxy_store::entities::text::{Language, Role};
pub use password::{
    Busy, NewPassword, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, PasswordDesk, PasswordError, PasswordSettings,
};
pub use register::{RegisterError, Registration, register};
pub use session::{Session, SessionError, session};
pub use set_password::{SetPasswordError, set_password};
pub use settings::{AccountSettings, SessionSettings, ThrottleSettings};
pub use sign_in::{SignIn, SignInError, sign_in};
pub use sign_out::sign_out;
pub use throttle::TooManyAttempts;
pub use view::{SignedIn, UserView};
