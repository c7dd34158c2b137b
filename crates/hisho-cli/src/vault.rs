//! `hisho vault`: what Hisho reads in notes and vaults, as Obsidian's own metadata cache has it, the
//! engine at work, and what is found in the vault in use. Must not know how a note is taken apart,
//! nor how it is found.

mod index;
mod search;
mod watch;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use hisho_domain::{Error, Result};
use hisho_vault::links::Resolver;
use hisho_vault::table::{Table, is_source};
use hisho_vault::{files, metadata, read};
use serde::Serialize;
use serde_json::json;

use crate::out;

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Prints a note's metadata in the shape of Obsidian's cache, and its tags.
    Inspect {
        /// The note, anywhere on disk.
        file: PathBuf,
    },
    /// Prints which links of a vault lead where and how often, and which lead nowhere.
    Links {
        /// The vault's folder.
        dir: PathBuf,
    },
    /// Brings the index of a vault in step with its files once, and says what came of it.
    Index {
        /// The vault's folder, which becomes the vault in use.
        dir: PathBuf,
        /// As one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Keeps the index of a vault in step with its files and prints what happens as JSON, a line for
    /// each event, until it is interrupted or its standard input ends.
    Watch {
        /// The vault's folder, which becomes the vault in use; that already in use when left out.
        dir: Option<PathBuf>,
    },
    /// Finds notes of the vault in use.
    Search(search::Arguments),
}

impl Arguments {
    /// Whether what is printed is for a program.
    pub fn is_json(&self) -> bool {
        match &self.command {
            Command::Index { json, .. } => *json,
            Command::Search(arguments) => arguments.json,
            Command::Watch { .. } => true,
            Command::Inspect { .. } | Command::Links { .. } => false,
        }
    }
}

/// Runs what only reads files at once; `data_dir` gives the data folder to what needs one.
pub async fn run(data_dir: impl FnOnce() -> Result<PathBuf>, arguments: Arguments) -> Result<()> {
    match arguments.command {
        Command::Inspect { file } => inspect(&file),
        Command::Links { dir } => links(&dir),
        Command::Index { dir, json } => index::run(data_dir()?, &dir, json).await,
        Command::Watch { dir } => watch::run(data_dir()?, dir).await,
        Command::Search(arguments) => search::run(data_dir()?, arguments).await,
    }
}

fn inspect(file: &Path) -> Result<()> {
    // A pipe would be waited for without end.
    if !std::fs::metadata(file).map_err(|error| unread(file, error))?.is_file() {
        return Err(Error::io("reading", file.to_str(), "it is not a file"));
    }
    let bytes = std::fs::read(file).map_err(|error| unread(file, error))?;
    let metadata = metadata::parse(&read::from_bytes(bytes).text);
    print(&json!({
        "cachedMetadata": metadata,
        "getAllTags": metadata::all_tags(&metadata),
        "parseFrontMatterTags": metadata::property_tags(metadata.frontmatter.as_ref()),
    }))
}

fn links(dir: &Path) -> Result<()> {
    let files = files::list(dir).map_err(|error| unread(dir, error))?;
    let resolver = Resolver::new(files.iter().map(String::as_str));
    let mut table = Table::default();
    for path in files.iter().filter(|path| is_source(path)) {
        match read::read(dir, path) {
            Ok(file) => table.add(&resolver, path, &file.text),
            // One bad file is no reason to say nothing of the others.
            Err(error) => tracing::warn!("left out: {error}"),
        }
    }
    print(&table)
}

fn print(value: &impl Serialize) -> Result<()> {
    out::print(&format!("{}\n", serde_json::to_string_pretty(value).map_err(Error::internal)?))
}

fn unread(path: &Path, error: std::io::Error) -> Error {
    Error::io("reading", path.to_str(), error)
}
