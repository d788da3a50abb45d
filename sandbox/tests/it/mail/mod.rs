//! The played mail server.

mod conduct;
mod pages;
mod talk;

use nproxy_sandbox::{Inbox, MailOptions, SandboxOptions};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use crate::client::World;

pub const LETTER: &str = "From: =?utf-8?b?0JrQsNGA0YLQuNC90LrQuA==?= <no-reply@shop.example>\r\n\
    To: ada@example.org\r\nSubject: =?utf-8?b?0J/RgNC40LLQtdGC?=\r\nDate: Mon, 30 Nov 2026 07:00:00 +0000\r\n\
    Message-ID: <1@shop.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"b\"\r\n\r\n\
    --b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\
    0KHRgdGL0LvQutCwOiBodHRwczovL3Nob3AuZXhhbXBsZS92ZXJpZnkjdG9rZW4=\r\n\
    --b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
    <html><head><title>s</title></head><body><a href=3D\"https://shop.example/verify#token\">=D0=93=D0=BE</a></body></html>\r\n\
    --b--\r\n";

/// A world and its inbox.
pub struct Post {
    pub world: World,
    pub inbox: Inbox,
}

impl Post {
    pub async fn start() -> Self {
        Self::with(MailOptions::default()).await
    }

    pub async fn with(mail: MailOptions) -> Self {
        let world = World::with(SandboxOptions { mail, ..SandboxOptions::default() }).await;
        Self { inbox: world.controls.mail(), world }
    }

    /// Connected and greeted.
    pub async fn connect(&self) -> Talk {
        let stream = TcpStream::connect(self.world.sandbox.smtp_address()).await.expect("a connection");
        let mut talk = Talk(BufReader::new(stream));
        assert!(talk.reply().await.starts_with("220 "));
        talk
    }

    /// Ready for `MAIL`.
    pub async fn greeted(&self) -> Talk {
        let mut talk = self.connect().await;
        talk.says("EHLO shop.example", "250").await;
        talk
    }

    /// Sends one letter.
    pub async fn letter(&self, to: &str, letter: &str) -> String {
        let mut talk = self.greeted().await;
        talk.says("MAIL FROM:<no-reply@shop.example>", "250").await;
        talk.says(&format!("RCPT TO:<{to}>"), "250").await;
        talk.says("DATA", "354").await;
        talk.said(&format!("{letter}.")).await
    }
}

/// A conversation, line by line.
pub struct Talk(BufReader<TcpStream>);

impl Talk {
    /// All lines of one reply; empty: the server is gone.
    pub async fn reply(&mut self) -> String {
        let mut all = String::new();
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).await.unwrap_or(0) == 0 {
                return String::new();
            }
            all += &line;
            if line.as_bytes().get(3) == Some(&b' ') {
                return all;
            }
        }
    }

    pub async fn raw(&mut self, bytes: &[u8]) -> String {
        // The server may have gone; then there is no reply.
        let _sent = self.0.get_mut().write_all(bytes).await;
        self.reply().await
    }

    /// The reply to a line.
    pub async fn said(&mut self, line: &str) -> String {
        self.raw(format!("{line}\r\n").as_bytes()).await
    }

    pub async fn says(&mut self, line: &str, code: &str) {
        let reply = self.said(line).await;
        assert!(reply.starts_with(code), "{line}: {reply}");
    }
}
