//! The log, on standard error: standard output belongs to what a command prints.

use std::io::{self, IsTerminal};

use tracing_subscriber::{layer::SubscriberExt, util::SubscriberInitExt};

use crate::settings::{LogFilter, LogFormat};

/// Starts logging. A second call changes nothing.
pub fn start(format: LogFormat, filter: &LogFilter) {
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let log = tracing_subscriber::registry().with(filter.filter());
    let started = match format {
        LogFormat::Text => log
            .with(
                lines
                    .compact()
                    .with_ansi(io::stderr().is_terminal())
                    .with_target(false),
            )
            .try_init(),
        LogFormat::Json => log
            .with(
                lines
                    .json()
                    .flatten_event(true)
                    .with_current_span(true)
                    .with_span_list(false),
            )
            .try_init(),
    };
    if started.is_err() {
        tracing::debug!("the log was started before");
    }
}
