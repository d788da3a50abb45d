//! Which backups there are, and which of them are one too many.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::Datelike as _;
use tokio::fs;

use super::{BackupError, BackupName};

/// The newest of each of so many days that have one, and of so many weeks. In UTC; a week begins on Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// At least one.
    pub daily: u32,
    pub weekly: u32,
}

/// A backup that lies in a folder or in a bucket, under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub name: BackupName,
    pub bytes: u64,
}

/// Newest first. A folder that is not there has none.
pub async fn list(folder: &Path) -> Result<Vec<Listed>, BackupError> {
    let fails = |error| BackupError::Io { path: folder.display().to_string(), error };
    let mut entries = match fs::read_dir(folder).await {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(fails)?,
    };
    let mut all = Vec::new();
    while let Some(entry) = entries.next_entry().await.map_err(fails)? {
        let name = entry.file_name().to_str().and_then(|name| name.parse::<BackupName>().ok());
        let about = entry.metadata().await.map_err(fails)?;
        if let Some(name) = name.filter(|_| about.is_file()) {
            all.push(Listed { name, bytes: about.len() });
        }
    }
    all.sort_by(|a, b| b.name.cmp(&a.name));
    Ok(all)
}

/// Removes what is one too many; the number of files.
pub(super) async fn rotate(folder: &Path, keep: Keep, made: &BackupName) -> Result<u32, BackupError> {
    let all = list(folder).await?;
    let mut removed = 0;
    for listed in surplus(&all, keep, made) {
        let path = folder.join(listed.name.to_string());
        let gone = fs::remove_file(&path).await;
        gone.map_err(|error| BackupError::Io { path: path.display().to_string(), error })?;
        removed += 1;
    }
    Ok(removed)
}

/// Of all in one place, newest first. The one that was just made stays, whatever the clock said to the others.
pub(super) fn surplus<'a>(all: &'a [Listed], keep: Keep, made: &'a BackupName) -> impl Iterator<Item = &'a Listed> {
    let kept = kept(all.iter().map(|listed| &listed.name), keep);
    all.iter().filter(move |listed| !kept.contains(&listed.name) && listed.name != *made)
}

/// Of the names, newest first, those that stay.
fn kept<'a>(names: impl Iterator<Item = &'a BackupName>, keep: Keep) -> BTreeSet<BackupName> {
    let (mut days, mut weeks, mut kept) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for name in names {
        let week = name.made_at.iso_week();
        let is_of_day = days.len() < keep.daily.max(1) as usize && days.insert(name.made_at.date_naive());
        let is_of_week = weeks.len() < keep.weekly as usize && weeks.insert((week.year(), week.week()));
        if is_of_day || is_of_week {
            kept.insert(name.clone());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, TimeZone as _, Utc};

    use super::*;

    fn names(every: Duration, count: i32) -> Vec<BackupName> {
        // A Friday.
        let newest = Utc.with_ymd_and_hms(2027, 1, 15, 12, 0, 0).unwrap();
        (0..count).map(|n| BackupName::new(newest - every * n, "1a2b3c4d".to_owned())).collect()
    }

    fn days(kept: &BTreeSet<BackupName>) -> Vec<String> {
        kept.iter().rev().map(|name| name.made_at.format("%m-%d %H").to_string()).collect()
    }

    #[test]
    fn the_newest_of_each_day_and_then_of_each_week_stay() {
        let twice_a_day = names(Duration::hours(12), 60);
        let stay = kept(twice_a_day.iter(), Keep { daily: 3, weekly: 3 });
        assert_eq!(days(&stay), ["01-15 12", "01-14 12", "01-13 12", "01-10 12", "01-03 12"]);
    }

    #[test]
    fn days_without_a_backup_cost_none_and_the_newest_always_stays() {
        let seldom = names(Duration::days(40), 5);
        assert_eq!(kept(seldom.iter(), Keep { daily: 5, weekly: 0 }).len(), 5, "old ones are better than none");
        assert_eq!(kept(seldom.iter(), Keep { daily: 0, weekly: 0 }).into_iter().next(), Some(seldom[0].clone()));
    }
}
