//! Packages of Debian and Ubuntu.
//!
//! Owns: finding which are missing and installing them. Must not know: who needs them.

use std::process::{Command, Stdio};

use crate::{Outcome, proc};

/// Whether this system installs packages with apt.
pub fn present() -> bool {
    proc::find("apt-get").is_some() && proc::find("dpkg-query").is_some()
}

/// Those of `packages` that are not installed. They are named as in Debian, and given
/// as they are called here.
pub fn missing<'a>(packages: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let ubuntu = release.lines().any(|line| line == "ID=ubuntu");
    let here = |(name, why)| (if ubuntu { in_ubuntu(name) } else { name }, why);
    packages.iter().copied().map(here).filter(|(name, _)| !installed(name)).collect()
}

fn in_ubuntu(name: &str) -> &str {
    match name {
        "chromium" => "chromium-browser",
        "chromium-driver" => "chromium-chromedriver",
        same => same,
    }
}

fn installed(name: &str) -> bool {
    let answer = Command::new("dpkg-query").args(["-W", "-f=${db:Status-Status}", name]).stderr(Stdio::null()).output();
    answer.is_ok_and(|found| found.stdout == b"installed")
}

/// Installs packages, as root or by sudo.
///
/// Errors with the command to run by hand when it may not, or when apt fails.
pub fn install(packages: &[(&str, &str)]) -> Outcome<()> {
    println!("installing system packages:");
    for (name, why) in packages {
        println!("  {name:<30} {why}");
    }
    let names: Vec<&str> = packages.iter().map(|(name, _)| *name).collect();
    let sudo = match (is_root(), proc::find("sudo")) {
        (true, _) => None,
        (false, Some(sudo)) => Some(sudo),
        (false, None) => {
            return Err(format!("run this as root first: apt-get install {}", names.join(" ")));
        }
    };
    let apt = |words: &[&str]| {
        let mut command = match &sudo {
            Some(sudo) => {
                let mut command = Command::new(sudo);
                command.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
                command
            }
            None => Command::new("apt-get"),
        };
        command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
        proc::run(&mut command)
    };
    apt(&["update", "-q"])?;
    let words = [&["install", "-y", "-q", "--no-install-recommends"][..], &names].concat();
    apt(&words)
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}
