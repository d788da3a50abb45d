//! How far long work is: a bar on standard error where that is a terminal, a line now and then where it is not, and
//! nothing with `--json`.

use std::cell::Cell;
use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::out::{self, Out};

const TICK: Duration = Duration::from_millis(120);
/// Less than this is over before somebody reads of it.
const LINES_FROM: u64 = 100;

/// Goes away when it is dropped, and leaves the terminal as it was.
#[derive(Debug)]
pub struct Progress {
    what: &'static str,
    shown: Shown,
}

#[derive(Debug)]
enum Shown {
    Bar(ProgressBar),
    /// A line at every tenth.
    Lines {
        total: Cell<u64>,
        done: Cell<u64>,
    },
    Nothing,
}

impl Progress {
    /// Work whose amount is not known yet. `what` is what is being done: "testing keys".
    pub fn new(out: Out, what: &'static str) -> Self {
        let shown = if out.json {
            Shown::Nothing
        } else if io::stderr().is_terminal() {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.set_style(style("{spinner} {prefix} {msg}"));
            bar.set_prefix(what);
            bar.enable_steady_tick(TICK);
            Shown::Bar(bar)
        } else {
            Shown::Lines { total: Cell::new(0), done: Cell::new(0) }
        };
        Self { what, shown }
    }

    /// Work of so many steps.
    pub fn of(out: Out, what: &'static str, steps: u64) -> Self {
        let progress = Self::new(out, what);
        match &progress.shown {
            Shown::Bar(bar) => {
                bar.set_length(steps);
                bar.set_style(style("{spinner} {prefix} [{bar:24}] {pos} of {len} {msg}").progress_chars("=> "));
            }
            Shown::Lines { total, .. } => total.set(steps),
            Shown::Nothing => {}
        }
        progress
    }

    /// So many steps more are done.
    pub fn step(&self, steps: u64) {
        match &self.shown {
            Shown::Bar(bar) => {
                bar.inc(steps);
                if bar.length().is_none() {
                    bar.set_message(bar.position().to_string());
                }
            }
            Shown::Lines { total, done } => {
                let (all, before) = (total.get(), done.get());
                done.set(before + steps);
                if let Some(done) = worth_a_line(before, before + steps, all) {
                    out::note(&format!("{}: {done} of {all}", self.what));
                }
            }
            Shown::Nothing => {}
        }
    }

    /// What it is at now: one line each, where there is no bar.
    pub fn at(&self, part: &str) {
        match &self.shown {
            Shown::Bar(bar) => bar.set_message(part.to_owned()),
            Shown::Lines { .. } => out::note(&format!("{}: {part}", self.what)),
            Shown::Nothing => {}
        }
    }

    /// A line of the answer, without a bar in it.
    pub fn line(&self, text: &str) {
        match &self.shown {
            Shown::Bar(bar) => bar.suspend(|| out::line(text)),
            Shown::Lines { .. } | Shown::Nothing => out::line(text),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Shown::Bar(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// At every tenth of much work.
fn worth_a_line(before: u64, done: u64, total: u64) -> Option<u64> {
    let tenth = |n: u64| n * 10 / total;
    (total >= LINES_FROM && tenth(done) > tenth(before)).then_some(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn much_work_is_told_of_at_every_tenth_and_little_not_at_all() {
        let told = |total: u64| (0..total).filter_map(|n| worth_a_line(n, n + 1, total)).collect::<Vec<_>>();
        assert!(told(99).is_empty());
        assert_eq!(told(1000), [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
        assert!(told(0).is_empty());
    }
}
