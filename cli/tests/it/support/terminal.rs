//! A terminal with somebody in front of it.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::Stdio;
use std::time::Instant;

use rustix::fs::OFlags;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use tokio::time::timeout;

use super::process::{Answer, Nproxy, PATIENCE};

impl Nproxy {
    /// Runs a command in front of somebody who answers each question with the text beside it, in this order. What was
    /// on the screen, echoes included, is the answer's `stdout`.
    pub async fn at_a_terminal(&self, columns: u16, args: &[&str], answers: &[(&'static str, &'static str)]) -> Answer {
        let (screen, tty) = terminal(columns);
        let end = || Stdio::from(tty.try_clone().unwrap());
        let mut command = self.command(args);
        command.env("TERM", "xterm-256color").stdin(end()).stdout(end()).stderr(end());
        let mut child = command.spawn().unwrap();
        // The screen ends when nobody holds the other end any more.
        drop((command, tty));
        let answers = answers.to_vec();
        let watched = tokio::task::spawn_blocking(move || watch(screen, &answers));
        let stdout = timeout(PATIENCE, watched).await.expect("the command ends").unwrap();
        let code = timeout(PATIENCE, child.wait()).await.expect("the command ends").unwrap().code();
        Answer { code, stdout, stderr: String::new() }
    }
}

/// Both ends: the person's and the program's.
fn terminal(columns: u16) -> (File, File) {
    let screen = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&screen).unwrap();
    unlockpt(&screen).unwrap();
    let path = ptsname(&screen, Vec::new()).unwrap();
    let flags = i32::try_from(OFlags::NOCTTY.bits()).unwrap();
    let tty = OpenOptions::new().read(true).write(true).custom_flags(flags).open(path.to_str().unwrap()).unwrap();
    tcsetwinsize(&tty, Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    (screen.into(), tty)
}

/// What a question says whose answer must not be seen. Nobody types in the instant between the question and the end of the
/// echo, and the program throws away what was typed there.
const HIDDEN: &str = "not shown";

fn echoes(screen: &File) -> bool {
    tcgetattr(screen).unwrap().local_modes.contains(LocalModes::ECHO)
}

fn watch(mut screen: File, answers: &[(&str, &str)]) -> String {
    let (mut seen, mut answers) = (Vec::new(), answers.iter());
    let (mut next, mut from, mut bytes) = (answers.next(), 0, [0; 4096]);
    // The other end was closed: Linux says so with an error.
    while let Ok(n @ 1..) = screen.read(&mut bytes) {
        seen.extend_from_slice(&bytes[..n]);
        let asked = next.filter(|(question, _)| String::from_utf8_lossy(&seen[from..]).contains(question));
        if let Some((question, answer)) = asked {
            let asked_at = Instant::now();
            while question.contains(HIDDEN) && echoes(&screen) && asked_at.elapsed() < PATIENCE {
                std::thread::yield_now();
            }
            screen.write_all(answer.as_bytes()).unwrap();
            (next, from) = (answers.next(), seen.len());
        }
    }
    assert!(next.is_none(), "nobody asked {next:?}: {}", String::from_utf8_lossy(&seen));
    String::from_utf8(seen).unwrap().replace("\r\n", "\n")
}
