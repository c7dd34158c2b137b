//! What is on disk.
//!
//! Owns the walk over a vault's folder and the judgement of whether a folder can be a vault. Looks
//! at names, sizes and times only. Must not know what is in a note, and opens none.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::path::{fold, is_absent, is_placeholder, plain};

/// What a scan leaves out.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Folders relative to the vault, `/`-separated, left out with all that is in them. Compared
    /// name by name by NFC and folded case.
    pub excluded: Vec<String>,
    /// Endings of other files that are notes too, in lower case and without the dot; `md` always is.
    pub also: Vec<String>,
}

/// What is there, and what was passed over, each ordered by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// Notes.
    pub files: Vec<Found>,
    /// Canvas files.
    pub canvases: Vec<Found>,
    /// Every other file that a link can lead to, those of folders that are left out as well.
    pub others: Vec<Found>,
    pub skipped: Vec<Skipped>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Relative to the vault, `/`-separated, spelled exactly as on disk.
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// Nanoseconds since 1970 in UTC; negative before.
    pub modified_ns: i128,
    /// Whether a symbolic link leads to it.
    pub linked: bool,
}

/// Something that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// As in [`Found`]; of a cloud placeholder, the note it stands for. Of a name that is not
    /// UTF-8, with replacement characters.
    pub path: String,
    pub reason: SkipReason,
}

/// Why something was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// Its bytes are in a cloud; opening it would fetch them.
    Placeholder,
    /// A link whose target lies outside the vault, or in a hidden folder of it.
    LinkLeavesVault,
    /// A link to a folder that the link itself lies in.
    LinkLoop,
    /// A link to a folder, met inside another linked folder; its target is listed where it is.
    LinkInLinkedFolder,
    /// A link to nothing.
    LinkBroken,
    /// The name is not UTF-8.
    NotUtf8,
    /// Named like a note, but neither a file nor a folder: a pipe, a socket, a device.
    NotAFile,
    /// The system would not let it be looked at; what it said.
    Unreadable(String),
}

impl SkipReason {
    /// A stable word for logs and hosts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Placeholder => "placeholder",
            Self::LinkLeavesVault => "link_leaves_vault",
            Self::LinkLoop => "link_loop",
            Self::LinkInLinkedFolder => "link_in_linked_folder",
            Self::LinkBroken => "link_broken",
            Self::NotUtf8 => "not_utf8",
            Self::NotAFile => "not_a_file",
            Self::Unreadable(_) => "unreadable",
        }
    }

    /// The word, and behind a colon what the system said, if it said something.
    pub fn said(&self) -> String {
        match self {
            Self::Unreadable(said) => format!("{}: {said}", self.code()),
            other => other.code().to_owned(),
        }
    }
}

/// The root itself could not be scanned, so nothing is known about what is in it.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    #[error("the vault's folder {0} is not there")]
    Missing(PathBuf),
    #[error("{0} is not a folder")]
    NotAFolder(PathBuf),
    #[error("the vault's folder {path} cannot be read: {source}")]
    Unreadable { path: PathBuf, source: io::Error },
}

/// Why a folder cannot be a vault, given where the application keeps its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RootProblem {
    #[error("the folder is not there")]
    Missing,
    #[error("it is not a folder")]
    NotAFolder,
    #[error("the folder cannot be read")]
    Unreadable,
    #[error("it is the application's data folder")]
    IsDataFolder,
    #[error("it contains the application's data folder")]
    ContainsDataFolder,
    #[error("it lies inside the application's data folder")]
    InsideDataFolder,
}

/// Lists the files under `root`, names starting with a dot left alone. Notes end in `.md` in any
/// case, or in what the rules add.
pub fn scan(root: &Path, rules: &Rules) -> Result<Scan, ScanError> {
    let (mut walk, top) = Walk::begin(root, rules)?;
    walk.folder(top, &Folder::default(), None);
    Ok(walk.finish())
}

/// As [`scan`], of these paths only, and of all that lies in those that are folders. None where only
/// a look at everything can tell: when one of them lies behind a symbolic link.
pub fn scan_at<'a>(
    root: &Path,
    rules: &Rules,
    paths: impl Iterator<Item = &'a str>,
) -> Result<Option<Scan>, ScanError> {
    let (mut walk, _) = Walk::begin(root, rules)?;
    let mut wanted: BTreeMap<&str, HashSet<String>> = BTreeMap::new();
    for path in paths {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        wanted.entry(folder).or_default().insert(fold(evicted_name(name).unwrap_or(name)));
    }
    for (path, names) in wanted {
        if path.split('/').any(|name| name.starts_with('.')) {
            continue;
        }
        let mut folder = Folder { path: path.to_owned(), ..Folder::default() };
        let mut above = String::new();
        for name in path.split('/').filter(|name| !name.is_empty()) {
            above = join(&above, name);
            folder.left_out |= walk.excluded.contains(&fold(&above));
            match fs::symlink_metadata(walk.root.join(&above)) {
                Ok(meta) if meta.is_symlink() => return Ok(None),
                _ => {}
            }
        }
        match fs::read_dir(walk.root.join(path)) {
            Ok(entries) => walk.folder(entries, &folder, Some(&names)),
            Err(error) if is_absent(&error) => {}
            Err(error) => walk.skip(path.to_owned(), SkipReason::Unreadable(error.to_string())),
        }
    }
    Ok(Some(walk.finish()))
}

