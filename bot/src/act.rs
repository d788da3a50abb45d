//! What can be done.

use nproxy_app::accounts::Language;
use nproxy_app::chats::{MuteFor, QuietHours};
use nproxy_domain::{GenerationId, KeyId, PaymentId, UserId};
use serde::{Deserialize, Serialize};

/// Kept with the token of a button, so it is written and read again.
///
/// To add one: 1. its name here; 2. its words and its deed in `acts`; 3. the button that asks for it; 4. its line in the
/// test that compares its record with that of the other doors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum Act {
    ActivateKey {
        key: KeyId,
    },
    /// What it has in flight comes to its end.
    DisableKey {
        key: KeyId,
    },
    TestKey {
        key: KeyId,
    },
    /// Its upstream is asked what is left.
    AskBalance {
        key: KeyId,
    },
    /// The amount is in the message that confirms it.
    EnterBalance {
        key: KeyId,
    },
    Settle {
        payment: PaymentId,
        how: Settle,
    },
    GrantRequests {
        user: UserId,
        requests: u32,
    },
    Extend {
        user: UserId,
        hours: u32,
    },
    Suspend {
        user: UserId,
    },
    Unsuspend {
        user: UserId,
    },
    /// For its customer, paid by a grant.
    Retry {
        generation: GenerationId,
    },
    TurnSwitch {
        name: String,
        value: String,
    },
    Mute {
        time: MuteFor,
    },
    SetQuietHours {
        hours: Option<QuietHours>,
    },
    SetLanguage {
        #[serde(with = "language")]
        language: Language,
    },
}

/// How a payment is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "how")]
pub enum Settle {
    Confirm,
    Activate,
    Grant {
        requests: u32,
    },
    /// Where to, how much and in which transaction is in the message that confirms it.
    RefundNoted,
    Reject,
    Keep,
}

impl Act {
    /// It moves money, or what was bought with it, or keeps a customer from it: only in the scope `money`, and each with a
    /// code. A retry doesn't count: it is paid by the house, one request at most for each picture that failed, and puts
    /// right what the customer has paid for.
    pub fn is_money(&self) -> bool {
        match self {
            Self::Settle { .. }
            | Self::GrantRequests { .. }
            | Self::Extend { .. }
            | Self::Suspend { .. }
            | Self::Unsuspend { .. } => true,
            Self::ActivateKey { .. }
            | Self::DisableKey { .. }
            | Self::TestKey { .. }
            | Self::AskBalance { .. }
            | Self::EnterBalance { .. }
            | Self::Retry { .. }
            | Self::TurnSwitch { .. }
            | Self::Mute { .. }
            | Self::SetQuietHours { .. }
            | Self::SetLanguage { .. } => false,
        }
    }

    /// Whether it is done for a reason that goes on record, or needs words of whoever does it.
    pub fn wants_reason(&self) -> bool {
        !matches!(
            self,
            Self::TestKey { .. }
                | Self::AskBalance { .. }
                | Self::Mute { .. }
                | Self::SetQuietHours { .. }
                | Self::SetLanguage { .. }
        )
    }
}

/// By the name that rows have.
mod language {
    use nproxy_app::accounts::Language;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    const ALL: [(Language, &str); 2] = [(Language::En, "en"), (Language::Ru, "ru")];

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub(super) fn serialize<S: Serializer>(language: &Language, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match language {
            Language::En => "en",
            Language::Ru => "ru",
        })
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Language, D::Error> {
        let name = String::deserialize(from)?;
        let known = ALL.into_iter().find(|(_, known)| *known == name);
        known.map(|(language, _)| language).ok_or_else(|| de::Error::custom("no such language"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_button_does_is_read_again_as_it_was_written() {
        let id = uuid::Uuid::from_u128(7);
        let acts = [
            Act::TestKey { key: KeyId(id) },
            Act::Settle { payment: PaymentId(id), how: Settle::Grant { requests: 5 } },
            Act::Mute { time: MuteFor::UntilTomorrow },
            Act::SetQuietHours { hours: Some(QuietHours { from_minute: 1320, to_minute: 420 }) },
            Act::SetLanguage { language: Language::Ru },
        ];
        for act in acts {
            let written = serde_json::to_string(&act).expect("it can be written");
            assert_eq!(serde_json::from_str::<Act>(&written).expect("it can be read"), act, "{written}");
        }
        assert!(serde_json::from_str::<Act>(r#"{"act":"set_language","language":"xx"}"#).is_err());
    }
}
