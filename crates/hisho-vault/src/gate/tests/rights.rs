//! The gate against links, rights, and files that others hold.

use super::*;

#[cfg(unix)] // making a link takes a right that not every account has on Windows, and Wine makes none
#[test]
fn no_link_leads_out() {
    use std::os::unix::fs::symlink;
    let (dir, _, gate) = vault(swap::Means::Native);
    let outside = tempfile::tempdir().unwrap();
    symlink(outside.path(), dir.path().join("out")).unwrap();
    symlink(outside.path().join("new.md"), dir.path().join("dangling.md")).unwrap();
    for path in ["out/x.md", "dangling.md", "out/deep/x.md"] {
        let got = gate.write(path, Expect::Absent, b"x");
        assert!(matches!(got, Err(GateError::Path(PathProblem::Escapes(_)))), "{path}: {got:?}");
    }
    assert!(names(outside.path()).is_empty());
}

#[test]
fn a_read_only_note_is_left_alone() {
    let (dir, _, gate) = vault(swap::Means::Native);
    let file = dir.path().join("n.md");
    fs::write(&file, "base").unwrap();
    let mut rights = fs::metadata(&file).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&file, rights.clone()).unwrap();
    let got = gate.write("n.md", Expect::Hash(hash_of(b"base")), b"new");
    assert!(matches!(got, Err(GateError::ReadOnly(_))), "{got:?}");
    assert!(matches!(gate.remove("n.md", hash_of(b"base")), Err(GateError::ReadOnly(_))));
    assert_eq!((fs::read(&file).unwrap(), names(dir.path())), (b"base".to_vec(), vec!["n.md".to_owned()]));
    // Windows removes no read-only file, the test's own folder included.
    #[allow(clippy::permissions_set_readonly_false, reason = "in a folder of the test")]
    rights.set_readonly(false);
    fs::set_permissions(&file, rights).unwrap();
}

#[cfg(unix)] // links and modes of Unix
#[test]
fn a_link_within_the_vault_stays_a_link_and_rights_stay_rights() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (dir, _, gate) = vault(swap::Means::Native);
    let real = dir.path().join("real.md");
    fs::write(&real, "base").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.md", dir.path().join("link.md")).unwrap();
    gate.write("link.md", Expect::Hash(hash_of(b"base")), b"new").unwrap();
    assert!(fs::symlink_metadata(dir.path().join("link.md")).unwrap().is_symlink());
    assert_eq!(fs::read(&real).unwrap(), b"new");
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[cfg(target_os = "linux")] // needs a thread that is nobody; a folder of Windows is never read-only to its owner
#[test]
fn a_read_only_folder_is_an_error_and_nothing_changes() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, _, gate) = vault(swap::Means::Native);
    let folder = dir.path().join("locked");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("n.md"), "base").unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let results = std::thread::scope(|scope| {
        scope
            .spawn(|| {
                // The superuser may write anywhere, so this one thread becomes nobody.
                if rustix::process::geteuid().is_root() {
                    let nobody = rustix::process::Uid::from_raw(65_534);
                    rustix::thread::set_thread_res_uid(nobody, nobody, nobody).unwrap();
                }
                [
                    gate.write("locked/n.md", Expect::Hash(hash_of(b"base")), b"x").map(drop),
                    gate.write("locked/new.md", Expect::Absent, b"x").map(drop),
                    gate.remove("locked/n.md", hash_of(b"base")),
                ]
            })
            .join()
            .unwrap()
    });
    for result in results {
        let denied =
            matches!(&result, Err(GateError::Io { source, .. }) if source.kind() == io::ErrorKind::PermissionDenied);
        assert!(denied, "{result:?}");
    }
    assert_eq!(names(&folder), ["n.md"]);
    assert_eq!(fs::read(folder.join("n.md")).unwrap(), b"base");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Opens a note as scanners do: others may read it, and do nothing else.
#[cfg(windows)]
fn hold(file: &Path) -> fs::File {
    use std::os::windows::fs::OpenOptionsExt;
    use windows_sys::Win32::Storage::FileSystem::FILE_SHARE_READ;
    fs::File::options().read(true).share_mode(FILE_SHARE_READ).open(file).unwrap()
}

#[cfg(windows)] // elsewhere no program can keep others off a file
#[test]
fn who_holds_a_note_for_a_moment_is_waited_for() {
    let (dir, _, gate) = vault(swap::Means::Native);
    let file = dir.path().join("n.md");
    fs::write(&file, "base").unwrap();
    let let_go_after = |moment| {
        let held = hold(&file);
        std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(moment));
            drop(held);
        })
    };
    let scanner = let_go_after(150);
    gate.write("n.md", Expect::Hash(hash_of(b"base")), b"new").unwrap();
    scanner.join().unwrap();
    assert_eq!((fs::read(&file).unwrap(), names(dir.path())), (b"new".to_vec(), vec!["n.md".to_owned()]));
    let scanner = let_go_after(150);
    gate.remove("n.md", hash_of(b"new")).unwrap();
    scanner.join().unwrap();
    assert!(names(dir.path()).is_empty());
}

#[cfg(windows)] // elsewhere no program can keep others off a file
#[test]
fn a_note_that_stays_held_stays_as_it_is() {
    let (dir, _, gate) = vault(swap::Means::Native);
    let file = dir.path().join("n.md");
    fs::write(&file, "base").unwrap();
    let held = hold(&file);
    let got = gate.write("n.md", Expect::Hash(hash_of(b"base")), b"new");
    assert!(matches!(got, Err(GateError::Io { .. })), "{got:?}");
    assert!(matches!(gate.remove("n.md", hash_of(b"base")), Err(GateError::Io { .. })));
    drop(held);
    assert_eq!((fs::read(&file).unwrap(), names(dir.path())), (b"base".to_vec(), vec!["n.md".to_owned()]));
}
