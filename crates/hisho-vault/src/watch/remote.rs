//! Where a folder lies.
//!
//! Owns telling file systems of which changes made elsewhere are not reported here. Must not know
//! what is done about it.

use std::path::Path;

/// Whether `root` lies on a network file system, as far as that can be told.
#[cfg(target_os = "linux")]
pub(super) fn remote(root: &Path) -> bool {
    // Of each: its number in the kernel's headers. FUSE is among them for sshfs and cloud drives.
    const NETWORK: &[u64] = &[
        0x6969,      // NFS
        0x517B,      // SMB
        0xFF53_4D42, // CIFS
        0xFE53_4D42, // SMB 2
        0x0102_1997, // 9P, by which WSL shows the drives of Windows
        0x6573_5546, // FUSE
        0x00C3_6400, // Ceph
        0x5346_414F, // AFS
        0x7375_7245, // Coda
        0x786F_4256, // VirtualBox's shared folders
    ];
    rustix::fs::statfs(root).is_ok_and(|stat| NETWORK.contains(&(stat.f_type as u64 & 0xFFFF_FFFF)))
}

/// As above.
#[cfg(target_os = "macos")]
pub(super) fn remote(root: &Path) -> bool {
    const MNT_LOCAL: u32 = 0x1000;
    rustix::fs::statfs(root).is_ok_and(|stat| stat.f_flags & MNT_LOCAL == 0)
}

/// As above.
#[cfg(windows)]
pub(super) fn remote(root: &Path) -> bool {
    use std::path::{Component, Prefix};
    use windows_sys::Win32::Storage::FileSystem::GetDriveTypeW;
    const DRIVE_REMOTE: u32 = 4;
    let Some(Component::Prefix(prefix)) = root.components().next() else { return false };
    match prefix.kind() {
        Prefix::UNC(..) | Prefix::VerbatimUNC(..) => true,
        Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => {
            let drive = [u16::from(letter), u16::from(b':'), u16::from(b'\\'), 0];
            // SAFETY: a string that ends in NUL and outlives the call.
            unsafe { GetDriveTypeW(drive.as_ptr()) == DRIVE_REMOTE }
        }
        _ => false,
    }
}

/// As above.
#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
pub(super) fn remote(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_this_machine_is_not_remote() {
        assert!(!remote(tempfile::tempdir().unwrap().path()));
    }

    #[cfg(windows)] // only there a path names another machine
    #[test]
    fn a_share_is_remote_by_its_name() {
        assert!(remote(Path::new(r"\\server\share\vault")));
    }
}
