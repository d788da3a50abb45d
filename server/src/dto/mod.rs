//! The shapes of the outer contract. What goes out is made from the views of the deeds; what comes in refuses
//! unknown fields.

mod asset;
mod conversation;
mod generation;
mod model;
mod subscription;
mod turn;
mod user;

pub use asset::{Asset, AssetReply, PictureBytes, Upload};
pub use conversation::{Conversation, ConversationPage, ConversationReply, NewConversation, RenameConversation};
pub use generation::{Generation, GenerationReply, GenerationsReply};
pub use model::{Model, ModelsReply};
pub use subscription::{Quota, Subscription};
pub use turn::{NewTurn, Turn, TurnAccepted, TurnPage};
pub use user::{Credentials, NewUser, UpdateUser, UserReply};

/// JSON bodies without a long text in them.
const SMALL_BYTES_MAX: usize = 16 * 1024;
