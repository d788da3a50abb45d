//! What the played Bot API is started with.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
};

use super::flood::FloodLimits;

/// Opens nothing but the played Bot API.
const TOKEN: &str = "7000000001:AAE-played-bot-token_0123456789abcd";
/// What stands behind the colon of a token.
const SECRET_CHARS: usize = 35;
/// A press that is older can't be answered any more.
const CALLBACK_TTL_MS: u64 = 15_000;

#[derive(Clone)]
pub struct TelegramOptions {
    /// Where it listens; port 0 takes any free port.
    pub listen: SocketAddr,
    /// `<the bot's id>:<35 letters, digits, - and _>`. Any other is answered as an unknown one.
    pub token: String,
    /// The bot's name.
    pub name: String,
    /// The bot's username, without `@`.
    pub username: String,
    /// `None`: the bot may send as fast as it can.
    pub flood: Option<FloodLimits>,
    /// A button's press can be answered for so long.
    pub callback_ttl_ms: u64,
}

impl Default for TelegramOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            token: TOKEN.to_owned(),
            name: "Played bot".to_owned(),
            username: "played_bot".to_owned(),
            flood: None,
            callback_ttl_ms: CALLBACK_TTL_MS,
        }
    }
}

impl fmt::Debug for TelegramOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TelegramOptions")
            .field("listen", &self.listen)
            .field("bot_id", &bot_id(&self.token))
            .field("name", &self.name)
            .field("username", &self.username)
            .field("flood", &self.flood)
            .field("callback_ttl_ms", &self.callback_ttl_ms)
            .finish()
    }
}

impl TelegramOptions {
    pub(crate) fn check(&self) -> io::Result<()> {
        let bad = |reason| Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
        if bot_id(&self.token).is_none() {
            return bad("`telegram.token` is not like a bot's token");
        }
        if self.flood.is_some_and(|limits| limits.chat_burst == 0 || limits.total_burst == 0) {
            return bad("`telegram.flood` must let one message through");
        }
        Ok(())
    }
}

/// `None`: this is no token.
pub(super) fn bot_id(token: &str) -> Option<i64> {
    let (id, secret) = token.split_once(':')?;
    let whole = secret.len() == SECRET_CHARS && secret.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    id.parse().ok().filter(|id| *id > 0 && whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_an_id_and_a_secret_of_35_characters() {
        assert_eq!(bot_id(TOKEN), Some(7_000_000_001));
        for bad in ["", "7000000001", "7:short", &TOKEN[1..TOKEN.len() - 1], &format!("x{TOKEN}"), &format!("{TOKEN}x")]
        {
            assert_eq!(bot_id(bad), None, "{bad}");
        }
        assert!(!format!("{:?}", TelegramOptions::default()).contains("played-bot-token"));
    }
}
