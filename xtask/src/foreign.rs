//! Building for a system other than this one.
//!
//! Owns: whether this machine can, by a target that is installed or by what lies beside the
//! checkout, and a cargo set up for it. Must not know: what is built, or why.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::{Outcome, proc, repo};

/// A program that makes this machine able to, and prints the variables cargo then needs.
const PREPARE: &str = "../shared/platforms/prepare";

/// What to build for.
pub struct System {
    /// The folder below `target` for what is built. Of its own, because the variables that cargo
    /// needs here would have it build this system's parts anew, to and fro.
    pub folder: &'static str,
    pub targets: &'static [&'static str],
    /// Programs without which an installed target is of no use.
    pub programs: &'static [&'static str],
    /// Variables that go with those programs.
    pub variables: &'static [(&'static str, &'static str)],
}

/// A way to build for a system.
pub struct Foreign {
    folder: PathBuf,
    targets: &'static [&'static str],
    variables: Vec<(String, String)>,
    /// Whether the standard library is built as well, there being none for the target.
    build_std: bool,
}

/// Finds a way; `Err(why)` inside says what is lacking, for a notice.
///
/// Errors when there is a way and it fails.
pub fn find(system: &System) -> Outcome<Result<Foreign, String>> {
    let folder = repo::target().join(system.folder);
    let mut lacking: Vec<String> = Vec::new();
    lacking.extend(system.targets.iter().filter(|name| !installed(name)).map(|name| format!("the target {name}")));
    lacking.extend(system.programs.iter().filter(|name| proc::find(name).is_none()).map(|name| format!("`{name}`")));
    if lacking.is_empty() {
        let variables = system.variables.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        return Ok(Ok(Foreign { folder, targets: system.targets, variables, build_std: false }));
    }
    let prepare = repo::at(PREPARE);
    if !prepare.is_file() {
        return Ok(Err(format!("this machine lacks {} (`rustup target add` brings a target)", lacking.join(", "))));
    }
    println!("preparing this machine: {}", lacking.join(", "));
    let printed = proc::output(Command::new(&prepare).stderr(Stdio::inherit()))?;
    let variables = printed.lines().filter_map(exported).collect();
    let build_std = !system.targets.iter().all(|name| installed(name));
    Ok(Ok(Foreign { folder, targets: system.targets, variables, build_std }))
}

impl Foreign {
    /// A cargo that does `verb` for this system, without debug information: it doubles what is
    /// linked, and a failing test is looked at on the system itself.
    pub fn cargo(&self, verb: &str) -> Command {
        let mut command = proc::cargo();
        command
            .arg(verb)
            .env("CARGO_TARGET_DIR", &self.folder)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_INCREMENTAL", "0")
            .envs(self.variables.iter().map(|(key, value)| (key, value)));
        if self.build_std {
            command.args(["-Z", "build-std"]);
        }
        for target in self.targets {
            command.args(["--target", target]);
        }
        command
    }

    /// What a variable of the preparation is set to.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Where the development profile's programs for the first target lie.
    pub fn built(&self) -> PathBuf {
        self.folder.join(self.targets[0]).join("debug")
    }
}

/// Whether the compiler has a standard library for the target.
fn installed(target: &str) -> bool {
    let asked = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--print", "target-libdir", "--target", target])
        .stderr(Stdio::null())
        .output();
    let Ok(asked) = asked else { return false };
    let Ok(entries) = std::fs::read_dir(String::from_utf8_lossy(&asked.stdout).trim()) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

/// Of `export KEY='VALUE'`, both.
fn exported(line: &str) -> Option<(String, String)> {
    let (key, value) = line.strip_prefix("export ")?.split_once('=')?;
    let value = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\'')).unwrap_or(value);
    Some((key.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_read_as_a_shell_would() {
        let both = |key: &str, value: &str| Some((key.to_owned(), value.to_owned()));
        assert_eq!(exported("export A='b c'"), both("A", "b c"));
        assert_eq!(exported("export A=b=c"), both("A", "b=c"));
        assert_eq!(exported("A='b'"), None);
        assert_eq!(exported("installing"), None);
    }

    #[test]
    fn a_target_that_is_none_is_not_installed() {
        assert!(!installed("z80-unknown-cpm"));
    }
}
