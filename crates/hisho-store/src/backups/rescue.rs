//! Putting a backup into the place of a database that cannot be opened any more, or that a newer
//! program left behind: without opening it, by exchanging the file itself. Nobody may have it
//! open.

use std::fs;
use std::path::Path;

use hisho_domain::Result;
use hisho_domain::backup::{BackupKind, Restored};

use super::replace::bring_up;
use super::{Shelf, verify};
use crate::disk::{self, failed};
use crate::open::{self, Use};
use crate::{database_path, time};

const WHAT: &str = "restore";

/// Restores everything from a backup without opening the application. What was there is kept as a
/// backup where it can still be read, else its files are set aside in the data folder.
pub fn rescue(folder: &Path, id: &str) -> Result<Restored> {
    let _alone = open::alone(folder)?;
    let backup = verify(folder, id)?;
    let shelf = Shelf::lock(folder)?;
    let scratch = shelf.scratch()?;
    let built = bring_up(folder, id, scratch.path())?;
    // One file, and no log beside it that could be missed.
    let connection = open::connect(&built, Use::Write)?;
    connection.pragma_update(None, "journal_mode", "DELETE").map_err(|e| crate::sql_error(&e, Some(&built)))?;
    drop(connection);
    disk::sync_file(&built).map_err(failed(WHAT, &built))?;

    let database = database_path(folder);
    let io = failed(WHAT, &database);
    let before = if database.exists() { keep_present(folder, &shelf)? } else { None };
    fs::rename(&built, &database).map_err(&io)?;
    disk::sync_folder(folder).map_err(io)?;
    Ok(Restored { backup, before })
}

/// Keeps what is there, and leaves no log behind that would be taken for the new database's.
fn keep_present(folder: &Path, shelf: &Shelf) -> Result<Option<hisho_domain::backup::Backup>> {
    let database = database_path(folder);
    let kept = open::connect(&database, Use::Migrate).and_then(|connection| {
        let backup = shelf.make(&connection, BackupKind::BeforeRestore, None)?;
        // Its log goes into the file, so that the file alone is the old database until the rename.
        let sql = |e| crate::sql_error(&e, Some(&database));
        connection.pragma_update(None, "journal_mode", "DELETE").map_err(sql)?;
        Ok(backup)
    });
    match kept {
        Ok(backup) => Ok(Some(backup)),
        Err(error) => {
            tracing::warn!("the database cannot be read, its files are set aside: {error}");
            set_aside(folder).map_err(failed(WHAT, &database))?;
            Ok(None)
        }
    }
}

fn set_aside(folder: &Path) -> std::io::Result<()> {
    let aside = folder.join("set-aside").join(time::now().replace([':', '.'], "-"));
    fs::create_dir_all(&aside)?;
    let names = ["hisho.db", "hisho.db-wal", "hisho.db-shm"];
    for name in names.into_iter().filter(|name| folder.join(name).exists()) {
        fs::copy(folder.join(name), aside.join(name))?;
        disk::sync_file(&aside.join(name))?;
    }
    disk::sync_folder(&aside)?;
    for name in names.into_iter().skip(1).filter(|name| folder.join(name).exists()) {
        fs::remove_file(folder.join(name))?;
    }
    Ok(())
}
