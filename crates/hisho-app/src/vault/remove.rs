//! Deleting files and folders of the vault, as the vault's own setting says, and taking them back.
//! Must not know what is in them.

use std::path::Path;

use hisho_domain::{Actor, Result};
use hisho_store::notes;
use hisho_vault::settings::{TrashOption, VaultSettings};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::create::Created;
use super::edit::{by_hand, refusal};
use crate::App;

/// What is to be deleted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delete {
    /// A note, a canvas, another file, or a folder with all in it.
    pub path: String,
}

/// Where it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Into the folder `.trash` of the vault, from where it can be taken back.
    VaultTrash,
    /// Into the system's bin.
    SystemTrash,
}

/// What became of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Gone {
    /// Where it went.
    pub how: How,
    /// Where in the vault's trash it lies; null in the system's bin.
    pub trash_path: Option<String>,
}

/// What is to be taken out of the vault's trash.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Undelete {
    /// Where it lay.
    pub path: String,
    /// Where in the trash it lies.
    pub trash_path: String,
}

pub(crate) async fn delete(app: &App, _: Actor, input: Delete) -> Result<Gone> {
    let path = input.path;
    by_hand(app, move |hand| {
        let refused = |error| refusal("path", &path, error);
        let option = VaultSettings::read(Path::new(&hand.vault.path)).trash;
        let binned = option == TrashOption::System
            && hand.gate.bin(&path).inspect_err(|error| tracing::warn!("the system's bin: {error}")).is_ok();
        let gone = if binned {
            Gone { how: How::SystemTrash, trash_path: None }
        } else {
            // Also where the system has no bin.
            let trash_path = hand.gate.trash(&path).map_err(refused)?;
            Gone { how: How::VaultTrash, trash_path: Some(trash_path) }
        };
        // The person said so: however many they are, they are not held back as lost.
        let (vault, below) = (hand.vault.id, format!("{path}/"));
        let inside = hand.store.read_blocking(move |connection| notes::below(connection, vault, &below))?;
        let mut removed: Vec<String> = inside.into_iter().map(|(_, note)| note.path).collect();
        removed.push(path);
        hand.touched.extend(removed.iter().cloned());
        hand.store.write_blocking(Actor::system(), move |write| {
            removed.iter().try_for_each(|path| notes::remove(write, vault, path))
        })?;
        Ok(gone)
    })
    .await
}

pub(crate) async fn undelete(app: &App, _: Actor, input: Undelete) -> Result<Created> {
    let path = input.path;
    by_hand(app, move |hand| {
        hand.gate.untrash(&input.trash_path, &path).map_err(|error| refusal("trash_path", &path, error))?;
        hand.touched.push(path.clone());
        Ok(Created { path })
    })
    .await
}
