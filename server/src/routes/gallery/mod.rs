//! The library: all pictures, what is taken along of them, and what is on its way.

mod activity;
mod download;
mod list;
mod zip;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![list::list_gallery, zip::make_zip, download::download, activity::get_activity]
}
