//! How many tests passed, read from what a test runner said.
//!
//! Owns: the summary lines of the runners in use. Must not know: what they ran.

use std::ops::AddAssign;

/// Tests, or checks that count as one test each.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    pub passed: u64,
    pub failed: u64,
}

impl Count {
    /// One check.
    pub fn check(well: bool) -> Count {
        Count { passed: well.into(), failed: (!well).into() }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, more: Count) {
        self.passed += more.passed;
        self.failed += more.failed;
    }
}

/// A program that runs tests and sums them up in a line.
#[derive(Clone, Copy, Debug)]
pub enum Runner {
    Cargo,
    Vitest,
    Node,
}

/// Reads the summary in `said`; `well` is whether the runner ended well.
///
/// A runner that fails without naming a failed test (it did not compile, it crashed)
/// counts as one failure, and so does one that ran no test at all: a lane that silently
/// lost its tests must not be green.
pub fn count(runner: Runner, well: bool, said: &str) -> Count {
    let mut sum = Count::default();
    for line in said.lines() {
        if let Some(found) = summary(runner, plain(line).trim()) {
            sum += found;
        }
    }
    if sum.failed == 0 && (!well || sum.passed == 0) {
        sum.failed = 1;
    }
    sum
}

fn summary(runner: Runner, line: &str) -> Option<Count> {
    match runner {
        Runner::Cargo => {
            let rest = line.strip_prefix("test result: ")?;
            Some(Count { passed: before(rest, " passed")?, failed: before(rest, " failed")? })
        }
        Runner::Vitest => {
            let rest = line.strip_prefix("Tests ")?;
            let of = |word| before(rest, word).unwrap_or(0);
            Some(Count { passed: of(" passed"), failed: of(" failed") })
        }
        Runner::Node => {
            let rest = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))?;
            let (word, number) = rest.split_once(' ')?;
            let number = number.parse().ok()?;
            match word {
                "pass" => Some(Count { passed: number, failed: 0 }),
                // A cancelled test is one that its own time limit stopped.
                "fail" | "cancelled" => Some(Count { passed: 0, failed: number }),
                _ => None,
            }
        }
    }
}

/// The number that stands right before `word`.
fn before(text: &str, word: &str) -> Option<u64> {
    let text = &text[..text.find(word)?];
    let digits = text.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    text.get(digits..)?.parse().ok()
}

/// The line without the terminal's colours.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('\u{1b}') {
        text.push_str(&rest[..at]);
        rest = rest[at..].split_once('m').map_or("", |(_, after)| after);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(runner: Runner, well: bool, said: &str, passed: u64, failed: u64) {
        assert_eq!(count(runner, well, said), Count { passed, failed }, "{said}");
    }

    #[test]
    fn sums_of_cargo_are_added_up() {
        let said = "running 2 tests\ntest result: ok. 12 passed; 0 failed; 1 ignored; 0 measured\n\
                    test result: FAILED. 3 passed; 2 failed; 0 ignored\n";
        counted(Runner::Cargo, false, said, 15, 2);
    }

    #[test]
    fn sums_of_vitest_are_read_through_colours() {
        counted(Runner::Vitest, true, " Test Files  2 passed (2)\n      Tests  31 passed (31)\n", 31, 0);
        counted(Runner::Vitest, false, "  Tests  1 failed | 30 passed | 2 skipped (33)", 30, 1);
        counted(Runner::Vitest, true, "\u{1b}[2m Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m4 passed\u{1b}[39m (4)", 4, 0);
    }

    #[test]
    fn sums_of_node_are_read_in_both_reports() {
        counted(Runner::Node, true, "ℹ tests 3\nℹ pass 3\nℹ fail 0\nℹ cancelled 0\n", 3, 0);
        counted(Runner::Node, false, "# pass 2\n# fail 1\n", 2, 1);
    }

    #[test]
    fn failing_without_a_failed_test_or_running_none_is_a_failure() {
        counted(Runner::Cargo, false, "error: could not compile", 0, 1);
        counted(Runner::Cargo, false, "test result: ok. 5 passed; 0 failed", 5, 1);
        counted(Runner::Vitest, true, "No test files found", 0, 1);
        counted(Runner::Node, true, "# pass 0\n# fail 0", 0, 1);
    }
}