/// Judges whether `root` can be a vault. Gives its canonical path, without the `\\?\` prefix of
/// Windows. `data_dir` need not exist yet.
pub fn check_root(root: &Path, data_dir: &Path) -> Result<PathBuf, RootProblem> {
    let real = match fs::canonicalize(root) {
        Ok(real) => real,
        Err(error) if is_absent(&error) => {
            // Not every system says that the way leads through a file.
            let through_file = root.ancestors().any(|above| fs::metadata(above).is_ok_and(|meta| !meta.is_dir()));
            return Err(if through_file { RootProblem::NotAFolder } else { RootProblem::Missing });
        }
        Err(_) => return Err(RootProblem::Unreadable),
    };
    let meta = fs::metadata(&real).map_err(|_| RootProblem::Unreadable)?;
    if !meta.is_dir() {
        return Err(RootProblem::NotAFolder);
    }
    // Before reading: a folder that holds the data folder is refused for that, readable or not.
    let data = canonical_or_would_be(data_dir);
    if real == data {
        return Err(RootProblem::IsDataFolder);
    }
    if data.starts_with(&real) {
        return Err(RootProblem::ContainsDataFolder);
    }
    if real.starts_with(&data) {
        return Err(RootProblem::InsideDataFolder);
    }
    fs::read_dir(&real).map_err(|_| RootProblem::Unreadable)?;
    Ok(plain(real))
}

struct Walk {
    root: PathBuf,
    excluded: HashSet<String>,
    also: Vec<String>,
    pending: Vec<Folder>,
    out: Scan,
}

#[derive(Default)]
struct Folder {
    path: String,
    /// Whether it was reached through a link.
    linked: bool,
    /// Whether the rules leave it out: what is in it is no note, but links lead there.
    left_out: bool,
}

impl Walk {
    fn begin(root: &Path, rules: &Rules) -> Result<(Walk, fs::ReadDir), ScanError> {
        let unreadable = |source| ScanError::Unreadable { path: root.to_owned(), source };
        let real_root = match fs::canonicalize(root) {
            Ok(real) => real,
            Err(error) if is_absent(&error) => return Err(ScanError::Missing(root.to_owned())),
            Err(error) => return Err(unreadable(error)),
        };
        if !fs::metadata(&real_root).map_err(unreadable)?.is_dir() {
            return Err(ScanError::NotAFolder(root.to_owned()));
        }
        let top = fs::read_dir(&real_root).map_err(unreadable)?;
        let walk = Walk {
            excluded: rules.excluded.iter().filter_map(|path| comparable(path)).collect(),
            also: rules.also.clone(),
            pending: Vec::new(),
            out: Scan::default(),
            root: real_root,
        };
        Ok((walk, top))
    }

    /// Looks into the folders that are left, and puts everything in order.
    fn finish(mut self) -> Scan {
        while let Some(folder) = self.pending.pop() {
            match fs::read_dir(self.root.join(&folder.path)) {
                Ok(entries) => self.folder(entries, &folder, None),
                Err(error) => self.skip(folder.path, SkipReason::Unreadable(error.to_string())),
            }
        }
        for list in [&mut self.out.files, &mut self.out.canvases, &mut self.out.others] {
            list.sort_unstable_by(|a, b| a.path.cmp(&b.path));
            list.dedup_by(|a, b| a.path == b.path);
        }
        self.out.skipped.sort_by(|a, b| a.path.cmp(&b.path));
        self.out
    }

    fn skip(&mut self, path: String, reason: SkipReason) {
        self.out.skipped.push(Skipped { path, reason });
    }

