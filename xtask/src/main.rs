//! The project's own tasks: `cargo xtask TASK`.
//!
//! A new task is one file and one line in [`Task`]. They run on Unix (Linux, macOS, WSL), from
//! anywhere in the tree.

mod apt;
mod bench;
mod cargo;
mod communes;
mod contract;
mod counts;
mod javascript;
mod postgres;
mod process;
mod python;
mod readers;
mod report;
mod s3;
mod schema;
mod test;

use std::process::ExitCode;

use clap::Parser;

/// The project's own tasks.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// Checks format and lints, then runs every test on SQLite and on PostgreSQL, and programs of
    /// others against the binary; files also against a server that speaks S3
    Test(test::Args),
    /// Rewrites schema.graphql from the code, or checks what it promises
    Schema {
        #[command(subcommand)]
        task: Option<schema::Task>,
    },
    /// Measures, on SQLite and on a throwaway PostgreSQL
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Rewrites the official list of communes from its published edition
    Communes,
}

fn main() -> ExitCode {
    run(Task::parse()).unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}

fn run(task: Task) -> anyhow::Result<ExitCode> {
    std::env::set_current_dir(cargo::workspace_root()?)?;
    process::watch_for_interrupts()?;
    match task {
        Task::Test(args) => return test::run(&args),
        Task::Schema { task } => schema::run(task.as_ref())?,
        Task::Bench(bench) => bench::run(&bench)?,
        Task::Communes => communes::run()?,
    }
    Ok(ExitCode::SUCCESS)
}
