//! How much room the disk of the pictures has.

use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::health::HealthSettings;

/// What was seen so recently is still true.
const FRESH_FOR: Duration = Duration::from_secs(1);
const MIB: u64 = 1024 * 1024;

/// How full is low, and how full is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpaceLimits {
    pub low_percent: u32,
    pub full_percent: u32,
    /// With at least so much free it is neither; 0: the percentages alone say it.
    pub enough_mib: u64,
}

impl Default for SpaceLimits {
    fn default() -> Self {
        Self { low_percent: 85, full_percent: 95, enough_mib: 0 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fill {
    Roomy,
    /// Admins are told.
    Low,
    /// Nothing is taken that is not begun yet.
    Full,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Rounded up.
    pub used_percent: u32,
    pub free_mib: u64,
}

impl Space {
    /// Of the disk that a folder lies on, as `df` reckons: what only root may take is neither used nor free.
    pub fn of(folder: &Path) -> io::Result<Self> {
        let disk = rustix::fs::statvfs(folder)?;
        let used = disk.f_blocks.saturating_sub(disk.f_bfree);
        let percent = (used * 100).div_ceil((used + disk.f_bavail).max(1));
        let free_mib = disk.f_bavail.saturating_mul(disk.f_frsize) / MIB;
        Ok(Self { used_percent: u32::try_from(percent).unwrap_or(100), free_mib })
    }

    pub fn fill(self, limits: &SpaceLimits) -> Fill {
        if limits.enough_mib > 0 && self.free_mib >= limits.enough_mib {
            Fill::Roomy
        } else if self.used_percent >= limits.full_percent {
            Fill::Full
        } else if self.used_percent >= limits.low_percent {
            Fill::Low
        } else {
            Fill::Roomy
        }
    }
}

/// Looks whenever somebody wants to put something there.
#[derive(Debug, Default)]
pub(crate) struct SpaceWatch(Mutex<Option<(Instant, Fill)>>);

impl SpaceWatch {
    /// A disk that can't be seen is no reason to refuse anything: whoever writes to it will find out.
    pub fn fill(&self, settings: &HealthSettings) -> Fill {
        let Some(folder) = &settings.disk else { return Fill::Roomy };
        let mut newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, fill)) = *newest
            && at.elapsed() < FRESH_FOR
        {
            return fill;
        }
        let fill = Space::of(folder).map_or(Fill::Roomy, |space| space.fill(&settings.space));
        *newest = Some((Instant::now(), fill));
        fill
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(used_percent: u32, free_mib: u64, enough_mib: u64) -> Fill {
        Space { used_percent, free_mib }.fill(&SpaceLimits { enough_mib, ..SpaceLimits::default() })
    }

    #[test]
    fn a_disk_is_low_at_85_percent_and_full_at_95() {
        let fills = [0, 84, 85, 94, 95, 100].map(|used| fill(used, 10_000, 0));
        assert_eq!(fills, [Fill::Roomy, Fill::Roomy, Fill::Low, Fill::Low, Fill::Full, Fill::Full]);
    }

    #[test]
    fn with_enough_free_no_percentage_is_an_alarm() {
        assert_eq!([2047, 2048].map(|free| fill(97, free, 2048)), [Fill::Full, Fill::Roomy]);
        assert_eq!([2047, 2048].map(|free| fill(90, free, 2048)), [Fill::Low, Fill::Roomy]);
    }

    #[test]
    fn a_disk_that_can_not_be_seen_is_not_called_full() {
        let settings = HealthSettings { disk: Some("/nowhere/at/all".into()), ..HealthSettings::default() };
        assert_eq!(SpaceWatch::default().fill(&settings), Fill::Roomy);
        let here = Space::of(Path::new("/")).expect("there is a disk");
        assert!(here.used_percent <= 100);
    }
}
