//! The log, on standard error: standard output belongs to what a command prints.

use std::io::{self, IsTerminal};

use tracing_subscriber::util::SubscriberInitExt;

use crate::settings::{LogFilter, LogFormat};

/// Starts logging. A second call changes nothing.
pub fn start(format: LogFormat, filter: &LogFilter) {
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter.filter())
        .with_writer(io::stderr);
    let started = match format {
        LogFormat::Text => log
            .compact()
            .with_ansi(io::stderr().is_terminal())
            .with_target(false)
            .finish()
            .try_init(),
        LogFormat::Json => log
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .finish()
            .try_init(),
    };
    if started.is_err() {
        tracing::debug!("the log was started before");
    }
}
