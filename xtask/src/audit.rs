//! What we build on: licences, sources and known advisories.
//!
//! Owns: the rules of `deny.toml` and `npm-licences.toml` applied to the two lock files,
//! and saying what could not be found out here. Must not know: how a licence expression
//! is read.

use std::path::Path;

use serde_json::Value;
use toml::Table;

use crate::count::Count;
use crate::{Outcome, proc, repo, setup, spdx};

/// Checks everything; each rule counts as one.
pub fn audit() -> Outcome<Count> {
    let rules = table("deny.toml")?;
    let npm_rules = table("xtask/npm-licences.toml")?;
    let crates = crates()?;
    setup::node_modules()?;
    let packages = npm_packages()?;
    let mut sum = Count::default();
    sum += verdict("licences of Rust crates", crates.len(), crate_licences(&crates, &rules));
    sum += verdict("sources of Rust crates", crates.len(), crate_sources(&crates));
    sum += verdict("licences of npm packages", packages.len(), npm_licences(&packages, &rules, &npm_rules));
    sum += crate_advisories()?;
    sum += npm_advisories()?;
    Ok(sum)
}

fn verdict(what: &str, looked_at: usize, wrong: Vec<String>) -> Count {
    println!("{what}: {looked_at} looked at, {} wrong", wrong.len());
    for line in &wrong {
        println!("  {line}");
    }
    Count::check(wrong.is_empty() && looked_at > 0)
}

fn table(path: &str) -> Outcome<Table> {
    let text = std::fs::read_to_string(repo::at(path)).map_err(|e| format!("{path}: {e}"))?;
    text.parse().map_err(|e| format!("{path}: {e}"))
}

/// Every crate of the lock file that is not ours.
fn crates() -> Outcome<Vec<Value>> {
    let said = proc::output(proc::cargo().args(["metadata", "--format-version", "1", "--all-features"]))?;
    let mut metadata: Value = serde_json::from_str(&said).map_err(|e| e.to_string())?;
    let ours = metadata["workspace_members"].take();
    let ours = ours.as_array().ok_or("cargo names no workspace members")?;
    let Value::Array(packages) = metadata["packages"].take() else {
        return Err("cargo names no packages".into());
    };
    Ok(packages.into_iter().filter(|package| !ours.contains(&package["id"])).collect())
}

fn crate_licences(crates: &[Value], rules: &Table) -> Vec<String> {
    let allowed = names(rules, "licenses", "allow");
    let accepts = |licence: &str| allowed.contains(&licence);
    crates
        .iter()
        .filter(|package| !spdx::met(text(package, "license"), &accepts))
        .map(|package| format!("{} {}: {}", text(package, "name"), text(package, "version"), package["license"]))
        .collect()
}

/// A crate from a folder or a repository has no checksum that anybody else could check.
fn crate_sources(crates: &[Value]) -> Vec<String> {
    crates
        .iter()
        .filter(|package| !text(package, "source").starts_with("registry+"))
        .map(|package| format!("{} comes from {}", text(package, "name"), package["source"]))
        .collect()
}

/// Every package of the npm lock file, by its path in it.
fn npm_packages() -> Outcome<Vec<(String, Value)>> {
    let path = repo::at("package-lock.json");
    let said = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut lock: Value = serde_json::from_str(&said).map_err(|e| format!("{}: {e}", path.display()))?;
    let Value::Object(packages) = lock["packages"].take() else {
        return Err("package-lock.json names no packages".into());
    };
    // The empty path is this project itself.
    Ok(packages.into_iter().filter(|(path, _)| !path.is_empty()).collect())
}

fn npm_licences(packages: &[(String, Value)], rules: &Table, npm_rules: &Table) -> Vec<String> {
    let allowed = names(rules, "licenses", "allow");
    let for_tools = names(npm_rules, "tools", "allow");
    let wrong = |(path, package): &(String, Value)| {
        let name = path.rsplit_once("node_modules/").map_or(path.as_str(), |(_, name)| name);
        let licence = match package["license"].as_str() {
            Some(named) => named.to_owned(),
            None => unnamed_licence(path, name, npm_rules),
        };
        let is_tool = package["dev"] == true;
        let accepts = |one: &str| allowed.contains(&one) || (is_tool && for_tools.contains(&one));
        (!spdx::met(&licence, &accepts)).then(|| format!("{name}: {licence}"))
    };
    packages.iter().filter_map(wrong).collect()
}

