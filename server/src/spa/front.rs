//! The front end that this process has.

use std::path::PathBuf;

use tokio::sync::OnceCell;

use super::files::Files;
use super::page;

const BUILD_CHARS: usize = 12;

#[derive(Debug)]
pub struct Front {
    pub files: Files,
    build: OnceCell<String>,
}

impl Front {
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { files: Files::new(folder), build: OnceCell::new() }
    }

    /// Which one: by the hash of its page, which names all the others by theirs. As it was when it was first asked for,
    /// so that a folder that is changed later doesn't make pages reload for ever. Empty: it is not built.
    pub async fn build(&self) -> &str {
        let known = self.build.get_or_try_init(|| async {
            let page = self.files.get(page::NAME).await.ok_or(())?;
            Ok::<_, ()>(page.etag().trim_matches('"').chars().take(BUILD_CHARS).collect())
        });
        known.await.map_or("", String::as_str)
    }
}
