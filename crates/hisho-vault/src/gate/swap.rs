//! Two files change places.
//!
//! Owns the system calls that replace a file without losing what it replaced, and their stand-in
//! where the file system lacks them. Must not know hashes, archives or notes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How often the stand-in starts again when the file changes under it.
const ATTEMPTS: usize = 16;

/// By what means files are exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Means {
    /// The system's own call, or the stand-in where the file system lacks it.
    Native,
    /// The stand-in at once, as on a file system without the call.
    #[cfg(test)]
    StandIn,
    /// The stand-in without second names for files, as on FAT.
    #[cfg(test)]
    Copies,
}

impl Means {
    fn native(self) -> bool {
        self == Self::Native
    }

    /// Gives a file a second name, where that is possible.
    fn link(self, original: &Path, link: &Path) -> io::Result<()> {
        #[cfg(test)]
        if self == Self::Copies {
            fs::metadata(original)?;
            return Err(io::ErrorKind::Unsupported.into());
        }
        fs::hard_link(original, link)
    }
}

/// Puts `incoming` at `target` and gives where the file that was there is now: at `incoming`, or at
/// `spare`, a free name in the same folder. Fails as *not found* when nothing is at `target`.
pub(super) fn exchange(target: &Path, incoming: &Path, spare: &Path, means: Means) -> io::Result<PathBuf> {
    if means.native()
        && let Some(result) = os::exchange(target, incoming, spare)
    {
        return result;
    }
    for _ in 0..ATTEMPTS {
        // A second name for the file also shows what is written into it later; a copy is for file
        // systems without second names.
        match means.link(target, spare) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(error),
            Err(_) => drop(fs::copy(target, spare).inspect_err(|_| drop(fs::remove_file(spare)))?),
        }
        let result = match unchanged(target, spare) {
            Ok(true) => fs::rename(incoming, target),
            Ok(false) => {
                fs::remove_file(spare)?;
                continue;
            }
            Err(error) => Err(error),
        };
        return match result {
            Ok(()) => Ok(spare.to_owned()),
            Err(error) => {
                fs::remove_file(spare)?;
                Err(error)
            }
        };
    }
    Err(io::Error::new(io::ErrorKind::ResourceBusy, "the file keeps changing"))
}

/// Moves `incoming` to `target`, where nothing may be. Fails as *already exists* otherwise.
pub(super) fn place(target: &Path, incoming: &Path, means: Means) -> io::Result<()> {
    if means.native()
        && let Some(result) = os::place(target, incoming)
    {
        return result;
    }
    match means.link(incoming, target) {
        Ok(()) => fs::remove_file(incoming),
        Err(error) if matches!(error.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound) => Err(error),
        Err(_) => match fs::symlink_metadata(target) {
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(incoming, target),
        },
    }
}

fn unchanged(target: &Path, copy: &Path) -> io::Result<bool> {
    Ok(fs::read(target)? == fs::read(copy)?)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod os {
    use super::*;
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    pub fn exchange(target: &Path, incoming: &Path, _spare: &Path) -> Option<io::Result<PathBuf>> {
        let result = supported(renameat_with(CWD, incoming, CWD, target, RenameFlags::EXCHANGE))?;
        Some(result.map(|()| incoming.to_owned()))
    }

    pub fn place(target: &Path, incoming: &Path) -> Option<io::Result<()>> {
        supported(renameat_with(CWD, incoming, CWD, target, RenameFlags::NOREPLACE))
    }

    /// Nothing where the kernel or the file system does not know the call.
    fn supported(result: Result<(), Errno>) -> Option<io::Result<()>> {
        let lacking = [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP];
        match result {
            Err(error) if lacking.contains(&error) => None,
            other => Some(other.map_err(io::Error::from)),
        }
    }
}

#[cfg(windows)]
mod os {
    use super::*;
    use std::os::windows::ffi::OsStrExt;
    use windows_sys::Win32::Storage::FileSystem::{MOVEFILE_WRITE_THROUGH, MoveFileExW, ReplaceFileW};

    const ERROR_INVALID_FUNCTION: i32 = 1;
    const ERROR_NOT_SUPPORTED: i32 = 50;

    pub fn exchange(target: &Path, incoming: &Path, spare: &Path) -> Option<io::Result<PathBuf>> {
        let (to, from, backup) = (wide(target), wide(incoming), wide(spare));
        // SAFETY: three strings that end in NUL and outlive the call; the reserved ones are null.
        let done =
            unsafe { ReplaceFileW(to.as_ptr(), from.as_ptr(), backup.as_ptr(), 0, std::ptr::null(), std::ptr::null()) };
        let result = supported(done)?;
        if result.is_err() && spare.exists() && !target.exists() {
            // It may stop half-way, with the old file already moved off.
            if let Some(Err(error)) = place(target, spare) {
                return Some(Err(error));
            }
        }
        Some(result.map(|()| spare.to_owned()))
    }

    pub fn place(target: &Path, incoming: &Path) -> Option<io::Result<()>> {
        let (to, from) = (wide(target), wide(incoming));
        // SAFETY: two strings that end in NUL and outlive the call.
        supported(unsafe { MoveFileExW(from.as_ptr(), to.as_ptr(), MOVEFILE_WRITE_THROUGH) })
    }

    fn supported(done: i32) -> Option<io::Result<()>> {
        if done != 0 {
            return Some(Ok(()));
        }
        let error = io::Error::last_os_error();
        match error.raw_os_error() {
            Some(ERROR_INVALID_FUNCTION | ERROR_NOT_SUPPORTED) => None,
            _ => Some(Err(error)),
        }
    }

    fn wide(path: &Path) -> Vec<u16> {
        path.as_os_str().encode_wide().chain([0]).collect()
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple", windows)))]
mod os {
    use super::*;

    pub fn exchange(_: &Path, _: &Path, _: &Path) -> Option<io::Result<PathBuf>> {
        None
    }

    pub fn place(_: &Path, _: &Path) -> Option<io::Result<()>> {
        None
    }
}
