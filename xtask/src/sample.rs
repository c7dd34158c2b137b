//! A throw-away vault and team to try things on.
//!
//! Owns: copying a sample, making its people through the headless program, and removing
//! it all at the end. Must not know: who uses it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::{Outcome, build, proc, repo};

/// The language of a sample.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Language {
    Japanese,
    English,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::Japanese, Language::English];

    pub fn named(code: &str) -> Outcome<Language> {
        Language::ALL
            .into_iter()
            .find(|language| language.code() == code)
            .ok_or_else(|| format!("there is no sample in `{code}`; there are ja and en"))
    }

    pub fn code(self) -> &'static str {
        match self {
            Language::Japanese => "ja",
            Language::English => "en",
        }
    }
}

/// A copy of a sample with a data folder of its own; both go when this value goes.
pub struct Sample {
    folder: PathBuf,
    data: PathBuf,
}

impl Sample {
    /// Copies the vault, and makes settings, vault and team in a new data folder.
    pub fn new(language: Language) -> Outcome<Sample> {
        let hisho = build::headless()?;
        let code = language.code();
        let folder = std::env::temp_dir().join(format!("hisho-sample-{code}-{}", std::process::id()));
        let sample = Sample { data: folder.join("data"), folder };
        let vault = sample.folder.join(match language {
            Language::Japanese => "見本",
            Language::English => "Sample",
        });
        copy(&repo::at(&format!("samples/vault-{code}")), &vault)?;
        std::fs::create_dir_all(&sample.data).map_err(|e| format!("{}: {e}", sample.data.display()))?;

        let call = |command: &str, input: Value| sample.call(&hisho, command, &input);
        call("settings.update", json!({ "language": code }))?;
        call("vault.choose", json!({ "path": vault }))?;
        call("vault.scan", json!({}))?;
        seat_team(&repo::at(&format!("samples/team-{code}.json")), call)?;
        Ok(sample)
    }

    /// The data folder to start a host with.
    pub fn data(&self) -> &Path {
        &self.data
    }

    fn call(&self, hisho: &Path, command: &str, input: &Value) -> Outcome<Value> {
        let said = proc::output(proc::program(hisho).arg("--data-dir").arg(&self.data).args([
            "rpc",
            command,
            &input.to_string(),
        ]))?;
        serde_json::from_str(&said).map_err(|e| format!("`{command}` answered no JSON: {e}"))
    }
}

impl Drop for Sample {
    fn drop(&mut self) {
        if let Err(why) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("xtask: the sample in {} could not be removed: {why}", self.folder.display());
        }
    }
}

/// Makes one secretary for each line of a team file, all in the first team there is.
fn seat_team(file: &Path, call: impl Fn(&str, Value) -> Outcome<Value>) -> Outcome<()> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let seats: Vec<Value> = serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?;
    let people = call("people.list", json!({}))?;
    let personas = people["personas"].as_array().cloned().unwrap_or_default();
    for seat in seats {
        let persona = personas
            .iter()
            .find(|persona| persona["icon"] == seat["persona"])
            .ok_or_else(|| format!("{}: there is no persona {}", file.display(), seat["persona"]))?;
        let mut input = json!({ "name": seat["name"], "persona_uid": persona["uid"] });
        if let Some(team) = people["teams"].get(0) {
            input["team_uid"] = team["uid"].clone();
        }
        call("people.create_secretary", input)?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    let in_words = |e: std::io::Error| format!("copying {}: {e}", from.display());
    std::fs::create_dir_all(to).map_err(in_words)?;
    for entry in std::fs::read_dir(from).map_err(in_words)? {
        let entry = entry.map_err(in_words)?;
        let target = to.join(entry.file_name());
        if entry.file_type().map_err(in_words)?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target).map_err(in_words)?;
        }
    }
    Ok(())
}
