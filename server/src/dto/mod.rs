//! The shapes of the outer contract. What goes out is made from the views of the deeds; what comes in refuses
//! unknown fields.

mod account;
mod activity;
pub mod admin;
mod asset;
mod auth;
mod conversation;
mod gallery;
pub(crate) mod generation;
mod model;
pub(crate) mod names;
mod notice;
mod payment;
mod plan;
mod processor;
mod second_factor;
mod subscription;
mod turn;
pub(crate) mod user;
mod webhook;
mod zip;

pub use account::{ChangeEmail, ChangePassword, CloseAccount, ClosingReply, SessionInfo, SessionsReply};
pub use activity::Activity;
pub use asset::{Asset, AssetReply, PictureBytes, UpdateAsset, Upload};
pub use auth::{AddressOnly, ConfirmedReply, ForgotPassword, InboxReply, LinkReply, LinkToken, ResetPassword, Waiting};
pub use conversation::{Conversation, ConversationPage, ConversationReply, NewConversation, UpdateConversation};
pub use gallery::{GalleryItem, GalleryPage, PictureKind};
pub use generation::{Generation, GenerationReply, GenerationsReply};
pub use model::{Model, ModelsReply};
pub use notice::PublicNotice;
pub use payment::{NewPayment, Payment, PaymentPage, Refund, ReportPayment};
pub use plan::{Plan, PlanName, PlansReply, Price};
pub use processor::{Processor, ProcessorsReply};
pub use second_factor::{
    AdminAccess, ConfirmSignIn, EnrolSecondFactor, EnrolmentReply, RecoveryCodesReply, SecondFactor, SecondFactorReply,
    TotpCode,
};
pub use subscription::{Quota, StartNext, Subscription};
pub use turn::{NewTurn, Turn, TurnAccepted, TurnPage, modes};
pub use user::{Credentials, NewUser, UpdateUser, User, UserReply};
pub use webhook::WebhookBody;
pub use zip::{DownloadReply, NewZip, ZipBytes};

/// JSON bodies without a long text in them.
const SMALL_BYTES_MAX: usize = 16 * 1024;
