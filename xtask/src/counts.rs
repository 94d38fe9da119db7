//! Reading how many tests passed from the closing lines of cargo's test runners.

use std::ops::AddAssign;

/// How many tests of one run passed, failed, or were not asked to run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Counts {
    /// From nextest's closing line, one for each run:
    /// `Summary [ 0.1s] 3 tests run: 2 passed (1 slow), 1 timed out, 4 skipped`.
    pub(crate) fn from_nextest(line: &str) -> Option<Self> {
        let line = without_colours(line);
        let summary = line.trim_start().strip_prefix("Summary [")?;
        let (_, results) = summary.split_once(" run: ")?;
        let mut counts = Self::default();
        for result in without_parentheses(results).split(',') {
            let (number, word) = number_and_word(result)?;
            match word {
                "passed" => counts.passed += number,
                "skipped" => counts.skipped += number,
                // Failed, timed out, could not start: the runner has many words for it.
                _ => counts.failed += number,
            }
        }
        Some(counts)
    }

    /// From libtest's closing line, one for each test binary:
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; …`.
    pub(crate) fn from_libtest(line: &str) -> Option<Self> {
        let line = without_colours(line);
        let (_, results) = line.strip_prefix("test result: ")?.split_once(". ")?;
        let mut counts = Self::default();
        for result in results.split(';') {
            match number_and_word(result) {
                Some((number, "passed")) => counts.passed += number,
                Some((number, "failed")) => counts.failed += number,
                Some((number, "ignored")) => counts.skipped += number,
                // Tests filtered out belong to another run; durations are no test.
                _ => {}
            }
        }
        Some(counts)
    }

    /// From the closing lines of the Test Anything Protocol as Node.js writes them, one for each
    /// outcome: `# pass 67`.
    pub(crate) fn from_tap(line: &str) -> Option<Self> {
        let (word, number) = line.trim_end().strip_prefix("# ")?.split_once(' ')?;
        let number = number.parse().ok()?;
        let mut counts = Self::default();
        match word {
            "pass" => counts.passed = number,
            "fail" | "cancelled" => counts.failed = number,
            "skipped" | "todo" => counts.skipped = number,
            _ => return None,
        }
        Some(counts)
    }

    /// Whether any test was executed.
    pub(crate) fn ran_any(self) -> bool {
        self.passed + self.failed > 0
    }
}

fn number_and_word(result: &str) -> Option<(u32, &str)> {
    let (number, word) = result.trim().split_once(' ')?;
    Some((number.parse().ok()?, word.trim()))
}

fn without_parentheses(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|character| match character {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// Removes the terminal's colour sequences: `ESC [ … letter`.
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, sequence)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = sequence
            .find(|character: char| character.is_ascii_alphabetic())
            .and_then(|end| sequence.get(end + 1..))
            .unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::Counts;

    fn counts(passed: u32, failed: u32, skipped: u32) -> Counts {
        Counts {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn the_test_anything_protocol_closes_with_a_line_for_each_outcome() {
        let lines = [
            "# tests 9",
            "# pass 6",
            "# fail 1",
            "# cancelled 0",
            "# skipped 2",
            "ok 1 - # pass 7",
        ];
        let mut counts = Counts::default();
        for line in lines {
            counts += Counts::from_tap(line).unwrap_or_default();
        }
        let expected = Counts {
            passed: 6,
            failed: 1,
            skipped: 2,
        };
        assert_eq!(counts, expected);
    }

    #[test]
    fn nextest_reports_each_way_to_fail() {
        let line = "     Summary [   0.104s] 9 tests run: 5 passed (1 slow, 1 flaky), 2 failed, 1 timed out, 1 exec failed, 3 skipped\n";
        assert_eq!(Counts::from_nextest(line), Some(counts(5, 4, 3)));
    }

    #[test]
    fn nextest_stopped_early_still_counts() {
        let line = "     Summary [   0.104s] 2/9 tests run: 1 passed, 1 failed, 0 skipped";
        assert_eq!(Counts::from_nextest(line), Some(counts(1, 1, 0)));
    }

    #[test]
    fn nextest_in_colour_is_understood() {
        let line = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.005s] \u{1b}[1m3\u{1b}[0m tests run: \u{1b}[1m3\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m \u{1b}[33;1mskipped\u{1b}[0m";
        assert_eq!(Counts::from_nextest(line), Some(counts(3, 0, 0)));
    }

    #[test]
    fn libtest_ignores_what_was_filtered_out() {
        let line = "test result: \u{1b}[31mFAILED\u{1b}[m. 3 passed; 2 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s\n";
        assert_eq!(Counts::from_libtest(line), Some(counts(3, 2, 1)));
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in [
            "",
            "   Compiling x v0.1.0",
            "test a ... ok",
            "error: 3 failed",
            "Summary",
        ] {
            assert_eq!(Counts::from_nextest(line), None, "{line}");
            assert_eq!(Counts::from_libtest(line), None, "{line}");
        }
    }
}
