//! Hints from a real folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use hisho_vault::watch::{Hint, Watcher};

const LONG: Duration = Duration::from_secs(10);
const QUIET: Duration = Duration::from_millis(300);

fn watch(root: &Path) -> (Watcher, Receiver<Hint>) {
    let (sender, hints) = channel();
    let watcher = Watcher::start(root, QUIET, Box::new(move |hint| drop(sender.send(hint)))).unwrap();
    (watcher, hints)
}

/// Waits until a path, or everything, is hinted at.
fn hinted(hints: &Receiver<Hint>, path: &Path) -> bool {
    let until = Instant::now() + LONG;
    while let Ok(hint) = hints.recv_timeout(until.saturating_duration_since(Instant::now())) {
        match hint {
            Hint::Rescan => return true,
            Hint::Paths(paths) if paths.iter().any(|hinted| path.starts_with(hinted)) => return true,
            Hint::Paths(_) => {}
        }
    }
    false
}

fn root() -> (tempfile::TempDir, PathBuf) {
    // A visible folder: what is above the root may well be hidden, and must not count.
    let dir = tempfile::tempdir().unwrap();
    let real = fs::canonicalize(dir.path()).unwrap();
    // As hints give paths: without the prefix of Windows.
    let root = Path::new(real.to_str().unwrap().trim_start_matches(r"\\?\")).join(".above/vault");
    fs::create_dir_all(root.join("sub")).unwrap();
    (dir, root)
}

#[test]
fn saves_renames_and_deletions_are_hinted_at() {
    let (_dir, root) = root();
    hinted_at_in(&root, &root);
}

#[cfg_attr(windows, ignore = "Wine does not tell of folders that were there before; Windows itself does")]
#[test]
fn what_happens_in_folders_is_hinted_at() {
    let (_dir, root) = root();
    hinted_at_in(&root, &root.join("sub"));
}

fn hinted_at_in(root: &Path, folder: &Path) {
    let (_watcher, hints) = watch(root);
    let file = folder.join("n.md");
    fs::write(&file, "1").unwrap();
    assert!(hinted(&hints, &file));
    fs::rename(&file, folder.join("m.md")).unwrap();
    assert!(hinted(&hints, &folder.join("m.md")));
    fs::remove_file(folder.join("m.md")).unwrap();
    assert!(hinted(&hints, &folder.join("m.md")));
    fs::create_dir(folder.join("new")).unwrap();
    fs::write(folder.join("new/x.md"), "1").unwrap();
    assert!(hinted(&hints, &folder.join("new/x.md")));
}

#[test]
fn a_burst_is_one_hint_after_it_is_quiet() {
    let (_dir, root) = root();
    let (_watcher, hints) = watch(&root);
    for number in 0..50 {
        fs::write(root.join(format!("{number}.md")), "x").unwrap();
    }
    let written = Instant::now();
    let mut hints = std::iter::from_fn(|| hints.recv_timeout(Duration::from_millis(900)).ok());
    let Some(Hint::Paths(mut paths)) = hints.next() else { panic!("too much for 50 files") };
    assert!(written.elapsed() >= Duration::from_millis(200), "not while it was going on");
    // Each file has its own quiet time, so that those written last may come in a hint of their own.
    for hint in hints {
        let Hint::Paths(more) = hint else { panic!("too much for 50 files") };
        paths.extend(more);
    }
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), 50);
}

