//! Why nothing more is taken, for everything that queues a generation.

use nproxy_app::turns::RoomError;

use crate::problem::{Code, Problem};

/// A slot of one's own becomes free about this often.
const OWN_QUEUE_SECONDS: u32 = 15;
const FULL_QUEUE_SECONDS: u32 = 30;

impl From<RoomError> for Problem {
    fn from(error: RoomError) -> Self {
        match error {
            RoomError::AccountInactive => Self::plain(Code::AccountSuspended),
            RoomError::Paused(notice) => Self::switched_off(Code::Paused, notice),
            RoomError::ReadOnly(notice) => Self::switched_off(Code::ReadOnly, notice),
            RoomError::ModelOff => Self::said(Code::ModelOff, &error),
            RoomError::SubscriptionInactive => Self::said(Code::SubscriptionInactive, &error),
            RoomError::QueueFullForYou => Self::said(Code::QueueFullForYou, &error).retry_after(OWN_QUEUE_SECONDS),
            RoomError::QueueFull => Self::said(Code::QueueFull, &error).retry_after(FULL_QUEUE_SECONDS),
            RoomError::StorageFull => Self::storage_full(),
            RoomError::TooManyDeclined { wait_s } => Self::said(Code::TooManyDeclined, &error).retry_after(wait_s),
            RoomError::TooManyCancelled { wait_s } => Self::said(Code::TooManyCancelled, &error).retry_after(wait_s),
            RoomError::QuotaUsedUp => Self::said(Code::QuotaUsedUp, &error),
            RoomError::QuotaHeld => Self::said(Code::QuotaHeld, &error),
            RoomError::Store(error) => Self::from(error),
        }
    }
}
