//! The data folder: where it lies by default, and the lock by which one process at a time runs
//! the engine in it.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use hisho_domain::{Error, Result};

const RUNNING: &[u8] = b"running";
const CLEAN: &[u8] = b"clean";

/// The data folder of this person on this machine. Development builds have one of their own, so
/// that they never touch what a person relies on.
pub fn default_data_dir() -> Result<PathBuf> {
    let name = if cfg!(debug_assertions) { "hisho-dev" } else { "hisho" };
    let base = dirs::data_dir().ok_or_else(|| Error::io("data_folder", None, "this system names no data folder"))?;
    Ok(base.join(name))
}

/// Held by the process whose engine watches and mirrors, as long as it does.
pub(crate) struct EngineLock {
    file: File,
    /// The one before did not end by itself.
    pub(crate) unclean: bool,
    sound: bool,
}

impl EngineLock {
    /// Takes the lock of a data folder; None when another process has it.
    pub(crate) fn take(folder: &Path) -> Result<Option<EngineLock>> {
        let io = |e: std::io::Error| Error::io("data_folder", Some(&folder.display().to_string()), e);
        std::fs::create_dir_all(folder).map_err(io)?;
        let path = folder.join("engine.lock");
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => return Ok(None),
            Err(std::fs::TryLockError::Error(e)) => return Err(io(e)),
        }
        let mut found = Vec::new();
        file.read_to_end(&mut found).map_err(io)?;
        mark(&mut file, RUNNING).map_err(io)?;
        let unclean = found == RUNNING;
        Ok(Some(EngineLock { file, unclean, sound: !unclean }))
    }

    /// The database was checked, or needed no check: an end in order will count as clean.
    pub(crate) fn found_sound(&mut self) {
        self.sound = true;
    }
}

impl Drop for EngineLock {
    fn drop(&mut self) {
        // What was refused as damaged must be checked again at the next start.
        if self.sound
            && let Err(error) = mark(&mut self.file, CLEAN)
        {
            tracing::warn!("the next start will check the database: {error}");
        }
    }
}

fn mark(file: &mut File, state: &[u8]) -> std::io::Result<()> {
    file.rewind()?;
    file.set_len(0)?;
    file.write_all(state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holder_at_a_time_and_an_unclean_end_is_known() {
        let folder = tempfile::tempdir().expect("folder");
        let first = EngineLock::take(folder.path()).expect("take").expect("free");
        assert!(!first.unclean);
        assert!(EngineLock::take(folder.path()).expect("take").is_none());
        drop(first);
        let second = EngineLock::take(folder.path()).expect("take").expect("free again");
        assert!(!second.unclean);
        // A process that is killed loses the lock without a word.
        // The result says nothing: Wine finds fault with the second of the two calls behind it.
        let _ = second.file.unlock();
        let third = EngineLock::take(folder.path()).expect("take").expect("free");
        assert!(third.unclean);
        drop(third);
        let mut fourth = EngineLock::take(folder.path()).expect("take").expect("free");
        assert!(fourth.unclean, "nobody has found it sound yet");
        fourth.found_sound();
        drop(fourth);
        assert!(!EngineLock::take(folder.path()).expect("take").expect("free").unclean);
        drop(second);
    }
}
