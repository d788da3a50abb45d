//! The site around the app: the landing page, terms and privacy, and the brand's own files.
//!
//! They are whole when they arrive: text, price and brand come with the HTML, and nothing on them waits for a script.
//! To add a word: 1. a field in `words`, 2. its text in every file of `texts/`, 3. its place in `spa/landing/index.html`.
//!
//! **Invariant:** what an operator wrote reaches a page escaped, as Markdown whose HTML is text, or as a number.

mod accent;
mod brand;
mod colour;
mod document;
mod money;
mod pages;
mod pictures;
mod small;
mod trouble;
mod view;
mod visitor;
mod words;

use salvo::{Request, Response};

pub use accent::{Accent, Theme};
pub use brand::Brand;
pub use colour::NotAColour;
pub use document::{Document, read_markdown};
pub use pages::{Pages, TEMPLATE};
pub use pictures::{Picture, read_logo, read_pictures};
pub use trouble::FileTrouble;
pub use view::Page;
pub use visitor::sign_up;
pub use words::BrandWords;

use crate::web::Web;

/// What became of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    Yes,
    /// It is a page of the site that this operator has none of.
    NoSuchPage,
    /// It is none of the site's.
    No,
}

/// Answers what belongs to the site.
pub async fn send(pages: &Pages, web: &Web, req: &Request, res: &mut Response) -> Answered {
    let path = req.uri().path();
    if let Some(page) = [Page::Landing, Page::Terms, Page::Privacy].into_iter().find(|page| page.path() == path) {
        if !Pages::has(page, web) {
            return Answered::NoSuchPage;
        }
        pages.send(page, web, req, res).await;
        return Answered::Yes;
    }
    if small::send(path, web, req, res) { Answered::Yes } else { Answered::No }
}
