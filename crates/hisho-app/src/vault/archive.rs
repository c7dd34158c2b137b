//! The gate's archive, on the database: what is about to be overwritten is stored first.

use hisho_domain::Actor;
use hisho_domain::note::VersionReason;
use hisho_store::Store;
use hisho_store::files;
use hisho_vault::gate::{Archive, ArchiveError, Kept};

/// Keeps the files of one vault.
pub(crate) struct StoreArchive {
    pub(crate) store: Store,
    /// The vault's row.
    pub(crate) vault: i64,
}

impl Archive for StoreArchive {
    fn keep(&self, path: &str, bytes: &[u8], why: Kept) -> Result<(), ArchiveError> {
        let why = match why {
            Kept::BeforeWrite => VersionReason::BeforeWrite,
            Kept::BeforeRemove => VersionReason::BeforeRemoval,
            Kept::DisplacedByRace => VersionReason::DisplacedByRace,
            Kept::Unwritten => VersionReason::Unwritten,
            Kept::Leftover => VersionReason::Leftover,
        };
        let (vault, path, bytes) = (self.vault, path.to_owned(), bytes.to_owned());
        self.store
            .write_blocking(Actor::system(), move |write| files::keep(write, vault, &path, &bytes, why))
            .map(drop)
            .map_err(ArchiveError::new)
    }
}
