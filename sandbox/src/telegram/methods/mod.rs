//! The methods that are played, each with the fields that it knows.

mod callbacks;
mod commands;
mod messages;
mod updates;

use serde_json::{Value, json};

use super::{
    args::Args,
    refusal::{Answered, Refusal},
    world::World,
};
pub(super) use messages::TEXT_UNITS_MAX;
pub(super) use updates::{Poll, poll};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    GetMe,
    GetUpdates,
    GetWebhookInfo,
    DeleteWebhook,
    SendMessage,
    EditMessageText,
    EditMessageReplyMarkup,
    DeleteMessage,
    SendChatAction,
    AnswerCallbackQuery,
    SetMyCommands,
    GetMyCommands,
    DeleteMyCommands,
    LeaveChat,
}

impl Method {
    const ALL: [Self; 14] = [
        Self::GetMe,
        Self::GetUpdates,
        Self::GetWebhookInfo,
        Self::DeleteWebhook,
        Self::SendMessage,
        Self::EditMessageText,
        Self::EditMessageReplyMarkup,
        Self::DeleteMessage,
        Self::SendChatAction,
        Self::AnswerCallbackQuery,
        Self::SetMyCommands,
        Self::GetMyCommands,
        Self::DeleteMyCommands,
        Self::LeaveChat,
    ];

    /// Letter case is ignored.
    pub(super) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.about().0.eq_ignore_ascii_case(name))
    }

    pub(super) fn name(self) -> &'static str {
        self.about().0
    }

    /// Its name and its fields.
    fn about(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::GetMe => ("getMe", &[]),
            Self::GetUpdates => ("getUpdates", &["offset", "limit", "timeout", "allowed_updates"]),
            Self::GetWebhookInfo => ("getWebhookInfo", &[]),
            Self::DeleteWebhook => ("deleteWebhook", &["drop_pending_updates"]),
            Self::SendMessage => (
                "sendMessage",
                &[
                    "chat_id",
                    "text",
                    "parse_mode",
                    "reply_markup",
                    // Of these a person sees nothing here.
                    "disable_notification",
                    "protect_content",
                    "link_preview_options",
                ],
            ),
            Self::EditMessageText => (
                "editMessageText",
                &["chat_id", "message_id", "text", "parse_mode", "reply_markup", "link_preview_options"],
            ),
            Self::EditMessageReplyMarkup => ("editMessageReplyMarkup", &["chat_id", "message_id", "reply_markup"]),
            Self::DeleteMessage => ("deleteMessage", &["chat_id", "message_id"]),
            Self::SendChatAction => ("sendChatAction", &["chat_id", "action"]),
            Self::AnswerCallbackQuery => {
                ("answerCallbackQuery", &["callback_query_id", "text", "show_alert", "cache_time"])
            }
            Self::SetMyCommands => ("setMyCommands", &["commands", "scope", "language_code"]),
            Self::GetMyCommands => ("getMyCommands", &["scope", "language_code"]),
            Self::DeleteMyCommands => ("deleteMyCommands", &["scope", "language_code"]),
            Self::LeaveChat => ("leaveChat", &["chat_id"]),
        }
    }

    pub(super) fn check(self, args: &Args) -> Result<(), Refusal> {
        args.only(self.about().1)
    }

    /// All but `getUpdates`, which may have to wait.
    pub(super) fn call(self, world: &mut World, args: &Args) -> Answered {
        match self {
            Self::GetMe => Ok(me(world)),
            Self::GetUpdates => Ok(Value::Array(Vec::new())),
            Self::GetWebhookInfo => Ok(json!({
                "url": world.webhook_url, "has_custom_certificate": false, "pending_update_count": world.updates.len(),
            })),
            Self::DeleteWebhook => {
                if args.flag("drop_pending_updates")? {
                    world.updates.clear();
                }
                world.webhook_url.clear();
                Ok(Value::Bool(true))
            }
            Self::SendMessage => messages::send(world, args),
            Self::EditMessageText => messages::edit_text(world, args),
            Self::EditMessageReplyMarkup => messages::edit_markup(world, args),
            Self::DeleteMessage => messages::delete(world, args),
            Self::SendChatAction => messages::act(world, args),
            Self::AnswerCallbackQuery => callbacks::answer(world, args),
            Self::SetMyCommands => commands::set(world, args),
            Self::GetMyCommands => commands::get(world, args),
            Self::DeleteMyCommands => commands::delete(world, args),
            Self::LeaveChat => messages::leave(world, args),
        }
    }
}

fn me(world: &World) -> Value {
    let mut me = json!(world.bot);
    me["can_join_groups"] = true.into();
    for no in [
        "can_read_all_group_messages",
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
        "has_topics_enabled",
    ] {
        me[no] = false.into();
    }
    me
}
