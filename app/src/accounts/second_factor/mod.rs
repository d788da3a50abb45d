//! The second factor of admins: codes of an authenticator app (RFC 6238), and recovery codes for when it is lost.
//!
//! Whoever is made an admin enrols a device first: the password gives a secret, and a code of the device proves that it
//! has it. From then on a code is given once in each session. Who has lost device and recovery codes needs somebody with a
//! shell on the server ([`reset_second_factor`]). So does whoever is kept out because somebody else guesses.
//!
//! **Invariant:** a code is taken at most once, and a try is counted before it is looked at.

mod check;
mod code;
mod confirm;
mod enrol;
mod give;
mod guessed;
mod prove_device;
mod recovery;
mod renew;
mod reset;
mod state;

pub(super) use check::COUNTED_FOR;
pub(crate) use check::take as take_code;
pub use check::{CodeError, Given};
pub use confirm::{ConfirmError, ConfirmSignIn, confirm_sign_in};
pub use enrol::{EnrolError, Enrolment, enrol_second_factor};
pub use give::{GiveError, give_second_factor};
pub use prove_device::{ProveDeviceError, prove_device};
pub use recovery::RecoveryCodes;
pub use renew::{RenewError, renew_recovery_codes};
pub use reset::{ResetFactorError, reset_second_factor};
pub use state::{SecondFactor, second_factor};
