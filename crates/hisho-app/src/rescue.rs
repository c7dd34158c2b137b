//! What can be done with a data folder whose database cannot be opened: seeing its backups, and
//! putting one of them into its place. For hosts, since no command runs without a database.

use std::path::Path;

use hisho_domain::Result;
use hisho_domain::backup::{Backup, Restored};
use hisho_store::backups;

/// Every backup of a data folder, each looked through, the newest first.
pub fn list(data_dir: &Path) -> Result<Vec<Backup>> {
    backups::list(data_dir).iter().map(|backup| backups::verify(data_dir, &backup.id)).collect()
}

/// Puts a backup into the place of the database, which nobody may have open. What was there is
/// kept: as a backup where it can be read, else as it is, set aside in the data folder.
pub fn restore(data_dir: &Path, id: &str) -> Result<Restored> {
    backups::rescue(data_dir, id)
}
