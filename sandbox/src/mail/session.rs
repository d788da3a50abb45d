//! One conversation (RFC 5321), in the order that it wants.

use std::io;

use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::{
    check::check,
    inbox::{Inbox, Recipient},
    lines::{Line, Wire},
    options::MailTls,
    sign_in,
};

/// With the parameters of the extensions, and room for an answer of `AUTH`.
const COMMAND_BYTES_MAX: usize = 2048;
/// Of a line of text without its end (RFC 5321, 4.5.3.1.6).
const TEXT_BYTES_MAX: usize = 998;
/// With its end, and the dot that may be put before it.
const TEXT_LINE_BYTES_MAX: usize = TEXT_BYTES_MAX + 3;
const LONG: &str = "500 5.5.2 A line is longer than 998 bytes";
const RECIPIENTS_MAX: usize = 100;
/// Whoever makes more mistakes is sent away.
const MISTAKES_MAX: u32 = 10;
const HOST: &str = "mail.sandbox.example";

/// A mail that is being announced.
struct Envelope {
    sender: String,
    recipients: Vec<String>,
    eight_bit: bool,
    utf8: bool,
}

struct Session {
    wire: Wire,
    inbox: Inbox,
    state: State,
    mistakes: u32,
}

/// How far it has come.
#[derive(Default)]
struct State {
    /// Everything waits for it.
    starttls: Option<TlsAcceptor>,
    greeted: bool,
    /// With EHLO, so that extensions may be used.
    extended: bool,
    signed_in: bool,
    envelope: Option<Envelope>,
}

pub(super) async fn serve(stream: TcpStream, inbox: Inbox) -> io::Result<()> {
    stream.set_nodelay(true)?;
    inbox.connected();
    let mut wire = Wire::new(stream, inbox.clone());
    let starttls = match &inbox.options().tls {
        MailTls::None => None,
        MailTls::StartTls(ca) => Some(ca.acceptor()),
        MailTls::Tls(ca) => {
            wire.encrypt(&ca.acceptor()).await?;
            None
        }
    };
    let state = State { starttls, ..State::default() };
    Session { wire, inbox, state, mistakes: 0 }.run().await
}

