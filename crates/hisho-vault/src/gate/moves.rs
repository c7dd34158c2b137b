//! Files and folders that get another place: another name, the trash, and back.
//!
//! Owns moving without ever covering what is there. Must not know links, nor what is in a file,
//! except that the text of notes is archived before they go.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::{Gate, GateError, Kept, failed, patiently, swap, temporary};
use crate::names::{self, is_portable};
use crate::path::{PathProblem, Place, fold, is_placeholder};
use crate::{files, table};

/// The vault's own trash, at its top.
const TRASH: &str = ".trash";
/// What is put behind a name while only its case changes: where the disk does not tell cases apart,
/// it takes two steps.
const ASIDE: &str = ".renaming";

impl Gate {
    /// Moves the file or folder `from` to `to`, vault paths both; nothing may be there, unless the
    /// two differ in case alone. Missing folders are made. A new name must be one that every system
    /// can hold.
    pub fn rename(&self, from: &str, to: &str) -> Result<(), GateError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if to.strip_prefix(from).is_some_and(|rest| rest.starts_with('/')) {
            return Err(GateError::IntoItself(from.to_owned()));
        }
        let source = self.entry(from)?;
        let aside = self.entry_path(&format!("{to}{ASIDE}")).ok();
        let source = match (&source, &aside) {
            (Some(source), _) => source.clone(),
            // A change of case that was cut short after its first step.
            (None, Some(aside)) if aside.symlink_metadata().is_ok() && fold(from) == fold(to) => aside.clone(),
            _ => return Err(GateError::Missing(from.to_owned())),
        };
        let place = self.place(to)?;
        let name = to.rsplit('/').next().unwrap_or(to);
        let same = place.missing.is_empty() && fold(from) == fold(to) && is_same(&source, &place.full);
        if place.missing.is_empty() && !same {
            return Err(GateError::Exists(to.to_owned()));
        }
        if let Some(bad) = place.missing.iter().map(String::as_str).chain([name]).find(|name| !is_portable(name)) {
            return Err(PathProblem::NotPortable(bad.to_owned()).into());
        }
        let target = self.entry_path(to)?;
        let folder = target.parent().unwrap_or(&self.root).to_owned();
        self.make_folder(to, &place, &folder)?;
        let moving = || failed("moving", &source);
        if same {
            let aside = folder.join(format!("{name}{ASIDE}"));
            patiently(|| swap::place(&aside, &source, self.means)).map_err(moving())?;
            if let Err(error) = patiently(|| swap::place(&target, &aside, self.means)) {
                patiently(|| swap::place(&source, &aside, self.means)).map_err(failed("putting back", &source))?;
                return Err(moving()(error));
            }
        } else if let Err(error) = patiently(|| swap::place(&target, &source, self.means)) {
            let taken = error.kind() == std::io::ErrorKind::AlreadyExists;
            return Err(if taken { GateError::Exists(to.to_owned()) } else { moving()(error) });
        }
        self.sync_both(&source, &target)
    }

    /// Makes the folder `path` with those it lies in; none may be there.
    pub fn create_folder(&self, path: &str) -> Result<(), GateError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let place = self.place(path)?;
        if place.missing.is_empty() {
            return Err(GateError::Exists(path.to_owned()));
        }
        if let Some(bad) = place.missing.iter().find(|name| !is_portable(name)) {
            return Err(PathProblem::NotPortable(bad.clone()).into());
        }
        fs::create_dir_all(&place.full).map_err(failed("making", &place.full))?;
        let above = place.full.parent().unwrap_or(&self.root);
        temporary::sync_folder(above).map_err(failed("syncing", above))
    }

    /// Moves a file or folder into the vault's own trash, under a name that is free there; gives
    /// its path in the vault. The text of notes is archived as well.
    pub fn trash(&self, path: &str) -> Result<String, GateError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let source = self.entry(path)?.ok_or_else(|| GateError::Missing(path.to_owned()))?;
        self.keep_texts(path, &source)?;
        let trash = self.trash_folder()?;
        let name = path.rsplit('/').next().unwrap_or(path);
        let (stem, ending) = match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() && !source.is_dir() => (stem, format!(".{ending}")),
            _ => (name, String::new()),
        };
        loop {
            let taken = |stem: &str| trash.join(format!("{stem}{ending}")).symlink_metadata().is_ok();
            let free = format!("{}{ending}", names::unique(stem, &taken));
            let target = trash.join(&free);
            match patiently(|| swap::place(&target, &source, self.means)) {
                Ok(()) => {
                    self.sync_both(&source, &target)?;
                    return Ok(format!("{TRASH}/{free}"));
                }
                // Somebody was quicker to take the name.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed("moving", &source)(error)),
            }
        }
    }

    /// Moves a file or folder into the system's bin. The text of notes is archived first.
    pub fn bin(&self, path: &str) -> Result<(), GateError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let source = self.entry(path)?.ok_or_else(|| GateError::Missing(path.to_owned()))?;
        self.keep_texts(path, &source)?;
        trash::delete(&source).map_err(|error| failed("binning", &source)(std::io::Error::other(error)))?;
        let above = source.parent().unwrap_or(&self.root);
        temporary::sync_folder(above).map_err(failed("syncing", above))
    }

    /// Takes what [`Gate::trash`] put at `trash_path` out again, to the vault path `to`, where
    /// nothing may be.
    pub fn untrash(&self, trash_path: &str, to: &str) -> Result<(), GateError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let name = trash_path.strip_prefix(TRASH).and_then(|rest| rest.strip_prefix('/'));
        let name =
            name.filter(|name| !name.is_empty() && !matches!(*name, "." | "..") && !name.contains(['/', '\\', '\0']));
        let name = name.ok_or_else(|| PathProblem::NotRelative(trash_path.to_owned()))?;
        let source = self.trash_folder()?.join(name);
        if source.symlink_metadata().is_err() {
            return Err(GateError::Missing(trash_path.to_owned()));
        }
        let place = self.place(to)?;
        if place.missing.is_empty() {
            return Err(GateError::Exists(to.to_owned()));
        }
        if let Some(bad) = place.missing.iter().find(|name| !is_portable(name)) {
            return Err(PathProblem::NotPortable(bad.clone()).into());
        }
        let folder = place.full.parent().unwrap_or(&self.root).to_owned();
        self.make_folder(to, &place, &folder)?;
        match patiently(|| swap::place(&place.full, &source, self.means)) {
            Ok(()) => self.sync_both(&source, &place.full),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(GateError::Exists(to.to_owned())),
            Err(error) => Err(failed("moving", &source)(error)),
        }
    }

    /// Where a vault path's own entry is, links in its last part not followed; none when nothing is
    /// there. A link out of the vault is refused.
    fn entry(&self, path: &str) -> Result<Option<PathBuf>, GateError> {
        let place = self.place(path)?;
        if !place.missing.is_empty() {
            return Ok(None);
        }
        let meta = fs::metadata(&place.full).map_err(failed("reading", &place.full))?;
        if is_placeholder(&meta) {
            return Err(GateError::Placeholder(path.to_owned()));
        }
        self.entry_path(path).map(Some)
    }

    fn entry_path(&self, path: &str) -> Result<PathBuf, GateError> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if folder.is_empty() {
            self.place(name)?;
            let root = fs::canonicalize(&self.root).map_err(failed("finding", &self.root))?;
            return Ok(root.join(name));
        }
        let Place { full, .. } = self.place(folder)?;
        Ok(full.join(name))
    }

    /// The trash, made where it is missing. One that is a link out of the vault is not used.
    fn trash_folder(&self) -> Result<PathBuf, GateError> {
        let root = fs::canonicalize(&self.root).map_err(failed("finding", &self.root))?;
        let trash = root.join(TRASH);
        fs::create_dir_all(&trash).map_err(failed("making", &trash))?;
        let real = fs::canonicalize(&trash).map_err(failed("finding", &trash))?;
        if real.starts_with(&root) { Ok(real) } else { Err(PathProblem::Escapes(TRASH.to_owned()).into()) }
    }

    /// Archives the notes and canvas files of what is about to go. What else lies there stays whole
    /// in the trash.
    fn keep_texts(&self, path: &str, source: &Path) -> Result<(), GateError> {
        let texts = if source.is_dir() {
            let inside = files::list(source).map_err(failed("reading", source))?;
            inside.into_iter().map(|inner| (format!("{path}/{inner}"), source.join(inner))).collect()
        } else {
            vec![(path.to_owned(), source.to_owned())]
        };
        for (path, file) in texts.into_iter().filter(|(path, _)| table::is_source(path)) {
            let bytes = patiently(|| fs::read(&file)).map_err(failed("reading", &file))?;
            self.archive.keep(&path, &bytes, Kept::BeforeRemove)?;
        }
        Ok(())
    }

    fn sync_both(&self, source: &Path, target: &Path) -> Result<(), GateError> {
        for folder in [source, target].into_iter().filter_map(Path::parent) {
            temporary::sync_folder(folder).map_err(failed("syncing", folder))?;
        }
        Ok(())
    }
}

