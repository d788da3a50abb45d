//! What every handler is given.

use std::ops::Deref;
use std::sync::Arc;

use nproxy_app::App;
use nproxy_app::health::HealthWatch;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::settings::ServerSettings;
use crate::spa::Front;

/// Each holds a whole file, and its picture is being worked on.
const UPLOADS_AT_ONCE: usize = 4;

/// The web door, wired. Cheap to clone; a handler takes it as an argument.
#[derive(Clone, Debug)]
pub struct Web(Arc<WebParts>);

#[derive(Debug)]
pub struct WebParts {
    pub app: App,
    pub settings: ServerSettings,
    pub front: Front,
    pub health: HealthWatch,
    /// Uploads may be in memory this many at once; the others wait on the disk.
    pub uploads: Semaphore,
    /// The server is going: say "not ready".
    pub draining: CancellationToken,
    pub stopping: CancellationToken,
}

impl Web {
    pub fn new(app: App, settings: ServerSettings) -> Self {
        Self(Arc::new(WebParts {
            health: HealthWatch::new(app.clone()),
            app,
            front: Front::new(settings.static_dir.clone()),
            settings,
            uploads: Semaphore::new(UPLOADS_AT_ONCE),
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
