//! What every deed is given.

use std::ops::Deref;
use std::sync::Arc;

use nproxy_domain::Env;
use nproxy_domain::assets::AssetStore;
use nproxy_domain::catalog::{Catalog, Plan};
use nproxy_domain::mail::{Mailer, Notifier};
use nproxy_gateway::{Gateway, Processors};
use nproxy_store::Store;
use nproxy_store::ring::Ring;

use crate::accounts::{AccountSettings, PasswordDesk};
use crate::assets::{DeskSettings, PictureDesk, UploadLimits};
use crate::balances::BalanceSettings;
use crate::cycles::CycleSettings;
use crate::generations::TypicalCache;
use crate::health::HealthSettings;
use crate::notices::NoticeSettings;
use crate::payments::{PaymentDesk, PaymentSettings};
use crate::places::Places;
use crate::proxies::ProxySettings;
use crate::retention::RetentionSettings;
use crate::shelf::Shelf;
use crate::site::SiteSettings;
use crate::space::{Fill, SpaceWatch};
use crate::trash::TrashSettings;
use crate::turns::{Brakes, QueueLimits};
use crate::waits::{WaitLimits, Waits};
use crate::worker::WorkerSettings;
use crate::zips::ZipSettings;

/// The product, wired. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    parts: AppParts,
    waits: Waits,
    passwords: PasswordDesk,
    pictures: PictureDesk,
    typical: TypicalCache,
    payments: PaymentDesk,
    zips: Places,
    space: SpaceWatch,
    shelf: Shelf,
}

/// What an [`App`] is made of; the binary and the tests fill it in.
#[derive(Debug)]
pub struct AppParts {
    pub store: Store,
    pub env: Env,
    pub gateway: Gateway,
    pub processors: Processors,
    /// The same keys that the gateway picks from: an attempt is closed in the transaction that settles its picture.
    pub ring: Ring,
    pub assets: Arc<dyn AssetStore>,
    pub mailer: Arc<dyn Mailer>,
    /// `None`: no bot is configured.
    pub notifier: Option<Arc<dyn Notifier>>,
    pub catalog: Catalog,
    pub plans: Vec<Plan>,
    pub settings: Settings,
}

impl App {
    pub fn new(parts: AppParts) -> Self {
        let waits = Waits::new(parts.settings.waits);
        let passwords = PasswordDesk::new(parts.settings.accounts.passwords);
        let pictures = PictureDesk::new(parts.settings.pictures);
        let (typical, payments) = (TypicalCache::default(), PaymentDesk::default());
        let zips = Places::new(parts.settings.zips.at_once, parts.settings.zips.of_customer_max);
        let (space, shelf) = (SpaceWatch::default(), Shelf::default());
        Self(Arc::new(Shared { parts, waits, passwords, pictures, typical, payments, zips, space, shelf }))
    }

    /// There is no room for more pictures than are begun already.
    pub fn is_full(&self) -> bool {
        self.0.space.fill(&self.settings.health) == Fill::Full
    }

    pub(crate) fn shelf(&self) -> &Shelf {
        &self.0.shelf
    }

    pub(crate) fn waits(&self) -> &Waits {
        &self.0.waits
    }

    /// Where pictures are worked on.
    pub fn pictures(&self) -> &PictureDesk {
        &self.0.pictures
    }

    pub(crate) fn zips(&self) -> &Places {
        &self.0.zips
    }

    pub(crate) fn passwords(&self) -> &PasswordDesk {
        &self.0.passwords
    }

    pub(crate) fn typical(&self) -> &TypicalCache {
        &self.0.typical
    }

    pub(crate) fn payments(&self) -> &PaymentDesk {
        &self.0.payments
    }
}

impl Deref for App {
    type Target = AppParts;

    fn deref(&self) -> &AppParts {
        &self.0.parts
    }
}

/// Every limit of the deeds, by topic. Each topic's type stands beside its deeds.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub accounts: AccountSettings,
    pub pictures: DeskSettings,
    pub uploads: UploadLimits,
    pub queue: QueueLimits,
    pub brakes: Brakes,
    pub worker: WorkerSettings,
    pub waits: WaitLimits,
    pub balances: BalanceSettings,
    pub proxies: ProxySettings,
    pub payments: PaymentSettings,
    pub site: SiteSettings,
    pub cycles: CycleSettings,
    pub zips: ZipSettings,
    pub trash: TrashSettings,
    pub retention: RetentionSettings,
    pub health: HealthSettings,
    pub notices: NoticeSettings,
}