    /// Takes what is in a folder, or only what has one of the names.
    fn folder(&mut self, entries: fs::ReadDir, folder: &Folder, only: Option<&HashSet<String>>) {
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    // The rest of the folder is unknown: said of the folder, not passed over.
                    self.skip(folder.path.clone(), SkipReason::Unreadable(error.to_string()));
                    continue;
                }
            };
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let path = join(&folder.path, &name.to_string_lossy());
                // Nobody can ask for it by its name.
                if only.is_none() && !name.as_encoded_bytes().starts_with(b".") {
                    self.skip(path, SkipReason::NotUtf8);
                }
                continue;
            };
            let stands_for = evicted_name(name);
            if only.is_some_and(|only| !only.contains(&fold(stands_for.unwrap_or(name)))) {
                continue;
            }
            if let Some(stands_for) = stands_for {
                self.skip(join(&folder.path, stands_for), SkipReason::Placeholder);
                continue;
            }
            if name.starts_with('.') {
                continue;
            }
            let path = join(&folder.path, name);
            match entry.metadata() {
                Ok(meta) if meta.is_symlink() => self.link(path, &entry.path(), folder),
                Ok(meta) => self.thing(path, &meta, folder.linked, folder.left_out),
                // Gone between listing and asking: as if it had never been listed.
                Err(error) if is_absent(&error) => {}
                Err(error) => self.skip(path, SkipReason::Unreadable(error.to_string())),
            }
        }
    }

    fn thing(&mut self, path: String, meta: &Metadata, linked: bool, left_out: bool) {
        if meta.is_dir() {
            let left_out = left_out || (!self.excluded.is_empty() && self.excluded.contains(&fold(&path)));
            if is_placeholder(meta) {
                return self.skip(path, SkipReason::Placeholder);
            }
            return self.pending.push(Folder { path, linked, left_out });
        }
        let is_note = !left_out && (is_note(&path) || has_ending(&path, &self.also));
        let is_canvas = !left_out && has_ending(&path, &["canvas"]);
        // What is never read may be anything, and anywhere.
        if is_note || is_canvas {
            if !meta.is_file() {
                return self.skip(path, SkipReason::NotAFile);
            }
            if is_placeholder(meta) {
                return self.skip(path, SkipReason::Placeholder);
            }
        } else if !meta.is_file() {
            return;
        }
        let found = Found { path, size: meta.len(), modified_ns: modified_ns(meta), linked };
        match (is_note, is_canvas) {
            (true, _) => self.out.files.push(found),
            (_, true) => self.out.canvases.push(found),
            _ => self.out.others.push(found),
        }
    }

    fn link(&mut self, path: String, at: &Path, folder: &Folder) {
        let target = match fs::canonicalize(at) {
            Ok(target) => target,
            Err(error) => {
                // A link that names itself cannot be followed to an end either.
                let reason = if is_absent(&error) {
                    SkipReason::LinkBroken
                } else if fs::metadata(at).is_err() && is_endless(&error) {
                    SkipReason::LinkLoop
                } else {
                    SkipReason::Unreadable(error.to_string())
                };
                return self.skip(path, reason);
            }
        };
        let Ok(inside) = target.strip_prefix(&self.root) else {
            return self.skip(path, SkipReason::LinkLeavesVault);
        };
        if inside.components().any(|c| c.as_os_str().as_encoded_bytes().starts_with(b".")) {
            return self.skip(path, SkipReason::LinkLeavesVault);
        }
        let meta = match fs::metadata(&target) {
            Ok(meta) => meta,
            Err(error) => return self.skip(path, SkipReason::Unreadable(error.to_string())),
        };
        if meta.is_dir() {
            let parent = at.parent().and_then(|parent| fs::canonicalize(parent).ok());
            if parent.is_none_or(|parent| parent.starts_with(&target)) {
                return self.skip(path, SkipReason::LinkLoop);
            }
            // Links between folders could otherwise multiply the paths without bound.
            if folder.linked {
                return self.skip(path, SkipReason::LinkInLinkedFolder);
            }
        }
        self.thing(path, &meta, true, folder.left_out);
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

fn is_note(path: &str) -> bool {
    let bytes = path.as_bytes();
    bytes.len() > 3 && bytes[bytes.len() - 3..].eq_ignore_ascii_case(b".md")
}

fn has_ending(path: &str, endings: &[impl AsRef<str>]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| endings.iter().any(|other| other.as_ref().eq_ignore_ascii_case(ending)))
}

/// Of `.note.md.icloud`, which iCloud leaves in place of an evicted file: `note.md`.
pub(crate) fn evicted_name(name: &str) -> Option<&str> {
    let inner = name.strip_prefix('.')?.strip_suffix(".icloud")?;
    is_note(inner).then_some(inner)
}

fn comparable(folder: &str) -> Option<String> {
    let names: Vec<&str> = folder.split('/').filter(|name| !matches!(*name, "" | ".")).collect();
    (!names.is_empty()).then(|| fold(&names.join("/")))
}

fn modified_ns(meta: &Metadata) -> i128 {
    let Ok(time) = meta.modified() else { return 0 };
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    }
}

#[cfg(unix)]
fn is_endless(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(unix))]
fn is_endless(_: &io::Error) -> bool {
    false
}

fn canonical_or_would_be(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for existing in absolute.ancestors() {
        if let Ok(real) = fs::canonicalize(existing) {
            let rest = absolute.strip_prefix(existing).unwrap_or(Path::new(""));
            return if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        }
    }
    absolute
}
