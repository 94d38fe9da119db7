//! What the steps came to: one count for each step and each test, and the closing line.

use std::{fmt, process::ExitCode};

use crate::counts::Counts;

/// Whether a run of tests may come out empty.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Empty {
    Allowed,
    /// No test at all means that something hides them.
    Suspicious,
}

/// The steps done so far.
#[derive(Default)]
pub(crate) struct Report {
    counts: Counts,
    tests_ran: bool,
    failures: Vec<String>,
    skips: Vec<String>,
}

impl Report {
    /// Announces a step before its output.
    #[expect(
        clippy::unused_self,
        reason = "a step is announced where it will be counted"
    )]
    pub(crate) fn heading(&self, name: &str) {
        println!("\n==> {name}");
    }

    /// Counts a step that is one check.
    pub(crate) fn step(&mut self, name: &str, passed: bool) {
        if passed {
            self.counts.passed += 1;
        } else {
            self.fail(name.to_owned());
        }
    }

    /// Counts each test of a run. A run that failed without a failed test (it did not build, or
    /// crashed) is one failure.
    pub(crate) fn tests(&mut self, name: &str, counts: Counts, succeeded: bool, empty: Empty) {
        self.counts += counts;
        self.tests_ran |= counts.ran_any();
        if counts.failed > 0 {
            self.failures
                .push(format!("{name}: {} failed", counts.failed));
        } else if !succeeded {
            self.fail(format!("{name}: did not run to its end"));
        } else if !counts.ran_any() && empty == Empty::Suspicious {
            self.fail(format!("{name}: no test ran"));
        }
    }

    /// Counts a step that could not be done here; it is not counted as passed.
    pub(crate) fn skip(&mut self, name: &str, why: &str) {
        println!("\n==> {name}: skipped, {why}");
        self.counts.skipped += 1;
        self.skips.push(format!("{name} ({why})"));
    }

    /// Prints the closing line, and says whether all is well: nothing failed and a test ran.
    pub(crate) fn close(&self) -> ExitCode {
        println!("\n{self}");
        if self.counts.failed == 0 && self.tests_ran {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn fail(&mut self, what: String) {
        self.counts.failed += 1;
        self.failures.push(what);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for skip in &self.skips {
            writeln!(formatter, "skipped: {skip}")?;
        }
        for failure in &self.failures {
            writeln!(formatter, "failed: {failure}")?;
        }
        let Counts {
            passed,
            failed,
            skipped,
        } = self.counts;
        if skipped > 0 {
            writeln!(formatter, "{skipped} skipped")?;
        }
        // Programs read this line: it has no other form.
        write!(formatter, "{passed} passed, {failed} failed")
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, Empty, Report};

    fn last_line(report: &Report) -> String {
        report
            .to_string()
            .lines()
            .last()
            .unwrap_or_default()
            .to_owned()
    }

    #[test]
    fn each_step_and_each_test_counts_as_one() {
        let mut report = Report::default();
        report.step("format", true);
        report.step("lints", false);
        let counts = Counts {
            passed: 7,
            failed: 2,
            skipped: 1,
        };
        report.tests("tests", counts, false, Empty::Suspicious);
        assert_eq!(last_line(&report), "8 passed, 3 failed");
        assert!(report.to_string().contains("\n1 skipped\n"));
    }

    #[test]
    fn a_run_that_did_not_build_is_one_failure() {
        let mut report = Report::default();
        report.tests("tests", Counts::default(), false, Empty::Suspicious);
        assert_eq!(last_line(&report), "0 passed, 1 failed");
    }

    #[test]
    fn a_run_without_tests_fails_unless_it_may_be_empty() {
        let mut report = Report::default();
        report.tests("doc tests", Counts::default(), true, Empty::Allowed);
        assert_eq!(last_line(&report), "0 passed, 0 failed");
        report.tests("tests", Counts::default(), true, Empty::Suspicious);
        assert_eq!(last_line(&report), "0 passed, 1 failed");
    }

    #[test]
    fn a_skipped_step_has_not_passed() {
        let mut report = Report::default();
        report.skip("licences", "not installed");
        assert_eq!(
            report.to_string(),
            "skipped: licences (not installed)\n1 skipped\n0 passed, 0 failed"
        );
    }
}
