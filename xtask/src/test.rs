//! `cargo xtask test`: everything that must hold before a change lands.

use std::{
    path::Path,
    process::{Command, ExitCode, Stdio},
};

use crate::{
    cargo,
    counts::Counts,
    javascript, postgres,
    process::{self, Stream},
    readers,
    report::{Empty, Report},
    s3, schema,
};

/// The package whose tests need a database.
const DATABASE_TESTS: &str = "maillage-tests";
/// Tells these tests which one: `sqlite`, or a server on which they may create databases.
const DATABASE_VARIABLE: &str = "MAILLAGE_TEST_DATABASE";

/// The test of ours that needs the server's programs.
const SERVER_TEST: &str = "a_server_answers_until_it_is_dropped";

/// Tells the tests of calendars which Python reads them.
const PYTHON_VARIABLE: &str = "MAILLAGE_TEST_PYTHON";

/// Tells the tests of buckets which server speaks S3.
const S3_VARIABLE: &str = "MAILLAGE_TEST_S3";
/// Those of the platform.
const S3_TESTS: &str = "photos::s3::";
/// And that of ours.
const S3_SERVER_TEST: &str = "an_s3_server_answers_until_it_is_dropped";

const ON_SQLITE: &str = "tests on SQLite";
const ON_POSTGRES: &str = "tests on PostgreSQL";
const ON_S3: &str = "tests of files on S3";
const DOC_TESTS: &str = "doc tests";
const JAVASCRIPT_ON_SQLITE: &str = "tests in JavaScript on SQLite";
const JAVASCRIPT_ON_POSTGRES: &str = "tests in JavaScript on PostgreSQL";

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Use this PostgreSQL server instead of a throwaway one; the tests create and drop databases
    #[arg(
        long,
        value_name = "URL",
        env = "MAILLAGE_TEST_POSTGRES",
        hide_env_values = true
    )]
    postgres: Option<String>,
}

/// Runs all steps, the later ones also when an earlier one failed, and prints the closing line.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut report = Report::default();
    check(&mut report, &["fmt", "--all", "--check"])?;
    check(
        &mut report,
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    )?;
    check_dependencies(&mut report)?;
    check_schema(&mut report);
    if run_tests(&mut report, ON_SQLITE, Scope::Everything, "sqlite")? {
        report.heading("packages for the tests in JavaScript");
        let javascript = javascript::Tests::prepare()?;
        run_javascript(&mut report, JAVASCRIPT_ON_SQLITE, &javascript, "sqlite")?;
        run_tests_on_postgres(&mut report, args.postgres.as_deref(), &javascript)?;
        run_tests_on_s3(&mut report)?;
        run_doc_tests(&mut report)?;
    } else {
        for name in [
            JAVASCRIPT_ON_SQLITE,
            ON_POSTGRES,
            JAVASCRIPT_ON_POSTGRES,
            ON_S3,
            DOC_TESTS,
        ] {
            report.skip(name, "the tests do not build");
        }
    }
    Ok(report.close())
}

fn check(report: &mut Report, arguments: &[&str]) -> anyhow::Result<()> {
    let name = format!("cargo {}", arguments.join(" "));
    report.heading(&name);
    let passed = process::run(&mut cargo::command(arguments))?;
    report.step(&name, passed);
    Ok(())
}

