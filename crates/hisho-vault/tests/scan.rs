//! What a scan lists, on real folders.

use std::fs;
use std::path::Path;

use hisho_vault::scan::{RootProblem, Rules, Scan, ScanError, check_root, scan, scan_at};

fn put(root: &Path, path: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, path).unwrap();
}

fn paths(scan: &Scan) -> Vec<&str> {
    scan.files.iter().map(|file| file.path.as_str()).collect()
}

fn skipped(scan: &Scan) -> Vec<(&str, &'static str)> {
    scan.skipped.iter().map(|skip| (skip.path.as_str(), skip.reason.code())).collect()
}

#[test]
fn the_notes_that_are_there() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    let nfd = "か\u{3099}.md";
    for path in ["b.md", "A.MD", nfd, "sub/nested/.obsidian/app.json", "sub/nested/n.Md", "x.txt", ".md", "md"] {
        put(root, path);
    }
    for path in
        [".obsidian/plugins/p.md", ".hidden.md", "sub/.trash/t.md", "Archive/old.md", "アーカイブ/か\u{3099}/x.md"]
    {
        put(root, path);
    }
    fs::create_dir(root.join("folder.md")).unwrap();
    let rules = Rules {
        excluded: vec!["/archive/".to_owned(), "アーカイブ/が".to_owned(), String::new()],
        ..Rules::default()
    };
    let found = scan(root, &rules).unwrap();
    assert_eq!(paths(&found), ["A.MD", "b.md", "sub/nested/n.Md", nfd]);
    assert!(found.skipped.is_empty(), "{:?}", found.skipped);
    let one = &found.files[1];
    assert_eq!(one.size, 4);
    assert!(one.modified_ns > 1_600_000_000_000_000_000);
    // Only whole names are excluded.
    let rules = Rules { excluded: vec!["arch".to_owned(), "nested".to_owned()], ..Rules::default() };
    assert!(paths(&scan(root, &rules).unwrap()).contains(&"Archive/old.md"));
    assert!(paths(&scan(root, &rules).unwrap()).contains(&"sub/nested/n.Md"));
}

#[test]
fn what_is_in_the_cloud_is_told_and_not_opened() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "a/.note.md.icloud");
    put(dir.path(), "a/.pic.png.icloud");
    let found = scan(dir.path(), &Rules::default()).unwrap();
    assert_eq!(skipped(&found), [("a/note.md", "placeholder")]);
    assert!(found.files.is_empty());
}

#[test]
fn a_root_that_is_none() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "f.md");
    let of = |path: &str| scan(&dir.path().join(path), &Rules::default());
    assert!(matches!(of("gone"), Err(ScanError::Missing(_))));
    assert!(matches!(of("f.md"), Err(ScanError::NotAFolder(_))));
}

#[test]
fn a_root_is_judged_against_the_data_folder() {
    let dir = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(dir.path()).unwrap();
    fs::create_dir_all(root.join("vault/sub")).unwrap();
    put(&root, "file.md");
    let check = |vault: &str, data: &str| check_root(&root.join(vault), &root.join(data));
    assert!(check("vault", "data").is_ok());
    assert!(check("vault", "vault2").is_ok(), "a longer name is another folder");
    assert_eq!(check("gone", "data"), Err(RootProblem::Missing));
    assert_eq!(check("file.md", "data"), Err(RootProblem::NotAFolder));
    assert_eq!(check("file.md/x", "data"), Err(RootProblem::NotAFolder));
    assert_eq!(check("vault", "vault"), Err(RootProblem::IsDataFolder));
    assert_eq!(check("vault", "vault/not/there/yet"), Err(RootProblem::ContainsDataFolder));
    assert_eq!(check("vault/sub", "vault"), Err(RootProblem::InsideDataFolder));
}

#[cfg(unix)] // making a link takes a right that not every account has on Windows, and Wine makes none
#[test]
fn links_are_followed_inside_only() {
    use hisho_vault::read::{ReadError, read};
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    put(outside.path(), "secret.md");
    let root = dir.path();
    put(root, "real/n.md");
    put(root, "real/deep/d.md");
    put(root, ".hidden/h.md");
    symlink("real/n.md", root.join("alias.md")).unwrap();
    symlink("real", root.join("again")).unwrap();
    symlink(outside.path(), root.join("out")).unwrap();
    symlink(outside.path().join("secret.md"), root.join("secret.md")).unwrap();
    symlink("../..", root.join("real/deep/up")).unwrap();
    symlink("self.md", root.join("self.md")).unwrap();
    symlink("nowhere.md", root.join("broken.md")).unwrap();
    symlink(".hidden", root.join("peek")).unwrap();
    symlink("../other", root.join("real/side")).unwrap();
    put(root, "other/o.md");
    let found = scan(root, &Rules::default()).unwrap();
    assert_eq!(
        paths(&found),
        ["again/deep/d.md", "again/n.md", "alias.md", "other/o.md", "real/deep/d.md", "real/n.md", "real/side/o.md"]
    );
    assert_eq!(
        skipped(&found),
        [
            ("again/deep/up", "link_loop"),
            ("again/side", "link_in_linked_folder"),
            ("broken.md", "link_broken"),
            ("out", "link_leaves_vault"),
            ("peek", "link_leaves_vault"),
            ("real/deep/up", "link_loop"),
            ("secret.md", "link_leaves_vault"),
            ("self.md", "link_loop"),
        ]
    );
    assert_eq!(read(root, "alias.md").unwrap().text, "real/n.md");
    assert!(matches!(read(root, "secret.md"), Err(ReadError::Path(_))));
    assert!(matches!(read(root, "out/secret.md"), Err(ReadError::Path(_))));
    assert!(matches!(read(root, "real/deep"), Err(ReadError::NotAFile(_))));
    assert!(matches!(read(root, "gone.md"), Err(ReadError::Missing(_))));
    assert!(matches!(read(root, "../x.md"), Err(ReadError::Path(_))));
}

