//! The command line.

mod admin;
mod demo;
mod doctor;
mod healthcheck;
mod migrate;
mod schema;
mod serve;
mod verify;

use std::{path::PathBuf, process::ExitCode};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, builder::Resettable};
use rustix::fs::Mode;
use tokio::runtime::Runtime;

use crate::{
    logs,
    settings::{self, Given, LogFormat, Settings, faults},
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
    /// Checks a convention that somebody holds, offline
    Verify(verify::Args),
    /// Asks a running instance whether it can work
    Healthcheck(healthcheck::Args),
}

/// Runs the command that the arguments of the process ask for.
pub fn run() -> ExitCode {
    // What the platform writes (database, mails, keys) is for the account that runs it alone.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let line = match parse(command()) {
        Ok(line) => line,
        Err(error) => return misread(error),
    };
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    let code = runtime
        .block_on(execute(line))
        .unwrap_or_else(|error| failed(&error));
    // What still blocks a thread, such as a name server that does not answer, holds nothing up.
    runtime.shutdown_background();
    code
}

fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("maillage: {error:#}");
    ExitCode::FAILURE
}

/// The command line. A variable that is empty counts as absent: that is how a container is told
/// nothing.
fn command() -> clap::Command {
    Line::command().mut_args(|arg| {
        #[expect(
            clippy::disallowed_methods,
            reason = "the settings are read from variables here, by way of clap"
        )]
        let is_empty = |name| std::env::var_os(name).is_some_and(|value| value.is_empty());
        if arg.get_env().is_some_and(is_empty) {
            arg.env(Resettable::Reset)
        } else {
            arg
        }
    })
}

fn parse(command: clap::Command) -> Result<Line, clap::Error> {
    Line::from_arg_matches(&command.try_get_matches()?)
}

/// Says what is wrong with the arguments or variables; the doctor says it as a finding.
fn misread(error: clap::Error) -> ExitCode {
    let error = faults::of_line(error);
    let meant = command().ignore_errors(true).try_get_matches();
    let for_doctor = meant.is_ok_and(|meant| meant.subcommand_name() == Some("doctor"));
    if for_doctor && error.use_stderr() {
        let said = error.to_string();
        let said = said.lines().next().unwrap_or_default();
        return doctor::misconfigured(said.trim_start_matches("error: "));
    }
    error.exit()
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
    if let Command::Verify(args) = &command {
        // Likewise: whoever checks a document may run no platform.
        return verify::run(args);
    }
    let read = settings::gather(line.given, line.config.as_deref()).and_then(|given| {
        let filter = given.log.clone().unwrap_or_default();
        logs::start(given.log_format.unwrap_or(LogFormat::Text), &filter);
        let database_given = given.database_url.is_some();
        Ok((Settings::resolve(given)?, database_given))
    });
    let (settings, database_given) = match (read, &command) {
        (Ok(read), _) => read,
        (Err(error), Command::Doctor) => return Ok(doctor::misconfigured(&format!("{error:#}"))),
        (Err(error), _) => return Err(error),
    };
    match command {
        Command::Demo(args) => demo::run(&args, settings, database_given).await?,
        Command::Serve => serve::run(&settings).await?,
        Command::Migrate => migrate::run(&settings).await?,
        Command::Admin(task) => admin::run(&task, &settings).await?,
        Command::Doctor => return Ok(doctor::run(&settings).await),
        Command::Healthcheck(args) => healthcheck::run(&args, &settings)?,
        Command::Schema | Command::Verify(_) => {}
    }
    Ok(ExitCode::SUCCESS)
}
