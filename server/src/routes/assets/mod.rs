//! Pictures: uploads and results.

mod delete;
mod download;
mod restore;
mod span;
mod update;
mod upload;

use crate::docs::{Operations, ops};

pub use download::show;

pub fn operations() -> Operations {
    ops![
        upload::upload_asset,
        download::download_asset,
        update::update_asset,
        delete::delete_asset,
        restore::restore_asset,
    ]
}
