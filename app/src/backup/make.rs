//! Making one.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nproxy_store::backup::{Dump, NewBackup, Place, record};
use nproxy_store::bucket::Bucket;
use tokio::fs;

use super::bucket::bring;
use super::file::{Manifest, blocking, write};
use super::rotate::rotate;
use super::{BackupError, BackupName, Keep, Recipients};
use crate::App;

/// What is to be made and where it goes.
#[derive(Clone, Debug)]
pub struct Order {
    /// Of the database that the [`App`] is connected to.
    pub place: Place,
    pub folder: PathBuf,
    /// Where it is brought as well.
    pub bucket: Option<Arc<Bucket>>,
    pub recipients: Recipients,
    pub keep: Keep,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub name: BackupName,
    pub path: PathBuf,
    /// Of the file.
    pub bytes: u64,
    /// Older ones that were removed for it, in both places.
    pub removed: u32,
}

/// Reads the database as of now, while everybody works on, into a new file of the folder; then removes what is one too many
/// there, brings it into the bucket, and puts on record that there is a backup: so one that could not be brought is none to who
/// looks at the age of the newest. The file is there as a whole or not at all.
pub async fn make(app: &App, order: &Order) -> Result<Made, BackupError> {
    let (began, master_key) = (app.env.now(), app.store.master_key().id());
    let name = BackupName::new(began, master_key.clone());
    let fails = |path: &Path| {
        let path = path.display().to_string();
        move |error| BackupError::Io { path, error }
    };
    fs::create_dir_all(&order.folder).await.map_err(fails(&order.folder))?;
    let (path, partial) = (order.folder.join(name.to_string()), order.folder.join(format!(".{name}.partial")));
    let copy = order.folder.join(format!(".{name}.copy"));
    let dump = Dump::begin(&app.store, &order.place, &copy).await?;
    let manifest = Manifest::new(began, order.place.engine(), schema(), master_key.clone());
    let (to, recipients, at) = (partial.clone(), order.recipients.clone(), path.clone());
    let written = blocking(move || {
        let file = new_file(&to).map_err(fails(&to))?;
        let mut buffered = BufWriter::new(file);
        let written = write(&mut buffered, &recipients, &manifest, dump).map_err(BackupError::from);
        let whole = written.and_then(|_| finish(buffered, &to, &at).map_err(fails(&at)));
        whole.inspect_err(|_| drop(std::fs::remove_file(&to)))
    });
    let bytes = written.await?;
    let mut removed = rotate(&order.folder, order.keep, &name).await?;
    if let Some(bucket) = &order.bucket {
        let brought = Box::pin(bring(bucket, &path, &name, order.keep)).await;
        removed += brought.map_err(|error| BackupError::NotBrought { path: path.display().to_string(), error })?;
    }
    let took_ms = (app.env.now() - began).num_milliseconds();
    let new = &NewBackup { name: name.to_string(), made_at: began, took_ms, bytes, master_key };
    app.store.write(|tx| async move { record(&tx, &app.env, new.clone()).await }).await?;
    Ok(Made { name, path, bytes, removed })
}

fn schema() -> String {
    nproxy_store::schema_steps().pop().unwrap_or_default()
}

/// Readable by this user alone.
fn new_file(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

/// The length of the file, once it lasts under its name.
fn finish(mut buffered: BufWriter<File>, from: &Path, to: &Path) -> std::io::Result<u64> {
    buffered.flush()?;
    let file = buffered.get_ref();
    file.sync_all()?;
    let bytes = file.metadata()?.len();
    std::fs::rename(from, to)?;
    File::open(to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(bytes)
}