#[test]
fn a_steady_stream_is_hinted_at_while_it_lasts() {
    let (_dir, root) = root();
    let (_watcher, hints) = watch(&root);
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(4) {
        fs::write(root.join("n.md"), format!("{:?}", started.elapsed())).unwrap();
        if hints.try_recv().is_ok() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("no hint in four seconds of writing");
}

#[test]
fn reading_and_hidden_things_give_no_hint() {
    let (_dir, root) = root();
    fs::write(root.join("n.md"), "x").unwrap();
    fs::create_dir(root.join(".obsidian")).unwrap();
    let (_watcher, hints) = watch(&root);
    fs::read(root.join("n.md")).unwrap();
    fs::read_dir(&root).unwrap().for_each(drop);
    fs::write(root.join(".obsidian/workspace.json"), "{}").unwrap();
    fs::write(root.join("sub/.hidden.md"), "x").unwrap();
    assert!(hints.recv_timeout(Duration::from_millis(900)).is_err());
}

#[test]
fn dropping_stops_at_once() {
    let (_dir, root) = root();
    let (watcher, hints) = watch(&root);
    fs::write(root.join("n.md"), "x").unwrap();
    let started = Instant::now();
    drop(watcher);
    assert!(started.elapsed() < Duration::from_secs(2));
    fs::write(root.join("m.md"), "x").unwrap();
    while let Ok(hint) = hints.recv_timeout(Duration::from_millis(600)) {
        assert!(!matches!(hint, Hint::Paths(paths) if paths.contains(&root.join("m.md"))));
    }
}

#[test]
fn a_missing_root_is_an_error_and_a_local_one_is_told_of() {
    let (_dir, root) = root();
    assert!(Watcher::start(&root.join("gone"), QUIET, Box::new(|_| {})).is_err());
    assert_eq!(watch(&root).0.deaf(), None);
}

#[cfg(unix)] // Windows keeps a watched folder from being put away
#[test]
fn another_folder_at_the_same_place_is_noticed() {
    let (_dir, root) = root();
    let (watcher, _hints) = watch(&root);
    assert!(watcher.stands());
    fs::rename(&root, root.with_extension("away")).unwrap();
    assert!(!watcher.stands());
    fs::create_dir(&root).unwrap();
    assert!(!watcher.stands());
}

#[cfg(unix)] // links need a right on Windows
#[test]
fn a_link_out_of_the_vault_is_not_followed() {
    let (dir, root) = root();
    let outside = dir.path().join("outside");
    fs::create_dir(&outside).unwrap();
    std::os::unix::fs::symlink(&outside, root.join("link")).unwrap();
    let (_watcher, hints) = watch(&root);
    fs::write(outside.join("n.md"), "x").unwrap();
    assert!(hints.recv_timeout(Duration::from_millis(900)).is_err());
}

#[cfg_attr(windows, ignore = "Wine does not tell of folders that were there before; Windows itself does")]
#[test]
fn what_happens_in_folders_that_were_moved_about_is_hinted_at() {
    let (_dir, root) = root();
    let (_watcher, hints) = watch(&root);
    // Trees that come from elsewhere, and half of what is in them moves on while it is being added.
    let mut folders: Vec<PathBuf> = Vec::new();
    for tree in 0..2 {
        let elsewhere = root.join(format!(".{tree}"));
        (0..120).for_each(|number| fs::create_dir_all(elsewhere.join(number.to_string())).unwrap());
        let here = root.join(format!("tree {tree}"));
        fs::rename(&elsewhere, &here).unwrap();
        for number in (0..120).step_by(2) {
            fs::rename(here.join(number.to_string()), here.join(format!("moved {number}"))).unwrap();
            folders.extend([here.join(format!("moved {number}")), here.join((number + 1).to_string())]);
        }
    }
    while hints.recv_timeout(Duration::from_millis(1_000)).is_ok() {}
    let mut missing: Vec<PathBuf> = folders.iter().map(|folder| folder.join("n.md")).collect();
    missing.iter().for_each(|file| fs::write(file, "x").unwrap());
    while let Ok(Hint::Paths(paths)) = hints.recv_timeout(Duration::from_secs(1)) {
        missing.retain(|file| !paths.contains(file));
    }
    assert_eq!(missing, [] as [PathBuf; 0], "nobody tells of these");
}

#[cfg(target_os = "linux")] // only there is a limit that a test can reach, and a thread that is nobody
#[test]
fn at_the_systems_limit_it_is_said_that_there_will_be_no_hints() {
    use hisho_vault::watch::Deaf;
    use rustix::fs::inotify;
    let (dir, root) = root();
    open_to_all(dir.path());
    let (within, beyond) = std::thread::scope(|scope| {
        let watching = scope.spawn(|| {
            // Limits are counted for each person; as nobody, this thread takes them from no one else.
            if rustix::process::geteuid().is_root() {
                let nobody = rustix::process::Uid::from_raw(65_534);
                rustix::thread::set_thread_res_uid(nobody, nobody, nobody).unwrap();
            }
            let within = watch(&root).0.deaf();
            // A watcher that ended gives its own back a little later, so they are taken until none is left.
            let mut taken = Vec::new();
            let beyond = (0..100).find_map(|_| {
                let more = std::iter::from_fn(|| inotify::init(inotify::CreateFlags::CLOEXEC).ok());
                taken.extend(more.take(5_000));
                let deaf = watch(&root).0.deaf();
                std::thread::sleep(Duration::from_millis(20));
                deaf
            });
            drop(taken);
            (within, beyond)
        });
        watching.join().unwrap()
    });
    assert_eq!((within, beyond), (None, Some(Deaf::Limit)));
}

#[cfg(target_os = "linux")]
fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
}
