//! The command line.

mod migrate;
mod schema;
mod serve;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    logs,
    settings::{self, Given, LogFormat, Settings},
};

/// A platform for the cooperation hubs (PTCE) of French territories.
#[derive(Parser)]
#[command(name = "maillage", version)]
#[expect(
    clippy::doc_markdown,
    reason = "the comments are the help that people read"
)]
struct Line {
    #[command(subcommand)]
    command: Command,
    /// Configuration file, in TOML, with the keys of the flags below (data_dir, listen, …)
    #[arg(
        long,
        env = "MAILLAGE_CONFIG",
        value_name = "FILE",
        global = true,
        help_heading = "Configuration"
    )]
    config: Option<PathBuf>,
    #[command(flatten)]
    given: Given,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the platform
    Serve,
    /// Brings the database up to date
    Migrate,
    /// Prints the schema of the API
    Schema,
}

/// Runs the command that the arguments of the process ask for.
pub async fn run() -> ExitCode {
    let line = Line::parse();
    match execute(line).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("maillage: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn execute(line: Line) -> anyhow::Result<ExitCode> {
    if let Command::Schema = line.command {
        schema::run();
        return Ok(ExitCode::SUCCESS);
    }
    let given = settings::gather(line.given, line.config.as_deref())?;
    logs::start(
        given.log_format.unwrap_or(LogFormat::Text),
        &given.log.clone().unwrap_or_default(),
    );
    let settings = Settings::resolve(given)?;
    match line.command {
        Command::Serve => serve::run(&settings).await?,
        Command::Migrate => migrate::run(&settings).await?,
        Command::Schema => {}
    }
    Ok(ExitCode::SUCCESS)
}
