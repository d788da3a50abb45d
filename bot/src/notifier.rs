//! Notices for admins, in Telegram.

use std::time::Duration;

use async_trait::async_trait;
use nproxy_domain::mail::{MessageRef, Notice, NoticeStage, Notifier, NotifyError, Severity};
use secrecy::SecretString;
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};
use tokio::time::timeout;
use url::Url;

use crate::api::{ApiError, Telegram};
use crate::link::can_be_opened;
use crate::said::escaped;

/// Whoever hands a notice over waits no longer.
const TELL_MAX: Duration = Duration::from_secs(10);
/// Telegram takes 4,096; markup and the rest have room.
const LINES_CHARS_MAX: usize = 3000;

/// Tells by the same bot that admins talk to. It asks for no updates, so it may run beside `nproxy bot`.
#[derive(Debug)]
pub struct TelegramNotifier(Telegram);

impl TelegramNotifier {
    /// `None`: no HTTP client can be made.
    pub fn new(token: &SecretString, api_url: &Url) -> Option<Self> {
        Telegram::new(token, api_url).ok().map(Self)
    }

    async fn put(&self, chat: i64, notice: &Notice, earlier: Option<i64>) -> Result<i64, ApiError> {
        let (text, buttons) = (laid_out(notice), buttons(notice));
        if let Some(message) = earlier {
            match self.0.edit(chat, message, &text, buttons.clone()).await {
                Ok(()) => return Ok(message),
                Err(ApiError::NoMessage) => {}
                Err(error) => return Err(error),
            }
        }
        let is_silent = notice.severity == Severity::Info || notice.stage == NoticeStage::Recovered;
        if is_silent {
            self.0.send_silently(chat, &text, buttons).await
        } else {
            self.0.send(chat, &text, buttons).await
        }
    }
}

#[async_trait]
impl Notifier for TelegramNotifier {
    async fn tell(
        &self,
        recipient: &str,
        notice: &Notice,
        earlier: Option<&MessageRef>,
    ) -> Result<MessageRef, NotifyError> {
        let chat = recipient.parse().map_err(|_| NotifyError::Gone("this is no chat of Telegram's".to_owned()))?;
        // What can't be read as a message's number is none of ours.
        let earlier = earlier.and_then(|earlier| earlier.0.parse().ok());
        match timeout(TELL_MAX, self.put(chat, notice, earlier)).await {
            Ok(Ok(message)) => Ok(MessageRef(message.to_string())),
            Ok(Err(ApiError::Later { after })) => Err(NotifyError::Later { after }),
            Ok(Err(ApiError::Gone(why))) => Err(NotifyError::Gone(why)),
            Ok(Err(error)) => Err(NotifyError::Temporary(error.to_string())),
            Err(_) => Err(NotifyError::Temporary("Telegram doesn't answer in time".to_owned())),
        }
    }
}

fn laid_out(notice: &Notice) -> String {
    let mark = match (notice.stage, notice.severity) {
        (NoticeStage::Recovered, _) => "🟢",
        (NoticeStage::Digest, _) => "📊",
        (NoticeStage::Open, Severity::Critical) => "🔴",
        (NoticeStage::Open, Severity::Warning) => "🟠",
        (NoticeStage::Open, Severity::Info) => "🔵",
    };
    let lines: String = notice.lines.join("\n").chars().take(LINES_CHARS_MAX).collect();
    let title = escaped(&notice.title);
    let text = if lines.is_empty() { String::new() } else { format!("\n{}", escaped(&lines)) };
    format!("{mark} <b>{title}</b>{text}")
}

fn buttons(notice: &Notice) -> InlineKeyboardMarkup {
    let link = notice.link.as_ref().filter(|link| can_be_opened(&link.url));
    let rows = link.map(|link| vec![InlineKeyboardButton::url(link.label.clone(), link.url.clone())]);
    InlineKeyboardMarkup::new(rows)
}

#[cfg(test)]
mod tests {
    use nproxy_domain::mail::NoticeLink;

    use super::*;

    fn notice(stage: NoticeStage, severity: Severity) -> Notice {
        Notice {
            severity,
            stage,
            title: "No key of <nano_banana> works".into(),
            lines: vec!["3 & more".into(), "since 10:00 UTC".into()],
            link: Some(NoticeLink { label: "Keys".into(), url: "https://a.example/admin/keys".parse().unwrap() }),
        }
    }

    #[test]
    fn a_notice_says_at_a_glance_how_bad_it_is_and_its_text_is_no_markup() {
        let text = laid_out(&notice(NoticeStage::Open, Severity::Critical));
        assert_eq!(text, "🔴 <b>No key of &lt;nano_banana&gt; works</b>\n3 &amp; more\nsince 10:00 UTC");
        assert!(laid_out(&notice(NoticeStage::Recovered, Severity::Critical)).starts_with("🟢"));
        let long = Notice { lines: vec!["&".repeat(9000)], ..notice(NoticeStage::Digest, Severity::Info) };
        assert!(crate::said::plain_of(&laid_out(&long)).chars().count() < 4096);
    }

    #[test]
    fn a_link_that_telegram_would_refuse_is_left_out() {
        let open = notice(NoticeStage::Open, Severity::Warning);
        assert_eq!(buttons(&open).inline_keyboard.len(), 1);
        let link = NoticeLink { label: "Keys".into(), url: "http://localhost:8080/admin".parse().unwrap() };
        assert!(buttons(&Notice { link: Some(link), ..open }).inline_keyboard.is_empty());
    }
}
