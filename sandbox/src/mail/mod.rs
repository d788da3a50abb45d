//! A mail server, played: it takes mails as strictly as a real one, keeps them to be looked at, and refuses on request.
//! Nothing goes any further.

mod check;
mod conduct;
mod desk;
mod inbox;
mod lines;
mod options;
mod pages;
mod received;
mod session;
mod sign_in;

pub use conduct::MailConduct;
pub(crate) use desk::route as mail_route;
pub use inbox::{Inbox, MailState};
pub use options::{MailOptions, MailTls};
pub use received::ReceivedMail;

use std::io;

use crate::door::Door;

/// Opens the port. Must be called within a tokio runtime.
pub(crate) async fn open(inbox: &Inbox) -> io::Result<Door> {
    let (listen, inbox) = (inbox.options().listen, inbox.clone());
    Door::open(listen, move |stream, _peer| {
        let inbox = inbox.clone();
        async move {
            if let Err(error) = session::serve(stream, inbox).await {
                tracing::debug!(%error, "a conversation about mail ended early");
            }
        }
    })
    .await
}
