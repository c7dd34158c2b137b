//! The vault's index as it is held in memory: what every file is called, and which link leads where.
//! Worked out when it is first asked for and kept until the index moves on. Must not read files.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use hisho_domain::fuzzy::Name;
use hisho_domain::note::{FileKind, NoteKind};
use hisho_domain::{Error, Result};
use hisho_store::notes::{self, attachments, links};
use hisho_store::vaults::Vault;
use hisho_store::{Connection, Store, epochs};
use hisho_vault::links::Resolver;
use hisho_vault::path::fold;

use super::{current, title};
use crate::App;

/// What was worked out last.
#[derive(Default)]
pub(crate) struct Catalogues {
    names: Mutex<Option<(Stamp, Arc<Catalogue>)>>,
    links: Mutex<Option<(Stamp, Arc<Links>)>>,
}

/// Of which vault and which state of the index something was worked out.
#[derive(Debug, Clone, PartialEq)]
struct Stamp {
    epoch: Option<String>,
    vault: i64,
    generation: i64,
}

/// Every file that a link can lead to.
pub(super) struct Catalogue {
    /// The vault's row.
    pub(super) vault: i64,
    /// The vault's folder.
    pub(super) root: PathBuf,
    /// Notes and canvas files, the latest changed first, then the other files by path.
    pub(super) files: Vec<File>,
    pub(super) resolver: Resolver,
    by_path: HashMap<String, u32>,
    /// The folders that are left alone, as the vault's row has them.
    excluded: Vec<String>,
    /// The same, folded.
    left_out: HashSet<String>,
    /// Made when the first name is looked for.
    labels: OnceLock<Labels>,
}

/// A file of the vault.
pub(super) struct File {
    pub(super) path: String,
    pub(super) title: String,
    pub(super) aliases: Vec<String>,
    pub(super) kind: FileKind,
    /// It lies in a folder that is left alone: links lead to it, but it is neither listed nor read.
    pub(super) left_out: bool,
}

/// All that files can be found by, ready to be compared.
pub(super) struct Labels {
    /// Titles and aliases.
    pub(super) names: Vec<Name>,
    /// Whose they are: the file, and which of its aliases.
    pub(super) owners: Vec<(u32, Option<u32>)>,
    /// Paths.
    pub(super) paths: Vec<Name>,
    /// The file at each of them.
    pub(super) at: Vec<u32>,
}

/// Which link leads where, in no particular order but that of each file's own.
pub(super) struct Links {
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) all: Vec<Edge>,
}

/// One link; files by their place in the catalogue.
pub(super) struct Edge {
    pub(super) from: u32,
    /// None when it leads nowhere.
    pub(super) to: Option<u32>,
    /// What it names, without heading and block.
    pub(super) target: Box<str>,
}

/// Runs something that may take a while on all that is known of the vault's files.
pub(super) async fn with_names<T: Send + 'static>(
    app: &App,
    act: impl FnOnce(&Store, &Catalogue) -> Result<T> + Send + 'static,
) -> Result<T> {
    let app = app.clone();
    let run = move || act(app.store(), app.catalogues().names(app.store())?.as_ref());
    tokio::task::spawn_blocking(run).await.map_err(Error::internal)?
}

/// As [`with_names`], with all links between them.
pub(super) async fn with_links<T: Send + 'static>(
    app: &App,
    act: impl FnOnce(&Store, &Links) -> Result<T> + Send + 'static,
) -> Result<T> {
    let app = app.clone();
    let run = move || act(app.store(), app.catalogues().links(app.store())?.as_ref());
    tokio::task::spawn_blocking(run).await.map_err(Error::internal)?
}

impl Catalogues {
    fn names(&self, store: &Store) -> Result<Arc<Catalogue>> {
        store.read_blocking(|connection| self.names_now(connection))
    }

    /// Holding the lock while working it out, so that two who ask at once do it once.
    fn names_now(&self, connection: &Connection) -> hisho_store::Result<Arc<Catalogue>> {
        let vault = current(connection)?;
        let stamp = Stamp::now(connection, vault.id, |generation| generation.names)?;
        let mut kept = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        // A vault that was moved has other files under the same names, and other rules show others.
        let holds = |at: &Stamp, known: &Catalogue| {
            *at == stamp && known.root == Path::new(&vault.path) && known.excluded == vault.excluded_folders
        };
        if let Some((_, known)) = kept.as_ref().filter(|(at, known)| holds(at, known)) {
            return Ok(known.clone());
        }
        let found = Arc::new(Catalogue::read(connection, vault)?);
        *kept = Some((stamp, found.clone()));
        Ok(found)
    }

