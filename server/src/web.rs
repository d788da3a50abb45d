//! What every handler is given.

use std::ops::Deref;
use std::sync::Arc;

use nproxy_app::App;
use tokio_util::sync::CancellationToken;

use crate::settings::ServerSettings;

/// The web door, wired. Cheap to clone; a handler takes it as an argument.
#[derive(Clone, Debug)]
pub struct Web(Arc<WebParts>);

#[derive(Debug)]
pub struct WebParts {
    pub app: App,
    pub settings: ServerSettings,
    /// The server is going: say "not ready".
    pub draining: CancellationToken,
    pub stopping: CancellationToken,
}

impl Web {
    pub fn new(app: App, settings: ServerSettings) -> Self {
        Self(Arc::new(WebParts {
            app,
            settings,
            draining: CancellationToken::new(),
            stopping: CancellationToken::new(),
        }))
    }
}

impl Deref for Web {
    type Target = WebParts;

    fn deref(&self) -> &WebParts {
        &self.0
    }
}