fn check_dependencies(report: &mut Report) -> anyhow::Result<()> {
    if cargo::has("machete") {
        check(report, &["machete"])?;
    } else {
        report.skip("cargo machete", "not installed");
    }
    if !cargo::has("deny") {
        report.skip("cargo deny check", "not installed");
        return Ok(());
    }
    check(report, &["deny", "check", "bans", "licenses", "sources"])?;
    // The advisories live on a server of their own: out of its reach there is nothing to say.
    let fetched = cargo::command(["deny", "fetch", "db"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?
        .success();
    if fetched {
        check(report, &["deny", "check", "advisories"])
    } else {
        report.skip(
            "cargo deny check advisories",
            "the advisories are out of reach",
        );
        Ok(())
    }
}

fn check_schema(report: &mut Report) {
    report.heading("cargo xtask schema check");
    let checked = schema::check();
    if let Err(error) = &checked {
        eprintln!("{error:#}");
    }
    report.step("cargo xtask schema check", checked.is_ok());
}

fn run_tests_on_postgres(
    report: &mut Report,
    given: Option<&str>,
    javascript: &Result<javascript::Tests, String>,
) -> anyhow::Result<()> {
    if let Some(url) = given {
        run_tests(report, ON_POSTGRES, Scope::DatabaseTests, url)?;
        // They make their tables in the database that they are given.
        report.skip(JAVASCRIPT_ON_POSTGRES, "they need a throwaway server");
        return Ok(());
    }
    report.heading("throwaway PostgreSQL");
    match postgres::Server::start() {
        Ok(server) => {
            println!("{}", server.description());
            let readers = readers::prepare();
            if let Err(error) = &readers {
                eprintln!("{error:#}");
            }
            report.step("programs that read what we write", readers.is_ok());
            let python = readers.unwrap_or_default();
            run_tests(
                report,
                ON_POSTGRES,
                Scope::OwnServer { python: &python },
                server.url(),
            )?;
            run_javascript(report, JAVASCRIPT_ON_POSTGRES, javascript, server.url())?;
        }
        Err(error) => {
            eprintln!("{error:#}");
            report.step("throwaway PostgreSQL", false);
        }
    }
    Ok(())
}

fn run_tests_on_s3(report: &mut Report) -> anyhow::Result<()> {
    report.heading("throwaway S3 server");
    match s3::Server::start() {
        Ok(server) => {
            println!("{}", server.description());
            run_tests(report, ON_S3, Scope::Files, &server.url())?;
        }
        Err(error) => {
            eprintln!("{error:#}");
            report.step("throwaway S3 server", false);
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Scope<'a> {
    Everything,
    DatabaseTests,
    /// Those of the database, and those that are ignored elsewhere since they need a server of
    /// ours: with its programs, and with a certificate; or other programs that only this task brings
    /// along.
    OwnServer {
        /// The Python that reads calendars and graphs.
        python: &'a Path,
    },
    /// Those that keep files on a server that speaks S3.
    Files,
}

impl Scope<'_> {
    /// The variable that names the server, or the database.
    fn variable(self) -> &'static str {
        match self {
            Self::Files => S3_VARIABLE,
            Self::Everything | Self::DatabaseTests | Self::OwnServer { .. } => DATABASE_VARIABLE,
        }
    }

    /// Tells a command where its tests find what they need.
    fn tell(self, command: &mut Command, server: &str) {
        command.env(self.variable(), server);
        if let Self::OwnServer { python } = self {
            command.env(PYTHON_VARIABLE, python);
        }
    }
}

/// Runs tests and counts them. `Ok(false)` when they did not even build.
fn run_tests(
    report: &mut Report,
    name: &str,
    scope: Scope<'_>,
    server: &str,
) -> anyhow::Result<bool> {
    report.heading(name);
    let mut counts = Counts::default();
    let mut closed = false;
    let mut count = |line: Option<Counts>| {
        if let Some(more) = line {
            counts += more;
            closed = true;
        }
    };
    let succeeded = if cargo::has("nextest") {
        let mut command = nextest(scope);
        scope.tell(&mut command, server);
        process::run_reading(&mut command, Stream::Stderr, |line| {
            count(Counts::from_nextest(line));
        })?
    } else {
        let mut command = libtest(scope);
        scope.tell(&mut command, server);
        process::run_reading(&mut command, Stream::Stdout, |line| {
            count(Counts::from_libtest(line));
        })?
    };
    report.tests(name, counts, succeeded, Empty::Suspicious);
    Ok(closed)
}

fn nextest(scope: Scope<'_>) -> Command {
    let colour = colour(Stream::Stderr);
    let mut command = cargo::command(["nextest", "run", "--workspace", "--no-fail-fast", colour]);
    command.arg("--no-tests=pass");
    // Not `--package`: fewer packages would mean other features, and a second build.
    match scope {
        Scope::Everything => {}
        Scope::DatabaseTests => {
            command.arg(format!("--filterset=package(={DATABASE_TESTS})"));
        }
        Scope::OwnServer { .. } => {
            command.arg("--run-ignored=all");
            command.arg(format!(
                "--filterset=(package(={DATABASE_TESTS}) - test(/^{S3_TESTS}/)) + (package(=xtask) & test({SERVER_TEST}))"
            ));
        }
        Scope::Files => {
            command.arg("--run-ignored=all");
            command.arg(format!(
                "--filterset=(package(={DATABASE_TESTS}) & test(/^{S3_TESTS}/)) + (package(=xtask) & test({S3_SERVER_TEST}))"
            ));
        }
    }
    command
}

fn libtest(scope: Scope<'_>) -> Command {
    let mut command = cargo::command(["test", "--no-fail-fast", "--tests"]);
    match scope {
        Scope::Everything => command.arg("--workspace"),
        Scope::DatabaseTests => command.arg(format!("--package={DATABASE_TESTS}")),
        Scope::OwnServer { .. } | Scope::Files => {
            command.args([&format!("--package={DATABASE_TESTS}"), "--package=xtask"])
        }
    };
    command.args(["--", colour(Stream::Stdout)]);
    match scope {
        Scope::Everything | Scope::DatabaseTests => {}
        Scope::OwnServer { .. } => {
            command.args(["--include-ignored", "--skip", S3_TESTS]);
            command.args(["--skip", S3_SERVER_TEST]);
        }
        Scope::Files => {
            command.args(["--include-ignored", S3_TESTS, S3_SERVER_TEST]);
        }
    }
    command
}

fn run_javascript(
    report: &mut Report,
    name: &str,
    tests: &Result<javascript::Tests, String>,
    database: &str,
) -> anyhow::Result<()> {
    let tests = match tests {
        Ok(tests) => tests,
        Err(why) => {
            report.skip(name, why);
            return Ok(());
        }
    };
    report.heading(name);
    let mut counts = Counts::default();
    let succeeded = tests.run(database, |line| {
        if let Some(more) = Counts::from_tap(line) {
            counts += more;
        }
    })?;
    report.tests(name, counts, succeeded, Empty::Suspicious);
    Ok(())
}

fn run_doc_tests(report: &mut Report) -> anyhow::Result<()> {
    report.heading(DOC_TESTS);
    let mut counts = Counts::default();
    let mut command = cargo::command(["test", "--workspace", "--doc", "--no-fail-fast"]);
    let succeeded = process::run_reading(&mut command, Stream::Stdout, |line| {
        if let Some(more) = Counts::from_libtest(line) {
            counts += more;
        }
    })?;
    report.tests(DOC_TESTS, counts, succeeded, Empty::Allowed);
    Ok(())
}

fn colour(stream: Stream) -> &'static str {
    if process::has_terminal(stream) {
        "--color=always"
    } else {
        "--color=auto"
    }
}