impl Session {
    async fn run(&mut self) -> io::Result<()> {
        self.wire.say(&format!("220 {HOST} ESMTP played, nothing goes any further")).await?;
        while self.mistakes <= MISTAKES_MAX {
            let line = match self.wire.line(COMMAND_BYTES_MAX).await? {
                Line::Good(line) => String::from_utf8(line).ok(),
                Line::TooLong => {
                    self.mistake("500 5.5.2 The line is too long").await?;
                    continue;
                }
                Line::Bare => None,
            };
            let Some(line) = line else {
                self.mistake("500 5.5.2 A line is UTF-8 and ends with CR LF").await?;
                continue;
            };
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.hello(rest, true).await?,
                "HELO" => self.hello(rest, false).await?,
                "STARTTLS" if rest.is_empty() && self.state.extended => self.encrypt().await?,
                "AUTH" | "MAIL" if self.state.starttls.is_some() => {
                    self.mistake("530 5.7.0 STARTTLS comes first").await?;
                }
                "AUTH" => self.sign_in(rest).await?,
                "MAIL" => self.mail(rest).await?,
                "RCPT" => self.recipient(rest).await?,
                "DATA" if rest.is_empty() => self.data().await?,
                "RSET" if rest.is_empty() => {
                    self.state.envelope = None;
                    self.wire.say("250 2.0.0 Forgotten").await?;
                }
                "NOOP" => self.wire.say("250 2.0.0 Here").await?,
                "VRFY" => self.wire.say("252 2.5.1 Try it out").await?,
                "QUIT" if rest.is_empty() => return self.wire.say("221 2.0.0 Bye").await,
                "DATA" | "RSET" | "QUIT" => self.mistake("501 5.5.4 It takes nothing more").await?,
                _ => self.mistake("500 5.5.1 There is no such command").await?,
            }
        }
        self.wire.say("421 4.7.0 Too many mistakes").await
    }

    async fn mistake(&mut self, reply: &str) -> io::Result<()> {
        self.mistakes += 1;
        self.wire.say(reply).await
    }

    async fn hello(&mut self, name: &str, extended: bool) -> io::Result<()> {
        if name.trim().is_empty() {
            return self.mistake("501 5.5.4 Say who you are").await;
        }
        (self.state.greeted, self.state.extended, self.state.envelope) = (true, extended, None);
        if !extended {
            return self.wire.say(&format!("250 {HOST}")).await;
        }
        let size = self.inbox.options().message_bytes_max;
        let starttls = if self.state.starttls.is_some() { "250-STARTTLS\n" } else { "" };
        self.wire
            .say(&format!(
                "250-{HOST}\n250-SIZE {size}\n{starttls}250-8BITMIME\n250-SMTPUTF8\n250-ENHANCEDSTATUSCODES\n250 AUTH PLAIN LOGIN"
            ))
            .await
    }

    async fn encrypt(&mut self) -> io::Result<()> {
        let Some(tls) = self.state.starttls.clone() else { return self.mistake("503 5.5.1 Not now").await };
        self.wire.say("220 2.0.0 Go on in TLS").await?;
        self.wire.encrypt(&tls).await?;
        // What was said in the clear counts no more.
        self.state = State::default();
        Ok(())
    }

    async fn sign_in(&mut self, rest: &str) -> io::Result<()> {
        if !self.state.extended || self.state.envelope.is_some() || self.state.signed_in {
            return self.mistake("503 5.5.1 Not now").await;
        }
        let (mechanism, initial) = rest.split_once(' ').unwrap_or((rest, ""));
        let said = match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" if initial.is_empty() => self.challenge("").await?.and_then(|said| sign_in::plain(&said)),
            "PLAIN" => sign_in::plain(initial),
            "LOGIN" => {
                // "Username:" and "Password:".
                let name = match initial {
                    "" => self.challenge("VXNlcm5hbWU6").await?,
                    initial => Some(initial.to_owned()),
                };
                let password = self.challenge("UGFzc3dvcmQ6").await?;
                let fields = name.zip(password);
                fields.and_then(|(name, password)| sign_in::decoded(&name).zip(sign_in::decoded(&password)))
            }
            _ => return self.mistake("504 5.5.4 There are PLAIN and LOGIN").await,
        };
        let Some(said) = said else { return self.mistake("501 5.5.2 That can't be read").await };
        if self.inbox.options().credentials.as_ref().is_some_and(|known| *known != said) {
            return self.mistake("535 5.7.8 The name or the password is wrong").await;
        }
        self.state.signed_in = true;
        self.wire.say("235 2.7.0 Welcome").await
    }

    async fn challenge(&mut self, challenge: &str) -> io::Result<Option<String>> {
        self.wire.say(&format!("334 {challenge}")).await?;
        let line = self.wire.line(COMMAND_BYTES_MAX).await?;
        Ok(if let Line::Good(line) = line { String::from_utf8(line).ok() } else { None })
    }

    async fn mail(&mut self, rest: &str) -> io::Result<()> {
        if !self.state.greeted || self.state.envelope.is_some() {
            return self.mistake("503 5.5.1 Not now").await;
        }
        if self.inbox.options().credentials.is_some() && !self.state.signed_in {
            return self.mistake("530 5.7.0 Sign in first").await;
        }
        let Some((sender, parameters)) = path(rest, "FROM:") else {
            return self.mistake("501 5.5.4 MAIL FROM:<address> is expected").await;
        };
        let mut envelope = Envelope { sender, recipients: Vec::new(), eight_bit: false, utf8: false };
        for parameter in parameters.iter().map(|parameter| parameter.to_ascii_uppercase()) {
            match parameter.split_once('=').unwrap_or((&parameter, "")) {
                ("SIZE", size) if self.state.extended && size.parse::<usize>().is_ok() => {
                    if size.parse::<usize>().is_ok_and(|size| size > self.inbox.options().message_bytes_max) {
                        return self.mistake("552 5.3.4 The message is too large").await;
                    }
                }
                ("BODY", "8BITMIME") if self.state.extended => envelope.eight_bit = true,
                ("BODY", "7BIT") if self.state.extended => {}
                ("SMTPUTF8", "") if self.state.extended => envelope.utf8 = true,
                _ => return self.mistake("555 5.5.4 There is no such parameter").await,
            }
        }
        if !envelope.sender.is_ascii() && !envelope.utf8 {
            return self.mistake("553 5.6.7 The address needs SMTPUTF8").await;
        }
        self.state.envelope = Some(envelope);
        self.wire.say("250 2.1.0 Go on").await
    }

    async fn recipient(&mut self, rest: &str) -> io::Result<()> {
        let Some(envelope) = &mut self.state.envelope else { return self.mistake("503 5.5.1 MAIL comes first").await };
        let Some((recipient, parameters)) = path(rest, "TO:").filter(|(recipient, _)| recipient.contains('@')) else {
            return self.mistake("501 5.5.4 RCPT TO:<address> is expected").await;
        };
        if !parameters.is_empty() {
            return self.mistake("555 5.5.4 There is no such parameter").await;
        }
        if !recipient.is_ascii() && !envelope.utf8 {
            return self.mistake("553 5.6.7 The address needs SMTPUTF8").await;
        }
        if envelope.recipients.len() == RECIPIENTS_MAX {
            return self.wire.say("452 4.5.3 Too many recipients").await;
        }
        match self.inbox.meet(&recipient) {
            Recipient::Taken => envelope.recipients.push(recipient),
            Recipient::Unknown => return self.wire.say("550 5.1.1 There is no such mailbox").await,
            Recipient::ComeAgain => return self.wire.say("451 4.7.1 Greylisted, come again").await,
        }
        self.wire.say("250 2.1.5 Go on").await
    }

    async fn data(&mut self) -> io::Result<()> {
        let Some(envelope) = self.state.envelope.take_if(|envelope| !envelope.recipients.is_empty()) else {
            return self.mistake("503 5.5.1 RCPT comes first").await;
        };
        self.wire.say("354 End with a dot on a line of its own").await?;
        let reply = match self.text().await? {
            Ok(raw) => check(&raw, envelope.eight_bit, envelope.utf8)
                .map(|message| self.inbox.take(envelope.sender, envelope.recipients, &message)),
            Err(refusal) => Err(refusal.to_owned()),
        };
        match reply {
            Ok(number) => self.wire.say(&format!("250 2.0.0 Taken as {number}")).await,
            Err(refusal) => {
                self.inbox.refuse();
                self.wire.say(&refusal).await
            }
        }
    }

    /// Up to the dot, whatever is wrong with it.
    async fn text(&mut self) -> io::Result<Result<Vec<u8>, &'static str>> {
        let (mut raw, mut wrong) = (Vec::new(), None);
        loop {
            match self.wire.line(TEXT_LINE_BYTES_MAX).await? {
                Line::Good(line) if line == b"." => return Ok(wrong.map_or(Ok(raw), Err)),
                Line::Good(line) => {
                    let line = line.strip_prefix(b".").unwrap_or(&line);
                    if line.len() > TEXT_BYTES_MAX {
                        wrong = Some(LONG);
                    }
                    raw.extend_from_slice(line);
                    raw.extend_from_slice(b"\r\n");
                }
                Line::TooLong => wrong = Some(LONG),
                Line::Bare => wrong = Some("554 5.6.11 A line doesn't end with CR LF"),
            }
            if raw.len() > self.inbox.options().message_bytes_max {
                raw.clear();
                wrong = Some("552 5.3.4 The message is too large");
            }
        }
    }
}

/// `FROM:<address> parameter ..`; the address may be empty.
fn path<'a>(rest: &'a str, word: &str) -> Option<(String, Vec<&'a str>)> {
    let (said, rest) = rest.split_at_checked(word.len())?;
    let (address, parameters) = rest.strip_prefix('<')?.split_once('>')?;
    let plain = said.eq_ignore_ascii_case(word)
        && (parameters.is_empty() || parameters.starts_with(' '))
        && !address.contains(|c: char| c.is_whitespace() || c.is_control() || "<>".contains(c));
    plain.then(|| (address.to_owned(), parameters.split_whitespace().collect()))
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_path_stands_in_brackets_right_behind_its_word() {
        let read = |text| path(text, "FROM:");
        assert_eq!(read("FROM:<a@b.example>"), Some(("a@b.example".to_owned(), vec![])));
        assert_eq!(read("from:<> SIZE=1 BODY=7BIT"), Some((String::new(), vec!["SIZE=1", "BODY=7BIT"])));
        for wrong in
            ["", "FROM:", "FROM: <a@b>", "FROM:a@b", "TO:<a@b>", "FROM:<a@b", "FROM:<a b>", "FROM:<a@b>x", "FRÖM:<a>"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
