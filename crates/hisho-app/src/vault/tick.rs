//! Ticking a task in any note of the vault, as the Tasks plugin would. A note that Hisho keeps is
//! ticked the same way, and read back as a tick by any other program is. Must not know how a line
//! is written.

use std::path::Path;

use hisho_domain::{Actor, Error, Result, Rule};
use hisho_vault::read::{FileText, from_bytes};
use hisho_vault::settings::VaultSettings;
use hisho_vault::tasks::tick::{TickError, tick as ticked};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::edit::{Base, by_hand, conflict, hex};
use crate::App;

/// A checkbox that is clicked.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tick {
    /// The note.
    pub path: String,
    /// The hash of the file the person saw.
    pub hash: String,
    /// The task's line there, from 0.
    pub line: usize,
    /// The new mark; the one that follows when left out.
    #[serde(default)]
    pub mark: Option<String>,
}

/// The note after a task in it was ticked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Ticked {
    /// The note.
    pub path: String,
    /// The file's hash.
    pub hash: String,
    /// The task's line now.
    pub line: usize,
}

pub(crate) async fn tick(app: &App, _: Actor, input: Tick) -> Result<Ticked> {
    let mark = match input.mark.as_deref().map(|mark| (mark.chars().next(), mark.chars().count())) {
        None => None,
        Some((Some(mark), 1)) => Some(mark),
        Some(_) => return Err(Error::invalid("mark", Rule::Format)),
    };
    by_hand(app, move |hand| {
        let style = VaultSettings::read(Path::new(&hand.vault.path)).tasks;
        let today = jiff::Zoned::now().date();
        let mut line = input.line;
        let done = hand.rewrite(&input.path, &input.hash, |base, disk| {
            let at = match base {
                Base::Same => input.line,
                Base::Known(bytes) => moved(&from_bytes(bytes), input.line, disk, &input.path)?,
                Base::Lost => return Err(conflict(&input.path)),
            };
            let ticked = ticked(&disk.bytes, at, mark, today, &style).map_err(|error| match error {
                TickError::NotText => Error::refused("not_text", json!({ "path": input.path })),
                TickError::NoTask(_) => Error::refused("no_task", json!({ "path": input.path })),
                TickError::BadMark => Error::invalid("mark", Rule::Format),
            })?;
            line = ticked.line;
            Ok((ticked.bytes, at != input.line))
        })?;
        Ok(Ticked { path: input.path, hash: hex(&done.hash), line })
    })
    .await
}

/// Where the line that was `line` of `before` is now, if there is just one like it.
fn moved(before: &FileText, line: usize, now: &FileText, path: &str) -> Result<usize> {
    let was = before.text.lines().nth(line).ok_or_else(|| conflict(path))?;
    let mut same = now.text.lines().enumerate().filter(|(_, is)| *is == was).map(|(number, _)| number);
    match (same.next(), same.next()) {
        (Some(line), None) => Ok(line),
        _ => Err(conflict(path)),
    }
}