/// The licence of a package whose lock entry names none: from its own `package.json`,
/// else from our list, and only while its LICENSE file is there to be read.
fn unnamed_licence(path: &str, name: &str, npm_rules: &Table) -> String {
    let folder = repo::at(path);
    let own = std::fs::read_to_string(folder.join("package.json"))
        .ok()
        .and_then(|said| serde_json::from_str::<Value>(&said).ok());
    if let Some(named) = own.as_ref().and_then(|package| package["license"].as_str()) {
        return named.to_owned();
    }
    let listed = npm_rules.get("unnamed").and_then(|list| list.get(name)).and_then(toml::Value::as_str);
    match listed {
        Some(licence) if has_licence_file(&folder) => licence.to_owned(),
        _ => "names no licence".to_owned(),
    }
}

fn has_licence_file(folder: &Path) -> bool {
    ["LICENSE", "LICENSE.md", "LICENCE"].iter().any(|file| folder.join(file).is_file())
}

/// The advisories of Rust crates lie in a repository of their own, which cargo-deny
/// fetches; it takes many minutes to build, so it is used where it is, and not installed.
fn crate_advisories() -> Outcome<Count> {
    if proc::find("cargo-deny").is_none() {
        println!("advisories on Rust crates: not looked at, cargo-deny is not installed here");
        return Ok(Count::default());
    }
    let (well, said) = proc::tee(proc::cargo().args(["deny", "check", "advisories"]))?;
    if !well && said.contains("failed to fetch advisory database") {
        println!("advisories on Rust crates: not looked at, their database is out of reach");
        return Ok(Count::default());
    }
    Ok(Count::check(well))
}

fn npm_advisories() -> Outcome<Count> {
    let answer = proc::npm()
        .args(["audit", "--package-lock-only", "--omit=dev", "--json"])
        .output()
        .map_err(|e| format!("npm could not be started: {e}"))?;
    let said: Value = serde_json::from_slice(&answer.stdout).unwrap_or_default();
    let Some(found) = said["metadata"]["vulnerabilities"].as_object() else {
        println!("advisories on npm packages: not looked at, the registry in use here gives none");
        return Ok(Count::default());
    };
    let grave = |level: &str| found.get(level).and_then(Value::as_u64).unwrap_or(0);
    let wrong = grave("high") + grave("critical");
    println!("advisories on npm packages: {wrong} high or critical");
    Ok(Count::check(wrong == 0))
}

fn names<'a>(rules: &'a Table, section: &str, key: &str) -> Vec<&'a str> {
    let list = rules.get(section).and_then(|section| section.get(key)).and_then(toml::Value::as_array);
    list.into_iter().flatten().filter_map(toml::Value::as_str).collect()
}

fn text<'a>(package: &'a Value, key: &str) -> &'a str {
    package[key].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rules(text: &str) -> Table {
        text.parse().expect("a table")
    }

    #[test]
    fn a_crate_outside_the_rules_is_named() {
        let crates = [
            json!({"name": "good", "version": "1.0.0", "license": "MIT", "source": "registry+x"}),
            json!({"name": "bad", "version": "2.0.0", "license": "GPL-3.0-only", "source": "git+x"}),
            json!({"name": "none", "version": "3.0.0", "license": null, "source": null}),
        ];
        let rules = rules("[licenses]\nallow = ['MIT']");
        assert_eq!(crate_licences(&crates, &rules), ["bad 2.0.0: \"GPL-3.0-only\"", "none 3.0.0: null"]);
        assert_eq!(crate_sources(&crates), ["bad comes from \"git+x\"", "none comes from null"]);
    }

    #[test]
    fn tools_may_have_licences_that_parts_of_the_app_may_not() {
        let packages = [
            ("node_modules/part".to_owned(), json!({"license": "PSF-2.0"})),
            ("node_modules/tool".to_owned(), json!({"license": "PSF-2.0", "dev": true})),
            ("node_modules/a/node_modules/@b/part".to_owned(), json!({"license": "MIT"})),
        ];
        let (all, tools) = (rules("[licenses]\nallow = ['MIT']"), rules("[tools]\nallow = ['PSF-2.0']"));
        assert_eq!(npm_licences(&packages, &all, &tools), ["part: PSF-2.0"]);
    }
}
