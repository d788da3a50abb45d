//! What every handler is given.

use std::ops::Deref;
use std::sync::Arc;

use nproxy_app::App;
use nproxy_app::health::HealthWatch;
use nproxy_app::places::Places;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::settings::ServerSettings;
use crate::spa::Front;

/// Each holds a whole file, and its picture is being worked on.
const UPLOADS_IN_MEMORY_MAX: usize = 4;
/// The front end sends fewer at a time.
const UPLOADS_OF_CUSTOMER_MAX: usize = 4;

/// The web door, wired. Cheap to clone; a handler takes it as an argument.
#[derive(Clone, Debug)]
pub struct Web(Arc<WebParts>);

#[derive(Debug)]
pub struct WebParts {
    pub app: App,
    pub settings: ServerSettings,
    pub front: Front,
    pub health: HealthWatch,
    /// Of uploads, taken before anything of a body is read: who sends slowly keeps one as well.
    pub uploads: Places,
    /// Uploads may be in memory this many at once; the others wait on the disk.
    pub uploads_in_memory: Semaphore,
    /// The server is going: say "not ready".
    pub draining: CancellationToken,
    pub stopping: CancellationToken,
}

impl Web {
    pub fn new(app: App, settings: ServerSettings) -> Self {
        let uploads_max = app.settings.pictures.uploads_max;
        Self(Arc::new(WebParts {
            health: HealthWatch::new(app.clone()),
            app,
            front: Front::new(settings.static_dir.clone()),
            settings,
            uploads: Places::new(uploads_max, UPLOADS_OF_CUSTOMER_MAX),
            uploads_in_memory: Semaphore::new(UPLOADS_IN_MEMORY_MAX),
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
