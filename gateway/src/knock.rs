//! An address that is fetched for its own sake: whoever stands there hears that we live.

use std::time::Duration;

use url::Url;

use crate::clients::ClientError;
use crate::run::Gateway;
use crate::trouble::root_cause;

/// Why it did not hear. The texts are for people and don't show the address, which may be a secret.
#[derive(Debug, thiserror::Error)]
pub enum KnockError {
    #[error("no answer within {after_s} s")]
    TimedOut { after_s: u64 },
    #[error("the connection broke: {cause}")]
    Broken { cause: String },
    #[error("it answered {status}")]
    Status { status: u16 },
    #[error(transparent)]
    Client(#[from] ClientError),
}

impl Gateway {
    /// Fetches `url` once, follows nowhere and reads no body.
    pub async fn knock(&self, url: &Url, within: Duration) -> Result<(), KnockError> {
        let client = self.clients.direct_client()?;
        let Ok(answered) = tokio::time::timeout(within, client.get(url.clone()).send()).await else {
            return Err(KnockError::TimedOut { after_s: within.as_secs() });
        };
        match answered {
            Ok(reply) if reply.status().is_success() => Ok(()),
            Ok(reply) => Err(KnockError::Status { status: reply.status().as_u16() }),
            Err(error) => Err(KnockError::Broken { cause: root_cause(&error) }),
        }
    }
}
