//! A channel to admins that keeps what it is told and fails as it is told.

use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;
use nproxy_domain::mail::{MessageRef, Notice, NoticeStage, Notifier, NotifyError, Severity};

/// What it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub to: String,
    pub notice: Notice,
    /// What it is called now.
    pub id: String,
    /// It was there before and reads otherwise now.
    pub is_edit: bool,
}

impl Message {
    pub fn title(&self) -> &str {
        &self.notice.title
    }

    pub fn stage(&self) -> NoticeStage {
        self.notice.stage
    }

    pub fn severity(&self) -> Severity {
        self.notice.severity
    }

    pub fn says(&self, words: &str) -> bool {
        self.notice.lines.iter().any(|line| line.contains(words))
    }
}

/// Takes everything, unless it was told to fail.
#[derive(Debug, Default)]
pub struct Channel(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    messages: Vec<Message>,
    sent: u32,
    answers: VecDeque<NotifyError>,
    is_away: bool,
    tries: u32,
}

impl Channel {
    /// What came since, in order.
    pub fn take(&self) -> Vec<Message> {
        std::mem::take(&mut self.0.lock().unwrap().messages)
    }

    /// Instead of what comes next.
    pub fn answers(&self, error: NotifyError) {
        self.0.lock().unwrap().answers.push_back(error);
    }

    pub fn is_away(&self, is_away: bool) {
        self.0.lock().unwrap().is_away = is_away;
    }

    /// How often it was asked to take something.
    pub fn tries(&self) -> u32 {
        self.0.lock().unwrap().tries
    }
}

#[async_trait]
impl Notifier for Channel {
    async fn tell(
        &self,
        recipient: &str,
        notice: &Notice,
        earlier: Option<&MessageRef>,
    ) -> Result<MessageRef, NotifyError> {
        let mut state = self.0.lock().unwrap();
        state.tries += 1;
        if state.is_away {
            return Err(NotifyError::Temporary("away".to_owned()));
        }
        if let Some(error) = state.answers.pop_front() {
            return Err(error);
        }
        if earlier.is_none() {
            state.sent += 1;
        }
        let id = earlier.map_or_else(|| format!("m{}", state.sent), |earlier| earlier.0.clone());
        let (to, notice) = (recipient.to_owned(), notice.clone());
        state.messages.push(Message { to, notice, id: id.clone(), is_edit: earlier.is_some() });
        Ok(MessageRef(id))
    }
}
