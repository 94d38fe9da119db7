//! The command line.

mod admin;
mod demo;
mod doctor;
mod healthcheck;
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
    command: Option<Command>,
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
    /// Serves a demo with sample data, on a database of its own; the default
    Demo(demo::Args),
    /// Serves the platform
    Serve,
    /// Brings the database up to date
    Migrate,
    /// Prints the schema of the API
    Schema,
    /// Does what only whoever runs the installation may do
    #[command(subcommand)]
    Admin(admin::Task),
    /// Looks for what keeps the installation from working
    Doctor,
    /// Asks a running instance whether it can work
    Healthcheck(healthcheck::Args),
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
    let command = line
        .command
        .unwrap_or_else(|| Command::Demo(demo::Args::default()));
    if let Command::Schema = command {
        // Needs no configuration, and must not fail on one.
        schema::run();
        return Ok(ExitCode::SUCCESS);
    }
    let given = settings::gather(line.given, line.config.as_deref())?;
    let filter = given.log.clone().unwrap_or_default();
    logs::start(given.log_format.unwrap_or(LogFormat::Text), &filter);
    let database_given = given.database_url.is_some();
    let settings = Settings::resolve(given)?;
    match command {
        Command::Demo(args) => demo::run(&args, settings, database_given).await?,
        Command::Serve => serve::run(&settings).await?,
        Command::Migrate => migrate::run(&settings).await?,
        Command::Admin(task) => admin::run(&task, &settings).await?,
        Command::Doctor => return Ok(doctor::run(&settings).await),
        Command::Healthcheck(args) => healthcheck::run(&args, &settings)?,
        Command::Schema => {}
    }
    Ok(ExitCode::SUCCESS)
}