    fn links(&self, store: &Store) -> Result<Arc<Links>> {
        store.read_blocking(|connection| {
            let catalogue = self.names_now(connection)?;
            let stamp = Stamp::now(connection, catalogue.vault, |generation| generation.links)?;
            let mut kept = self.links.lock().unwrap_or_else(PoisonError::into_inner);
            let holds = |at: &Stamp, known: &Links| *at == stamp && Arc::ptr_eq(&known.catalogue, &catalogue);
            if let Some((_, known)) = kept.as_ref().filter(|(at, known)| holds(at, known)) {
                return Ok(known.clone());
            }
            let found = Arc::new(Links::read(connection, catalogue)?);
            *kept = Some((stamp, found.clone()));
            Ok(found)
        })
    }
}

impl Stamp {
    fn now(connection: &Connection, vault: i64, which: fn(notes::Generation) -> i64) -> hisho_store::Result<Self> {
        let generation = which(notes::generation(connection)?);
        Ok(Stamp { epoch: epochs::newest(connection)?, vault, generation })
    }
}

impl Catalogue {
    fn read(connection: &Connection, vault: Vault) -> hisho_store::Result<Self> {
        let noted = notes::names(connection, vault.id)?.into_iter().map(|note| File {
            path: note.path,
            title: note.title,
            aliases: note.aliases,
            kind: kind(note.kind),
            left_out: false,
        });
        let mut files: Vec<File> = noted.collect();
        files.extend(attachments::below(connection, vault.id, "")?.into_iter().map(|file| File {
            title: name(&file.path).to_owned(),
            path: file.path,
            aliases: Vec::new(),
            kind: FileKind::Attachment,
            left_out: false,
        }));
        let left_out: HashSet<String> = vault.excluded_folders.iter().map(|folder| fold(folder)).collect();
        if !left_out.is_empty() {
            files.iter_mut().for_each(|file| file.left_out = is_left_out(&left_out, &file.path));
        }
        let resolver = Resolver::new(files.iter().map(|file| file.path.as_str()));
        let by_path = (0..).zip(&files).map(|(at, file)| (file.path.clone(), at)).collect();
        Ok(Catalogue {
            vault: vault.id,
            root: PathBuf::from(vault.path),
            files,
            resolver,
            by_path,
            excluded: vault.excluded_folders,
            left_out,
            labels: OnceLock::new(),
        })
    }

    /// The place of the file at this very path, unless it is left out.
    pub(super) fn at(&self, path: &str) -> Option<u32> {
        self.place(path).filter(|at| !self.file(*at).left_out)
    }

    /// As [`Catalogue::at`], left out or not: a link may lead there.
    fn place(&self, path: &str) -> Option<u32> {
        self.by_path.get(path).copied()
    }

    /// The files that may be shown, with their places.
    pub(super) fn shown(&self) -> impl Iterator<Item = (u32, &File)> {
        (0..).zip(&self.files).filter(|(_, file)| !file.left_out)
    }

    /// Whether a folder or a file is one that is left alone, or lies in one.
    pub(super) fn leaves_out(&self, path: &str) -> bool {
        is_left_out(&self.left_out, path)
    }

    /// The file at a place that the catalogue gave.
    pub(super) fn file(&self, at: u32) -> &File {
        &self.files[at as usize]
    }

    /// What files can be found by.
    pub(super) fn labels(&self) -> &Labels {
        self.labels.get_or_init(|| {
            let mut labels = Labels { names: Vec::new(), owners: Vec::new(), paths: Vec::new(), at: Vec::new() };
            for (at, file) in self.shown() {
                labels.names.push(Name::new(&file.title));
                labels.owners.push((at, None));
                for (which, alias) in (0..).zip(&file.aliases) {
                    labels.names.push(Name::new(alias));
                    labels.owners.push((at, Some(which)));
                }
                labels.paths.push(Name::new(&file.path));
                labels.at.push(at);
            }
            labels
        })
    }
}

impl Links {
    fn read(connection: &Connection, catalogue: Arc<Catalogue>) -> hisho_store::Result<Self> {
        let mut all = Vec::new();
        for source in links::all(connection, catalogue.vault)? {
            let Some(from) = catalogue.at(&source.path) else { continue };
            all.extend(
                source.links.into_iter().map(|link| Edge {
                    from,
                    to: catalogue
                        .resolver
                        .resolve_target(&source.path, &link.target)
                        .and_then(|path| catalogue.place(path)),
                    target: link.target.into(),
                }),
            );
        }
        Ok(Links { catalogue, all })
    }
}

fn is_left_out(folders: &HashSet<String>, path: &str) -> bool {
    let path = fold(path);
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    !folders.is_empty() && ends.into_iter().any(|end| folders.contains(&path[..end]))
}

/// A note's kind among all files.
pub(super) fn kind(kind: NoteKind) -> FileKind {
    match kind {
        NoteKind::Note => FileKind::Note,
        NoteKind::Canvas => FileKind::Canvas,
    }
}

/// A path's last part.
pub(super) fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What a file is called on the screen: a note and a canvas without the ending.
pub(super) fn shown_title(path: &str, kind: FileKind) -> &str {
    if kind == FileKind::Attachment { name(path) } else { title(path) }
}
