//! Pictures to take along, in one file.
//!
//! A ZIP is written while it is fetched and lies nowhere: a link ([`make`]) names what was chosen, and whoever fetches it
//! ([`open`]) gets what is his at that moment. Nothing is compressed, for pictures are already; one picture at a time is in
//! memory, and a pipe of [`ZipSettings::pipe_bytes`] holds the writer back until the reader has room.
//!
//! To put something else into a ZIP: 1. a kind of download in the store; 2. its [`Entry`]s, as a stream; 3. its line in
//! [`open`].

mod account;
mod entry;
mod make;
mod make_of_account;
mod names;
mod open;
mod patient;
mod pictures;
mod settings;
mod write;

pub use entry::{Content, Entries, Entry};
pub use make::{MakeError, make};
pub(crate) use make_of_account::make_for_admin;
pub use make_of_account::make_of_account;
pub use names::{Names, slug};
pub use open::{Download, OpenError, open};
pub use settings::ZipSettings;
pub use write::{Busy, ZipBody, stream};