#[cfg(target_os = "linux")] // names that are no text, pipes, and a thread that is nobody exist together only there
#[test]
fn odd_things_are_told() {
    use hisho_vault::read::{ReadError, read};
    use hisho_vault::scan::SkipReason;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    put(root, "ok.md");
    put(root, "locked/n.md");
    fs::write(root.join(OsStr::from_bytes(b"bad\xFF.md")), "x").unwrap();
    rustix::fs::mknodat(rustix::fs::CWD, root.join("pipe.md"), rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0)
        .unwrap();
    fs::set_permissions(root, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(root.join("locked"), fs::Permissions::from_mode(0o000)).unwrap();
    let found = std::thread::scope(|scope| {
        let scanning = scope.spawn(|| {
            // The superuser may read anything, so this one thread becomes nobody.
            if rustix::process::geteuid().is_root() {
                let nobody = rustix::process::Uid::from_raw(65_534);
                rustix::thread::set_thread_res_uid(nobody, nobody, nobody).unwrap();
            }
            scan(root, &Rules::default()).unwrap()
        });
        scanning.join().unwrap()
    });
    assert_eq!(paths(&found), ["ok.md"]);
    assert_eq!(skipped(&found), [("bad\u{FFFD}.md", "not_utf8"), ("locked", "unreadable"), ("pipe.md", "not_a_file")]);
    assert!(matches!(found.skipped[1].reason, SkipReason::Unreadable(_)));
    // A pipe would block a reader for ever.
    assert!(matches!(read(root, "pipe.md"), Err(ReadError::NotAFile(_))));
    fs::set_permissions(root.join("locked"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_note_beyond_the_limit_is_refused_before_memory_is_taken_for_it() {
    use hisho_vault::read::{NOTE_LIMIT, ReadError, Reader, read};
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    fs::File::create(root.join("dump.md")).unwrap().set_len(NOTE_LIMIT + 1).unwrap();
    put(root, "ok.md");
    let is_refused = |error: &ReadError| {
        assert_eq!(error.said(), "too_large");
        matches!(error, ReadError::TooLarge { size, limit, .. } if *size == NOTE_LIMIT + 1 && *limit == NOTE_LIMIT)
    };
    assert!(read(root, "dump.md").is_err_and(|error| is_refused(&error)));
    let reader = Reader::new(root);
    assert!(reader.text("dump.md").is_err_and(|error| is_refused(&error)));
    assert_eq!(reader.text("ok.md").unwrap().text, "ok.md", "the rest is read");
}

#[test]
fn a_look_at_some_places_sees_what_a_look_everywhere_sees_there() {
    let dir = tempfile::tempdir().unwrap();
    for path in ["a/Note.md", "a/b/deep.md", "a/b/図.png", "c/か\u{3099}.md", "left/old.md", "top.md", ".x/hidden.md"]
    {
        put(dir.path(), path);
    }
    let rules = Rules { excluded: vec!["left".to_owned()], ..Rules::default() };
    let whole = scan(dir.path(), &rules).unwrap();
    let at = |paths: &[&str]| scan_at(dir.path(), &rules, paths.iter().copied()).unwrap().expect("no links");
    // A folder with all in it; a name in another case or composition is that which is on the disk.
    let some = at(&["a", "c/が.md", "TOP.md", "gone/x.md", ".x/hidden.md", "left/old.md"]);
    assert_eq!(some, whole);
    assert_eq!(paths(&at(&["a/b/deep.md"])), ["a/b/deep.md"]);
    let left = at(&["left"]);
    assert!(left.files.is_empty() && left.others.len() == 1, "what is left out is no note, but links lead there");
    assert!(at(&["gone", "a/gone.md"]).files.is_empty());
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(dir.path().join("a"), dir.path().join("link")).unwrap();
        assert!(scan_at(dir.path(), &rules, ["link/Note.md"].into_iter()).unwrap().is_none());
    }
}
