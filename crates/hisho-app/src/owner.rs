//! Which process carries a run out: each holds the lock of a file of its own as long as it lives,
//! so that a run whose process is gone is known for interrupted. Must not know runs.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use hisho_domain::{Error, Result};

/// This process, once it carried something out.
#[derive(Default)]
pub(crate) struct Owner(Mutex<Option<Held>>);

struct Held {
    name: String,
    path: PathBuf,
    // Locked as long as it is open.
    _file: File,
}

impl Drop for Held {
    fn drop(&mut self) {
        // Left behind it is free, which says the same.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Owner {
    /// The name by which this process owns what it carries out.
    pub(crate) fn name(&self, data_dir: &Path) -> Result<String> {
        let mut held = self.0.lock().expect("never held across a panic");
        if let Some(held) = held.as_ref() {
            return Ok(held.name.clone());
        }
        let name = uuid::Uuid::new_v4().to_string();
        let path = place(data_dir, &name);
        let io = |error: std::io::Error| Error::io("data_folder", path.to_str(), error);
        std::fs::create_dir_all(path.parent().unwrap_or(data_dir)).map_err(io)?;
        let file = File::options().read(true).write(true).create_new(true).open(&path).map_err(io)?;
        file.lock().map_err(io)?;
        *held = Some(Held { name: name.clone(), path, _file: file });
        Ok(name)
    }

    /// Whether the process of this name still lives.
    pub(crate) fn lives(&self, data_dir: &Path, name: &str) -> bool {
        if self.0.lock().expect("never held across a panic").as_ref().is_some_and(|held| held.name == name) {
            return true;
        }
        // The name comes from the database, which may be another's.
        if uuid::Uuid::parse_str(name).is_err() {
            return false;
        }
        let path = place(data_dir, name);
        let Ok(file) = File::options().read(true).write(true).open(&path) else { return false };
        match file.try_lock() {
            Ok(()) => {
                let _ = std::fs::remove_file(path);
                false
            }
            Err(_) => true,
        }
    }
}

fn place(data_dir: &Path, name: &str) -> PathBuf {
    data_dir.join("running").join(format!("{name}.lock"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_lives_as_long_as_it_holds_its_lock() {
        let folder = tempfile::tempdir().expect("folder");
        let (one, other) = (Owner::default(), Owner::default());
        let name = one.name(folder.path()).expect("a name");
        assert_eq!(one.name(folder.path()).expect("the same"), name);
        assert!(one.lives(folder.path(), &name) && other.lives(folder.path(), &name));
        drop(one);
        assert!(!other.lives(folder.path(), &name));
        assert!(!other.lives(folder.path(), "../../etc/passwd"));
    }
}
