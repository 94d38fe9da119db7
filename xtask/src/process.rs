//! Running the steps of a task so that Ctrl-C ends them and still lets us clean up.
//!
//! Each step is a process group of its own. An interrupt reaches this program alone; it ends the
//! group, the step returns an error, and the guards on the stack (a database server, a folder)
//! are dropped as after any other error.

use std::{
    io::{BufRead, BufReader, IsTerminal, Write},
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::{Context, bail};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static RUNNING_GROUP: Mutex<Option<u32>> = Mutex::new(None);

/// Where a step writes what we want to read.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    Stdout,
    Stderr,
}

/// Turns Ctrl-C, SIGTERM and SIGHUP into the end of the running step.
pub(crate) fn watch_for_interrupts() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        // First the mark, then the lock: a step is either seen here or never started.
        INTERRUPTED.store(true, Ordering::SeqCst);
        if let Some(group) = *running_group() {
            end_group(group);
        }
    })
    .context("cannot listen for Ctrl-C")
}

/// Runs a step to its end, its output going where ours goes. `Ok(false)` when it failed.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<bool> {
    let child = start(command)?;
    finish(child)
}

/// Runs a step like [`run`], and hands each line of one of its streams over as it passes.
pub(crate) fn run_reading(
    command: &mut Command,
    stream: Stream,
    mut on_line: impl FnMut(&str),
) -> anyhow::Result<bool> {
    match stream {
        Stream::Stdout => {
            let mut child = start(command.stdout(Stdio::piped()))?;
            let output = child.stdout.take().context("the step has no output")?;
            pass_on(output, std::io::stdout(), &mut on_line)?;
            finish(child)
        }
        Stream::Stderr => {
            let mut child = start(command.stderr(Stdio::piped()))?;
            let output = child.stderr.take().context("the step has no output")?;
            pass_on(output, std::io::stderr(), &mut on_line)?;
            finish(child)
        }
    }
}

/// Whether a person watches: a piped step cannot see it and must be told to keep its colours.
pub(crate) fn has_terminal(stream: Stream) -> bool {
    match stream {
        Stream::Stdout => std::io::stdout().is_terminal(),
        Stream::Stderr => std::io::stderr().is_terminal(),
    }
}

/// Keeps an interrupt typed at the terminal away from a command that must run to its end.
pub(crate) fn shielded(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).process_group(0)
}

fn start(command: &mut Command) -> anyhow::Result<Child> {
    let mut group = running_group();
    if INTERRUPTED.load(Ordering::SeqCst) {
        bail!("interrupted");
    }
    let child = shielded(command)
        .spawn()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    *group = Some(child.id());
    Ok(child)
}

fn finish(mut child: Child) -> anyhow::Result<bool> {
    let status = child.wait();
    *running_group() = None;
    if INTERRUPTED.load(Ordering::SeqCst) {
        bail!("interrupted");
    }
    Ok(status?.success())
}

fn pass_on(
    from: impl std::io::Read,
    mut to: impl Write,
    on_line: &mut impl FnMut(&str),
) -> std::io::Result<()> {
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line)? > 0 {
        to.write_all(&line)?;
        on_line(&String::from_utf8_lossy(&line));
        line.clear();
    }
    to.flush()
}

fn end_group(group: u32) {
    // The shell's own `kill` is everywhere; a failure means that the group is gone already.
    let _ = Command::new("sh")
        .args(["-c", &format!("kill -TERM -{group}")])
        .stderr(Stdio::null())
        .status();
}

fn running_group() -> MutexGuard<'static, Option<u32>> {
    RUNNING_GROUP.lock().unwrap_or_else(PoisonError::into_inner)
}