/// Whether two paths are one file.
fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::gate::{Archive, ArchiveError};

    #[derive(Default)]
    struct Kept(Mutex<Vec<(String, Vec<u8>)>>);

    impl Archive for Kept {
        fn keep(&self, path: &str, bytes: &[u8], _: super::Kept) -> Result<(), ArchiveError> {
            self.0.lock().unwrap().push((path.to_owned(), bytes.to_owned()));
            Ok(())
        }
    }

    fn vault(files: &[&str]) -> (tempfile::TempDir, Gate, Arc<Kept>) {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let at = dir.path().join(file);
            fs::create_dir_all(at.parent().unwrap()).unwrap();
            fs::write(at, file).unwrap();
        }
        let kept = Arc::new(Kept::default());
        let gate = Gate::new(dir.path().to_owned(), kept.clone());
        (dir, gate, kept)
    }

    fn listed(dir: &tempfile::TempDir) -> Vec<String> {
        files::list(dir.path()).unwrap()
    }

    #[test]
    fn files_and_folders_move_and_cover_nothing() {
        let (dir, gate, _) = vault(&["a/x.md", "a/pic.png", "b.md"]);
        gate.rename("b.md", "new/deep/c.md").unwrap();
        gate.rename("a", "new/a2").unwrap();
        assert_eq!(listed(&dir), ["new/a2/pic.png", "new/a2/x.md", "new/deep/c.md"]);
        assert!(matches!(gate.rename("new/deep/c.md", "new/a2/x.md"), Err(GateError::Exists(_))));
        assert!(matches!(gate.rename("new", "new/deep/new"), Err(GateError::IntoItself(_))));
        assert!(matches!(gate.rename("gone.md", "x.md"), Err(GateError::Missing(_))));
        for bad in ["new/a?.md", "new/con.md", "x./y.md", "new/end ."] {
            assert!(matches!(gate.rename("new/deep/c.md", bad), Err(GateError::Path(_))), "{bad}");
        }
        assert!(matches!(gate.rename("new/deep/c.md", ".hidden.md"), Err(GateError::Path(_))));
        assert_eq!(fs::read_to_string(dir.path().join("new/deep/c.md")).unwrap(), "b.md");
        assert_eq!(listed(&dir), ["new/a2/pic.png", "new/a2/x.md", "new/deep/c.md"]);
    }

    #[test]
    fn only_the_case_can_change() {
        let (dir, gate, _) = vault(&["Folder/note.md"]);
        gate.rename("Folder/note.md", "Folder/Note.md").unwrap();
        gate.rename("Folder", "folder").unwrap();
        assert_eq!(listed(&dir), ["folder/Note.md"]);
    }

    #[test]
    fn the_trash_keeps_everything_apart_and_gives_it_back() {
        let (dir, gate, kept) = vault(&["a/x.md", "b/x.md", "f/y.md", "f/z.png"]);
        assert_eq!(gate.trash("a/x.md").unwrap(), ".trash/x.md");
        assert_eq!(gate.trash("b/x.md").unwrap(), ".trash/x 2.md");
        assert_eq!(gate.trash("f").unwrap(), ".trash/f");
        assert!(listed(&dir).is_empty());
        let paths: Vec<String> = kept.0.lock().unwrap().iter().map(|(path, _)| path.clone()).collect();
        assert_eq!(paths, ["a/x.md", "b/x.md", "f/y.md"]);
        gate.untrash(".trash/x 2.md", "b/x.md").unwrap();
        gate.untrash(".trash/f", "g/f").unwrap();
        assert_eq!(listed(&dir), ["b/x.md", "g/f/y.md", "g/f/z.png"]);
        assert_eq!(fs::read_to_string(dir.path().join("b/x.md")).unwrap(), "b/x.md");
        assert!(matches!(gate.untrash(".trash/x.md", "b/x.md"), Err(GateError::Exists(_))));
        for bad in [".trash/../b/x.md", ".trash/..", "b/x.md", ".trash/", ".obsidian/app.json"] {
            assert!(matches!(gate.untrash(bad, "new.md"), Err(GateError::Path(_))), "{bad}");
        }
    }

    #[cfg(unix)] // making a link takes a right that not every account has on Windows, and Wine makes none
    #[test]
    fn a_link_moves_and_not_what_it_leads_to() {
        let (dir, gate, _) = vault(&["real/x.md"]);
        std::os::unix::fs::symlink("real/x.md", dir.path().join("link.md")).unwrap();
        gate.rename("link.md", "other.md").unwrap();
        assert!(dir.path().join("real/x.md").is_file());
        assert!(dir.path().join("other.md").symlink_metadata().unwrap().is_symlink());
    }
}
