//! Enums that are text in their columns.

use nproxy_domain::audit::Actor;
use sea_orm::entity::prelude::*;

macro_rules! text_enums {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
        pub enum $name {
            $($(#[$vdoc])* $variant),*
        }
    )*};
}

text_enums! {
    Role { Customer, Admin }

    Language { En, Ru }

    /// What a Telegram account that acts for an admin may do.
    TelegramScope {
        /// What keeps the product running.
        Ops,
        /// Acts on money as well.
        Money,
    }

    /// The names of `nproxy_domain::generation::Stage`.
    GenerationState { Queued, Running, Waiting, Succeeded, Failed, Cancelled }

    /// Uploaded, or made for its owner.
    AssetKind { Input, Output }

    /// What the ZIP behind a link has in it.
    DownloadKind {
        /// Pictures that their owner chose.
        Pictures,
        /// Everything of its owner's.
        Account,
    }

    IncidentState { Open, Recovered }

    DeliveryState { Pending, Sent, Failed }

    /// What a link in a mail is good for.
    LinkPurpose {
        /// Makes an account of a pending registration.
        VerifyAddress,
        /// Of a user's account.
        ResetPassword,
        /// Makes the new address of a change the account's.
        ConfirmAddress,
        /// Gives the account its old address of a change back.
        UndoAddress,
        /// Of a user's account that is to be deleted.
        KeepAccount,
    }

    AttemptPhase {
        /// Its key is in flight; nothing is known of the upstream yet.
        Open,
        /// An asynchronous upstream has it; the cursor says where.
        Polling,
        Ended,
    }

    ProxyHealth { Ok, Dead }

    BalanceState {
        /// What the account has left, or a key that belongs to none.
        Amount,
        /// What the key's own limit leaves; its account may have more.
        OwnLimit,
        /// The upstream has no such thing.
        Unsupported,
        /// It could not be asked.
        Unknown,
    }

    BalanceSource { Polled, Entered }

    /// What a line of a payment's history tells of.
    EventKind {
        /// Our row was written.
        Placed,
        /// Its invoice was made.
        Created,
        /// Its processor told something unasked.
        Webhook,
        /// Its processor was asked, and the answer changed something.
        Read,
        /// It turned up in a search.
        Found,
        /// Its customer says that he paid.
        Reported,
        /// An admin did something.
        Act,
        /// Its invoice could not be made, or its status not be read.
        Failed,
    }
}

/// For every column that says who acted: `system`, `operator` or `user:<id>`.
pub fn actor(actor: Actor) -> String {
    match actor {
        Actor::User(user) => format!("user:{user}"),
        Actor::Operator => "operator".into(),
        Actor::System => "system".into(),
    }
}
