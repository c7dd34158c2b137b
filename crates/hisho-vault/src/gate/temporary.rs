//! The files that stand beside a note while it is written.
//!
//! Owns their names, from which one can tell whose they are, and putting bytes on the disk for
//! good. Must not know when a note is written, or why.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Nanoseconds since 1970 when this process first had a gate.
static START: LazyLock<u64> = LazyLock::new(|| {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
});
static COUNT: AtomicU64 = AtomicU64::new(0);

/// Fixes the start of this process, before it makes any file.
pub(super) fn note_start() {
    LazyLock::force(&START);
}

/// A name in `folder` that no other has.
pub(super) fn fresh(folder: &Path) -> PathBuf {
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    folder.join(format!(".hisho-{:x}-{:x}-{count:x}.tmp", *START, std::process::id()))
}

/// Whether a name is that of a temporary file made by a process older than this one.
pub(super) fn is_leftover(name: &str) -> bool {
    let Some(parts) = name.strip_prefix(".hisho-").and_then(|name| name.strip_suffix(".tmp")) else {
        return false;
    };
    let numbers = parts.split('-').map(|part| u64::from_str_radix(part, 16));
    let numbers: Result<Vec<u64>, _> = numbers.collect();
    matches!(numbers.as_deref(), Ok([start, _, _]) if *start < *START)
}

/// Makes a new file with these bytes, on the disk when it returns; rights, attributes and creation
/// time are those of the file it is to replace.
pub(super) fn write(at: &Path, bytes: &[u8], like: Option<(&Path, &Metadata)>) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(at)?;
    file.write_all(bytes)?;
    if let Some((original, meta)) = like {
        file.set_permissions(meta.permissions())?;
        // What a file system cannot hold is not worth failing a write for.
        attributes(original, &file);
        created(&file, meta);
    }
    file.sync_all()
}

/// Puts a folder's entries on the disk.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Only macOS needs telling: Windows carries the creation time over by itself, and Linux cannot
/// set it.
#[cfg(target_os = "macos")]
fn created(file: &File, meta: &Metadata) {
    use std::os::macos::fs::FileTimesExt;
    if let Ok(time) = meta.created() {
        drop(file.set_times(std::fs::FileTimes::new().set_created(time)));
    }
}

#[cfg(not(target_os = "macos"))]
fn created(_: &File, _: &Metadata) {}

/// Copies extended attributes, among them the Finder's tags.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn attributes(original: &Path, file: &File) {
    use rustix::fs::{XattrFlags, fsetxattr, getxattr, listxattr};
    let mut names = vec![0; 64 * 1024];
    let mut value = vec![0; 64 * 1024];
    let Ok(len) = listxattr(original, names.as_mut_slice()) else { return };
    for name in names[..len].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        if let Ok(len) = getxattr(original, name, value.as_mut_slice()) {
            let _ = fsetxattr(file, name, &value[..len], XattrFlags::empty());
        }
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn attributes(_: &Path, _: &File) {}
