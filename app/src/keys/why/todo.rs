//! What an admin may do about a key, in words that fit any door.

use super::Facts;

impl Facts<'_> {
    /// `None`: nothing has to be done.
    pub(super) fn todo(&self) -> Option<String> {
        match self.key.state {
            "out_of_funds" => Some(match &self.key.account {
                Some(account) => format!("Add funds to the account {account}, then activate the key."),
                None => "Add funds, then activate the key.".to_owned(),
            }),
            "manual_review" => Some(self.after_a_look().to_owned()),
            "disabled" => Some("Activate it to put it back to work.".to_owned()),
            _ if !self.configured => {
                Some(format!("Put [providers.{}] back into the configuration, or disable the key.", self.key.provider))
            }
            _ if self.cut_off_until().is_some() => Some("Test its proxy, or send the key out another way.".to_owned()),
            _ => None,
        }
    }

    fn after_a_look(&self) -> &'static str {
        match self.cause.map(|cause| cause.cause.as_str()) {
            Some("key_invalid") => "Put the key right with its provider and activate it, or rotate it.",
            Some("secret_unreadable") => "Give nproxy the right master key and activate the key, or rotate it.",
            _ => "Test it. If the upstream knows it, activate it; otherwise rotate it.",
        }
    }
}
