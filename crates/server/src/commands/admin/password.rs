//! A password from the person at the terminal, or from another program. Never from an argument,
//! which everybody on the machine can read.

use std::io::{self, BufRead, IsTerminal, Write};

use anyhow::{bail, ensure};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// Asks twice at a terminal; reads one line otherwise, if that was asked for.
pub(super) fn read(from_stdin: bool) -> anyhow::Result<String> {
    if from_stdin {
        return line();
    }
    if !io::stdin().is_terminal() {
        bail!("no terminal to ask for the password; use --password-stdin");
    }
    let first = ask("Password: ")?;
    ensure!(first == ask("Again: ")?, "the two are not the same");
    Ok(first)
}

fn ask(prompt: &str) -> anyhow::Result<String> {
    eprint!("{prompt}");
    io::stderr().flush()?;
    let hidden = Hidden::start()?;
    let line = line();
    drop(hidden);
    eprintln!();
    line
}

fn line() -> anyhow::Result<String> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// The terminal shows nothing of what is typed until this is dropped.
struct Hidden(Termios);

impl Hidden {
    fn start() -> io::Result<Self> {
        let before = tcgetattr(io::stdin())?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(io::stdin(), OptionalActions::Flush, &silent)?;
        Ok(Self(before))
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        // There is nobody to tell, and the terminal's own reset mends it.
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.0);
    }
}
