//! The limits of accounts.

use chrono::Duration;

use nproxy_store::switches::SignUp;

use super::password::PasswordSettings;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountSettings {
    /// Who may make an account, as long as nobody turns the switch.
    pub sign_up: SignUp,
    /// Whether an account begins only with a link that was sent to its address. Without it whoever signs up is
    /// signed in, and may have typed anybody's address.
    pub require_verified: bool,
    pub passwords: PasswordSettings,
    pub sessions: SessionSettings,
    pub admins: AdminSettings,
    pub throttle: ThrottleSettings,
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self {
            sign_up: SignUp::Open,
            require_verified: true,
            passwords: PasswordSettings::default(),
            sessions: SessionSettings::default(),
            admins: AdminSettings::default(),
            throttle: ThrottleSettings::default(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionSettings {
    /// A session that is not used for so long ends.
    pub idle_max: Duration,
    /// And any session after so long.
    pub age_max: Duration,
    /// The time of the last use is written at most so often.
    pub seen_every: Duration,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self { idle_max: Duration::days(30), age_max: Duration::days(180), seen_every: Duration::minutes(1) }
    }
}

/// How far an admin is let in. The session itself goes on as a customer's does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdminSettings {
    /// Whether an admin needs a second factor.
    pub second_factor: bool,
    /// What was proven in a session counts no more once it was idle for so long.
    pub idle_max: Duration,
    /// A second factor that was given lets in for so long.
    pub age_max: Duration,
    /// What is dangerous wants a sign-in that is no older.
    pub fresh_for: Duration,
}

impl Default for AdminSettings {
    fn default() -> Self {
        Self {
            second_factor: true,
            idle_max: Duration::minutes(60),
            age_max: Duration::hours(12),
            fresh_for: Duration::minutes(10),
        }
    }
}

/// How often one may try within a sliding window. Failures at sign-in count, and every sign-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThrottleSettings {
    pub window: Duration,
    /// For one account from one address: somebody who guesses.
    pub account_and_address_max: u32,
    /// For one account from all addresses: many who guess. It does not hold an address from which the account was
    /// signed in to before, so no stranger locks anybody out.
    pub account_max: u32,
    /// From one address for all accounts: somebody who tries lists. An office shares an address.
    pub address_max: u32,
    /// Sign-ups from one address, and as often somebody there may have forgotten a password.
    pub sign_ups_max: u32,
    /// For how long an address stays known to an account.
    pub known_for: Duration,
}

impl Default for ThrottleSettings {
    fn default() -> Self {
        Self {
            window: Duration::minutes(15),
            account_and_address_max: 10,
            account_max: 100,
            address_max: 100,
            sign_ups_max: 30,
            known_for: Duration::days(90),
        }
    }
}
