//! Tests that do not run on some system.
//!
//! Owns: finding them and their reasons, in the sources and in what a test runner said, so that
//! no test is left out silently. Must not know: how tests are run.

use std::path::{Path, PathBuf};

use crate::{Outcome, repo};

/// A system whose tests are looked through.
#[derive(Clone, Copy, Debug)]
pub enum Not {
    Windows,
    MacOs,
}

impl Not {
    /// Whether a condition of `cfg` holds there; one that names no system does.
    fn holds(self, condition: &str) -> bool {
        let condition = condition.trim();
        let inner = |word: &str| condition.strip_prefix(word)?.strip_prefix('(')?.strip_suffix(')');
        if let Some(inner) = inner("not") {
            return !self.holds(inner);
        }
        if let Some(inner) = inner("any") {
            return parts(inner).into_iter().any(|part| self.holds(part));
        }
        if let Some(inner) = inner("all") {
            return parts(inner).into_iter().all(|part| self.holds(part));
        }
        let (family, name) = match self {
            Not::Windows => ("windows", "\"windows\""),
            Not::MacOs => ("unix", "\"macos\""),
        };
        match condition.split_once('=') {
            None if ["unix", "windows"].contains(&condition) => condition == family,
            Some((key, value)) if key.trim() == "target_os" => value.trim() == name,
            _ => true,
        }
    }
}

/// Splits at the commas that stand in no parentheses.
fn parts(text: &str) -> Vec<&str> {
    let mut depth = 0;
    text.split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    })
    .filter(|part| !part.trim().is_empty())
    .collect()
}

/// A test that is left out.
#[derive(Debug, PartialEq)]
struct LeftOut {
    name: String,
    /// Empty where the source gives none.
    reason: String,
}

/// Prints what is left out on `system`, by the sources and by `said`, the words of a test runner.
///
/// Errors when the sources cannot be read.
pub fn tell(system: &str, not: Not, said: &str) -> Outcome<()> {
    let mut found = in_sources(not)?;
    found.extend(said.lines().filter_map(ignored));
    println!("left out on {system}: {}", if found.is_empty() { "nothing".to_owned() } else { found.len().to_string() });
    for LeftOut { name, reason } in found {
        println!("  {name}: {reason}");
    }
    Ok(())
}

/// Of a runner's line `test NAME ... ignored, REASON`, both.
fn ignored(line: &str) -> Option<LeftOut> {
    let (name, rest) = line.strip_prefix("test ")?.split_once(" ... ignored")?;
    Some(LeftOut { name: name.to_owned(), reason: rest.trim_start_matches(", ").to_owned() })
}

fn in_sources(not: Not) -> Outcome<Vec<LeftOut>> {
    let mut files = Vec::new();
    for folder in ["crates", "tests", "src-tauri"] {
        sources(&repo::at(folder), &mut files)?;
    }
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).map_err(|e| format!("reading {}: {e}", file.display()))?;
        found.extend(in_source(&text, not));
    }
    Ok(found)
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome<()> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("reading {}: {e}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, files)?;
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// The tests of a source whose own condition leaves them out; the reason is the comment behind
/// the condition.
fn in_source(text: &str, not: Not) -> Vec<LeftOut> {
    let mut found = Vec::new();
    let mut attributes: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") {
            attributes.push(line);
            continue;
        }
        if line.starts_with("//") {
            continue;
        }
        if let Some(name) = function(line)
            && attributes.iter().any(|one| one.starts_with("#[test]") || one.starts_with("#[tokio::test"))
        {
            let conditions = attributes.iter().filter_map(|one| one.strip_prefix("#[cfg(")?.split_once(")]"));
            let out = conditions.into_iter().find(|(condition, _)| !not.holds(condition));
            found.extend(out.map(|(_, after)| LeftOut {
                name: name.to_owned(),
                reason: after.trim().trim_start_matches("//").trim().to_owned(),
            }));
        }
        attributes.clear();
    }
    found
}

fn function(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ")?;
    rest.split('(').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_read_with_its_reason() {
        let text = "#[cfg(unix)] // links need a right\n#[test]\nfn links() {}\n\n#[test]\nfn all() {}\n\
                    #[cfg(target_os = \"linux\")]\n/// Words.\n#[tokio::test(flavor = \"x\")]\nasync fn calls() {}\n\
                    #[cfg(windows)] // theirs\n#[test]\nfn disks() {}\n#[cfg(unix)]\nfn no_test() {}\n";
        let names = |not| in_source(text, not).into_iter().map(|one| (one.name, one.reason)).collect::<Vec<_>>();
        let pair = |name: &str, reason: &str| (name.to_owned(), reason.to_owned());
        assert_eq!(names(Not::Windows), [pair("links", "links need a right"), pair("calls", "")]);
        assert_eq!(names(Not::MacOs), [pair("calls", ""), pair("disks", "theirs")]);
        let any = "#[cfg(any(target_os = \"linux\", windows))] // no Mac has it\n#[test]\nfn some() {}\n";
        assert_eq!(in_source(any, Not::Windows), []);
        assert_eq!(in_source(any, Not::MacOs).len(), 1);
    }

    #[test]
    fn conditions_hold_as_for_the_compiler() {
        for (condition, windows, mac) in [
            ("not(windows)", false, true),
            ("all(unix, not(target_os = \"macos\"))", false, false),
            ("any(all(unix, target_vendor = \"apple\"), windows)", true, true),
            ("feature = \"serve\"", true, true),
        ] {
            assert_eq!((Not::Windows.holds(condition), Not::MacOs.holds(condition)), (windows, mac), "{condition}");
        }
    }

    #[test]
    fn what_a_runner_passed_over_is_read() {
        let line = "test gate::tests::busy ... ignored, the call is not atomic";
        let (name, reason) = ("gate::tests::busy".to_owned(), "the call is not atomic".to_owned());
        assert_eq!(ignored(line), Some(LeftOut { name, reason }));
        assert_eq!(ignored("test a ... ok"), None);
    }

    #[test]
    fn every_test_left_out_gives_its_reason() {
        for not in [Not::Windows, Not::MacOs] {
            for out in in_sources(not).expect("the sources") {
                assert!(!out.reason.is_empty(), "{} is left out for {not:?} without a reason behind its cfg", out.name);
            }
        }
    }
}
