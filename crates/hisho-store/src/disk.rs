//! Making changes of files and folders last, and folders that go away by themselves.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use hisho_domain::Error;

/// Sees to it that a file's bytes are on the disk.
pub(crate) fn sync_file(path: &Path) -> io::Result<()> {
    // Windows flushes only what was opened for writing.
    File::options().read(true).write(true).open(path)?.sync_all()
}

/// Sees to it that names made, moved or removed in a folder are on the disk.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Words a failure with the path it is about.
pub(crate) fn failed(what: &'static str, path: &Path) -> impl Fn(io::Error) -> Error + use<> {
    let path = path.display().to_string();
    move |error| Error::io(what, Some(&path), error)
}

/// A folder to work in, removed with all in it in the end.
pub(crate) struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// A new folder of this name, empty.
    pub(crate) fn new(folder: PathBuf) -> io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        Ok(Scratch { folder })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Gone already when it was moved into its place.
        if let Err(error) = std::fs::remove_dir_all(&self.folder)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!("removing {}: {error}", self.folder.display());
        }
    }
}
