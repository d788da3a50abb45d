//! Objects of a folder in the order of their places, from any one of them on.

use std::fs;
use std::io;
use std::path::Path;

use nproxy_domain::assets::{Listed, StorageKey};

use super::TEMP;

/// Where an object lies: `generations`, `ab`, `<generation>`, `<attempt>`. The key is a plain one.
pub fn place(key: &StorageKey) -> Vec<&str> {
    let mut place: Vec<_> = key.as_str().split('/').collect();
    let second = place.get(1).copied().unwrap_or_default();
    // `.thumb` must not tear a thumbnail from its picture.
    let id = second.split('.').next().unwrap_or_default();
    place.insert(1, id.get(id.len().saturating_sub(2)..).unwrap_or_default());
    place
}

/// At most `max` that lie behind `after`. What is none of ours is passed over.
pub fn list(root: &Path, after: Option<&StorageKey>, max: usize) -> io::Result<Vec<Listed>> {
    let mut walk = Walk { at: Vec::new(), found: Vec::new(), max };
    walk.folder(root, &after.map(place).unwrap_or_default())?;
    Ok(walk.found)
}

struct Walk {
    /// Folders on the way to where the walk is, from the root.
    at: Vec<String>,
    found: Vec<Listed>,
    max: usize,
}

impl Walk {
    /// Goes through what lies behind `after`, which is a place below this folder; empty: through everything.
    fn folder(&mut self, folder: &Path, after: &[&str]) -> io::Result<()> {
        for name in names(folder)? {
            if self.found.len() >= self.max {
                break;
            }
            let behind: &[&str] = match after.first() {
                Some(begun) if name.as_str() < *begun => continue,
                Some(begun) if name == *begun && after.len() == 1 => continue,
                Some(begun) if name == *begun => &after[1..],
                _ => &[],
            };
            let path = folder.join(&name);
            // What was removed meanwhile is not in the list.
            let Some(about) = unless_gone(fs::metadata(&path))? else { continue };
            self.at.push(name);
            if about.is_dir() && self.at != [TEMP] {
                self.folder(&path, behind)?;
            } else if about.is_file()
                && let Some(key) = self.key()
            {
                self.found.push(Listed { key, bytes: about.len() });
            }
            self.at.pop();
        }
        Ok(())
    }

    /// Of the file at which the walk is.
    fn key(&self) -> Option<StorageKey> {
        let mut segments = self.at.clone();
        let shard = (segments.len() > 2).then(|| segments.remove(1))?;
        let key = StorageKey::listed(&segments.join("/"))?;
        let is_its_own = place(&key)[1] == shard;
        is_its_own.then_some(key)
    }
}

/// In order, without those that no key of ours leads to.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let Some(entries) = unless_gone(fs::read_dir(folder))? else { return Ok(Vec::new()) };
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry?.file_name().into_string().ok().filter(|name| StorageKey::is_segment(name)));
    }
    names.sort_unstable();
    Ok(names)
}

fn unless_gone<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error) if super::is_absent(&error) => Ok(None),
        Err(error) => Err(error),
    }
}
