//! Mails as files, where no mail server is set up: development, tests, and a look at what would be sent.

use std::path::PathBuf;

use async_trait::async_trait;
use nproxy_domain::Env;
use nproxy_domain::mail::{Mail, MailError, Mailer};
use nproxy_domain::redact::plain;

use crate::disk;

/// Writes each mail as `<id>.eml` (RFC 5322) into a folder; names sort by time. Nobody but its owner looks into it: mails
/// carry links that let people in.
#[derive(Debug)]
pub struct FileOutbox {
    folder: PathBuf,
    env: Env,
}

impl FileOutbox {
    pub fn new(folder: impl Into<PathBuf>, env: Env) -> Self {
        Self { folder: folder.into(), env }
    }

    /// The plain text only: a file is for reading.
    fn message(&self, mail: &Mail) -> String {
        // Made plain, a line break can't start another header.
        let (to, subject) = (plain(&mail.to, &[]), plain(&mail.subject, &[]));
        let date = self.env.now().to_rfc2822();
        format!(
            "Date: {date}\r\nTo: {to}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n\
             Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n",
            mail.text
        )
    }
}

#[async_trait]
impl Mailer for FileOutbox {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let path = self.folder.join(format!("{}.eml", self.env.uuid()));
        let written = disk::write_private(&path.with_extension("tmp"), &path, self.message(mail).as_bytes()).await;
        written.map_err(|error| MailError::Temporary(format!("{}: {error}", path.display())))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use chrono::DateTime;
    use nproxy_domain::env::{ManualClock, SeededEntropy};

    use super::*;

    #[tokio::test]
    async fn a_mail_is_a_file_for_its_owner_alone_and_a_subject_starts_no_header() {
        let dir = tempfile::tempdir().unwrap();
        let env = Env::new(ManualClock::at(DateTime::UNIX_EPOCH), SeededEntropy::new(1));
        let outbox = FileOutbox::new(dir.path().join("outbox"), env);
        let mail = Mail {
            to: "ada@example.org".into(),
            subject: "Welcome\r\nBcc: eve@example.org".into(),
            text: "Привет".into(),
            html: None,
        };
        outbox.send(&mail).await.unwrap();
        let files: Vec<_> = std::fs::read_dir(dir.path().join("outbox")).unwrap().map(|f| f.unwrap().path()).collect();
        let [file] = &files[..] else { panic!("one mail, one file: {files:?}") };
        assert_eq!(file.extension().unwrap(), "eml");
        for (path, mode) in [(file.as_path(), 0o600), (file.parent().unwrap(), 0o700)] {
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, mode, "{}", path.display());
        }
        let text = std::fs::read_to_string(file).unwrap();
        assert!(text.contains("\r\nTo: ada@example.org\r\nSubject: Welcome Bcc: eve@example.org\r\n"), "{text}");
        assert!(text.ends_with("\r\n\r\nПривет\r\n"), "{text}");
    }
}
