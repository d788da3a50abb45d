//! The web door: the REST API, its documentation, the static front end, and the site around it.
//!
//! Every operation is one file in `routes` that reads what was sent, calls one deed of `nproxy-app`, and turns its
//! result or its error into an answer. What surrounds all of them is in `hoops`; refusals are in `problem`.

mod body;
mod connections;
mod cookie;
mod docs;
mod dto;
mod endpoint;
mod extract;
mod form;
mod hoops;
mod internal;
mod listening;
mod polling;
mod problem;
mod routes;
mod serve;
mod settings;
mod site;
mod socket;
mod spa;
mod web;

pub use docs::openapi;
pub use internal::{Exposition, InternalDoor};
pub use serve::{ServeError, Server};
pub use settings::{Network, NotANetwork, ServerSettings};
pub use site::{
    Accent, Brand, BrandWords, Document, FileTrouble, NotAColour, Picture, Theme, read_logo, read_markdown,
    read_pictures,
};
pub use socket::BoundSocket;
