//! The gate against people who save at the worst moment, and disks that refuse.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

mod rights;

#[derive(Default)]
struct Shelf {
    kept: Mutex<Vec<(String, Vec<u8>, Kept)>>,
    full: AtomicBool,
}

impl Archive for Shelf {
    fn keep(&self, path: &str, bytes: &[u8], why: Kept) -> Result<(), ArchiveError> {
        if self.full.load(Ordering::SeqCst) {
            return Err(ArchiveError::new("the shelf is full"));
        }
        self.kept.lock().unwrap().push((path.to_owned(), bytes.to_vec(), why));
        Ok(())
    }
}

impl Shelf {
    fn has(&self, bytes: &[u8], why: Kept) -> bool {
        self.kept.lock().unwrap().iter().any(|(_, text, reason)| text == bytes && *reason == why)
    }
}

const ALL: [swap::Means; 3] = [swap::Means::Native, swap::Means::StandIn, swap::Means::Copies];

fn vault(means: swap::Means) -> (TempDir, Arc<Shelf>, Gate) {
    let dir = tempfile::tempdir().unwrap();
    let shelf = Arc::new(Shelf::default());
    let mut gate = Gate::new(dir.path().to_owned(), shelf.clone());
    gate.means = means;
    (dir, shelf, gate)
}

/// Acts once, at `stage`.
fn once(stage: Stage, act: impl Fn() + Send + Sync + 'static) -> Arc<dyn Fn(Stage) + Send + Sync> {
    let done = AtomicBool::new(false);
    Arc::new(move |at| {
        if at == stage && !done.swap(true, Ordering::SeqCst) {
            act();
        }
    })
}

fn save_by_rename(file: &Path, bytes: &[u8]) {
    let beside = file.with_extension("saving");
    fs::write(&beside, bytes).unwrap();
    fs::rename(beside, file).unwrap();
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_full_cycle() {
    for means in ALL {
        let (dir, shelf, gate) = vault(means);
        let file = dir.path().join("計画/a/b.md");
        let first = gate.write("計画/a/b.md", Expect::Absent, b"one").unwrap();
        assert_eq!((fs::read(&file).unwrap(), first.hash), (b"one".to_vec(), hash_of(b"one")));
        // BOM, CRLF and a missing final newline go through as they are.
        let odd = b"\xEF\xBB\xBF---\r\na: 1\r\n---\r\nx \xFF";
        let second = gate.write("計画/a/b.md", Expect::Hash(first.hash), odd).unwrap();
        assert_eq!(fs::read(&file).unwrap(), odd);
        assert!(shelf.has(b"one", Kept::BeforeWrite));
        gate.remove("計画/a/b.md", second.hash).unwrap();
        assert!(!file.exists() && shelf.has(odd, Kept::BeforeRemove));
        assert!(names(&dir.path().join("計画/a")).is_empty());
    }
}

#[test]
fn nothing_is_touched_when_something_else_is_there() {
    let (dir, shelf, gate) = vault(swap::Means::Native);
    let file = dir.path().join("n.md");
    fs::write(&file, "theirs").unwrap();
    let theirs = Some(hash_of(b"theirs"));
    for expect in [Expect::Absent, Expect::Hash([1; 32])] {
        let got = gate.write("n.md", expect, b"ours");
        assert!(matches!(got, Err(GateError::Changed { found }) if found == theirs));
    }
    let got = gate.write("none.md", Expect::Hash([1; 32]), b"ours");
    assert!(matches!(got, Err(GateError::Changed { found: None })));
    assert!(matches!(gate.remove("n.md", [1; 32]), Err(GateError::Changed { found }) if found == theirs));
    assert_eq!(names(dir.path()), ["n.md"]);
    assert!(shelf.kept.lock().unwrap().is_empty());
}

#[test]
fn a_text_that_is_there_already_is_not_written_again() {
    let (dir, shelf, gate) = vault(swap::Means::Native);
    fs::write(dir.path().join("n.md"), "same").unwrap();
    let before = fs::metadata(dir.path().join("n.md")).unwrap().modified().unwrap();
    gate.write("n.md", Expect::Hash(hash_of(b"same")), b"same").unwrap();
    assert_eq!(fs::metadata(dir.path().join("n.md")).unwrap().modified().unwrap(), before);
    assert!(shelf.kept.lock().unwrap().is_empty());
}

#[test]
fn who_saves_between_check_and_exchange_loses_nothing() {
    for means in ALL {
        for by_rename in [false, true] {
            let (dir, shelf, gate) = vault(means);
            let file = dir.path().join("n.md");
            fs::write(&file, "base").unwrap();
            let theirs = file.clone();
            let gate = gate.with_pause(once(Stage::Checked, move || match by_rename {
                true => save_by_rename(&theirs, b"theirs"),
                false => fs::write(&theirs, b"theirs").unwrap(),
            }));
            let got = gate.write("n.md", Expect::Hash(hash_of(b"base")), b"ours");
            let Err(GateError::Raced { displaced_hash }) = got else { panic!("{got:?}") };
            assert_eq!(displaced_hash, hash_of(b"theirs"));
            assert_eq!(fs::read(&file).unwrap(), b"theirs");
            assert!(shelf.has(b"base", Kept::BeforeWrite));
            assert!(shelf.has(b"theirs", Kept::DisplacedByRace));
            assert!(shelf.has(b"ours", Kept::Unwritten));
            assert_eq!(names(dir.path()), ["n.md"]);
            // The caller merges and tries again.
            gate.write("n.md", Expect::Hash(displaced_hash), b"merged").unwrap();
            assert_eq!(fs::read(&file).unwrap(), b"merged");
        }
    }
}

#[test]
fn who_saves_twice_has_the_last_text_in_the_note() {
    for means in ALL {
        let (dir, shelf, gate) = vault(means);
        let file = dir.path().join("n.md");
        fs::write(&file, "base").unwrap();
        let theirs = file.clone();
        let gate = gate.with_pause(Arc::new(move |stage| match stage {
            Stage::Checked => save_by_rename(&theirs, b"first"),
            Stage::Exchanged => save_by_rename(&theirs, b"second"),
        }));
        let got = gate.write("n.md", Expect::Hash(hash_of(b"base")), b"ours");
        assert!(matches!(got, Err(GateError::Raced { displaced_hash }) if displaced_hash == hash_of(b"second")));
        assert_eq!(fs::read(&file).unwrap(), b"second");
        assert!(shelf.has(b"first", Kept::DisplacedByRace) && shelf.has(b"second", Kept::DisplacedByRace));
        assert_eq!(names(dir.path()), ["n.md"]);
    }
}

#[test]
fn who_creates_first_keeps_the_note() {
    for means in ALL {
        let (dir, shelf, gate) = vault(means);
        let file = dir.path().join("n.md");
        let theirs = file.clone();
        let gate = gate.with_pause(once(Stage::Checked, move || fs::write(&theirs, "theirs").unwrap()));
        let got = gate.write("n.md", Expect::Absent, b"ours");
        assert!(matches!(got, Err(GateError::Raced { displaced_hash }) if displaced_hash == hash_of(b"theirs")));
        assert_eq!(fs::read(&file).unwrap(), b"theirs");
        assert!(shelf.has(b"theirs", Kept::DisplacedByRace) && shelf.has(b"ours", Kept::Unwritten));
        assert_eq!(names(dir.path()), ["n.md"]);
    }
}

#[test]
fn who_deletes_or_saves_while_we_write_or_remove_is_respected() {
    for means in ALL {
        let (dir, _, gate) = vault(means);
        let file = dir.path().join("n.md");
        fs::write(&file, "base").unwrap();
        let gone = file.clone();
        let gate = gate.with_pause(once(Stage::Checked, move || fs::remove_file(&gone).unwrap()));
        let got = gate.write("n.md", Expect::Hash(hash_of(b"base")), b"ours");
        assert!(matches!(got, Err(GateError::Changed { found: None })), "{got:?}");
        assert!(names(dir.path()).is_empty());

        let (dir, shelf, gate) = vault(means);
        let file = dir.path().join("n.md");
        fs::write(&file, "base").unwrap();
        let theirs = file.clone();
        let gate = gate.with_pause(once(Stage::Checked, move || save_by_rename(&theirs, b"theirs")));
        let got = gate.remove("n.md", hash_of(b"base"));
        assert!(matches!(got, Err(GateError::Raced { .. })), "{got:?}");
        assert_eq!(fs::read(&file).unwrap(), b"theirs");
        assert!(shelf.has(b"theirs", Kept::DisplacedByRace));
        assert_eq!(names(dir.path()), ["n.md"]);
    }
}

#[test]
fn without_an_archive_nothing_is_overwritten() {
    let (dir, shelf, gate) = vault(swap::Means::Native);
    let file = dir.path().join("n.md");
    fs::write(&file, "base").unwrap();
    shelf.full.store(true, Ordering::SeqCst);
    assert!(matches!(gate.write("n.md", Expect::Hash(hash_of(b"base")), b"x"), Err(GateError::Archive(_))));
    assert!(matches!(gate.remove("n.md", hash_of(b"base")), Err(GateError::Archive(_))));
    assert_eq!(fs::read(&file).unwrap(), b"base");
    // The archive fills up just when somebody saves: their text is in the note all the same.
    shelf.full.store(false, Ordering::SeqCst);
    let theirs = file.clone();
    let full = shelf.clone();
    let gate = gate.with_pause(once(Stage::Checked, move || {
        fs::write(&theirs, "theirs").unwrap();
        full.full.store(true, Ordering::SeqCst);
    }));
    assert!(matches!(gate.write("n.md", Expect::Hash(hash_of(b"base")), b"x"), Err(GateError::Archive(_))));
    assert_eq!(fs::read(&file).unwrap(), b"theirs");
}

#[test]
fn no_path_leads_out() {
    let (dir, _, gate) = vault(swap::Means::Native);
    for path in ["../x.md", "/tmp/x.md", "a/../../x.md", ".obsidian/app.json", "a/.x.md", ""] {
        assert!(matches!(gate.write(path, Expect::Absent, b"x"), Err(GateError::Path(_))), "{path}");
    }
    for path in ["con.md", "a:b.md", "plans /x.md", "a/b?.md"] {
        let got = gate.write(path, Expect::Absent, b"x");
        // Windows itself knows some of them for a device or a drive, and says so first.
        let refused = match cfg!(windows) {
            true => matches!(got, Err(GateError::Path(_))),
            false => matches!(got, Err(GateError::Path(PathProblem::NotPortable(_)))),
        };
        assert!(refused, "{path}");
    }
    assert!(names(dir.path()).is_empty());
}

#[test]
fn leftovers_of_older_processes_are_archived_and_removed() {
    let (dir, shelf, gate) = vault(swap::Means::Native);
    fs::create_dir_all(dir.path().join("a")).unwrap();
    let old = dir.path().join("a/.hisho-1f-2a-0.tmp");
    fs::write(&old, "rescued").unwrap();
    let not_ours = [
        temporary::fresh(dir.path()),
        dir.path().join(".hisho-mine.tmp"),
        dir.path().join(".hisho-1-2-3-4.tmp"),
        dir.path().join("hisho-1-2-3.tmp"),
    ];
    not_ours.iter().for_each(|file| fs::write(file, "x").unwrap());
    assert_eq!(leftovers(dir.path()).unwrap(), std::slice::from_ref(&old));
    assert_eq!(gate.clear_leftovers().unwrap(), ["a/.hisho-1f-2a-0.tmp"]);
    assert!(!old.exists() && shelf.has(b"rescued", Kept::Leftover));
    assert!(not_ours.iter().all(|file| file.exists()));
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Nothing,
    Overwrite,
    Rename,
    Delete,
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![Just(Act::Nothing), Just(Act::Overwrite), Just(Act::Rename), Just(Act::Delete)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A person acts at every stage of several writes. What they themselves overwrite or delete in
    /// the note is theirs to lose; every other version is in the file or in the archive.
    #[test]
    fn every_version_ever_seen_is_somewhere(
        script in prop::collection::vec((acts(), acts()), 1..6),
        means in prop::sample::select(ALL.to_vec()),
    ) {
        let (dir, shelf, gate) = vault(means);
        let file = dir.path().join("n.md");
        let alive: Arc<Mutex<HashSet<Vec<u8>>>> = Arc::default();
        let turns = Mutex::new(script.iter().flat_map(|(a, b)| [*a, *b]).collect::<Vec<_>>().into_iter());
        let (person, theirs) = (alive.clone(), file.clone());
        let count = Mutex::new(0);
        let gate = gate.with_pause(Arc::new(move |_| {
            let act = turns.lock().unwrap().next().unwrap_or(Act::Nothing);
            if matches!(act, Act::Nothing) {
                return;
            }
            if let Ok(lost) = fs::read(&theirs) {
                person.lock().unwrap().remove(&lost);
            }
            let mut count = count.lock().unwrap();
            *count += 1;
            let text = format!("person {count}").into_bytes();
            match act {
                Act::Overwrite => fs::write(&theirs, &text).unwrap(),
                Act::Rename => save_by_rename(&theirs, &text),
                _ => return drop(fs::remove_file(&theirs)),
            }
            person.lock().unwrap().insert(text);
        }));
        for (number, _) in script.iter().enumerate() {
            let expect = match fs::read(&file) {
                Ok(there) => Expect::Hash(hash_of(&there)),
                Err(_) => Expect::Absent,
            };
            let ours = format!("ours {number}").into_bytes();
            match gate.write("n.md", expect, &ours) {
                Ok(_) | Err(GateError::Changed { .. }) => {}
                Err(GateError::Raced { displaced_hash }) => {
                    prop_assert!(shelf.has(&ours, Kept::Unwritten));
                    prop_assert!(shelf.kept.lock().unwrap().iter().any(|(_, text, _)| hash_of(text) == displaced_hash));
                }
                Err(other) => return Err(TestCaseError::fail(other.to_string())),
            }
        }
        let mut found: HashSet<Vec<u8>> = shelf.kept.lock().unwrap().iter().map(|kept| kept.1.clone()).collect();
        found.extend(fs::read(&file).ok());
        for version in alive.lock().unwrap().iter() {
            prop_assert!(found.contains(version), "lost {:?}", String::from_utf8_lossy(version));
        }
        prop_assert!(names(dir.path()).iter().all(|name| name == "n.md"));
    }
}

/// Another program exchanges its own saves with the note while we write, as fast as both can, and
/// keeps what it displaced: between the note, the archive and its own pile nothing is missing.
#[cfg(unix)] // ReplaceFileW leaves a moment without a file, which this neighbour would stumble over
#[test]
fn a_busy_neighbour_and_the_gate_lose_nothing_between_them() {
    let (dir, shelf, gate) = vault(swap::Means::Native);
    let file = dir.path().join("n.md");
    fs::write(&file, "base").unwrap();
    let stop = AtomicBool::new(false);
    let (saved, mut pile) = std::thread::scope(|scope| {
        let neighbour = scope.spawn(|| {
            let (mut saved, mut pile) = (vec![b"base".to_vec()], HashSet::new());
            let beside = dir.path().join("saving");
            for number in 0.. {
                if stop.load(Ordering::SeqCst) {
                    break;
                }
                let text = format!("neighbour {number}").into_bytes();
                fs::write(&beside, &text).unwrap();
                swap::exchange(&file, &beside, &beside, swap::Means::Native).unwrap();
                saved.push(text);
                pile.insert(fs::read(&beside).unwrap());
            }
            (saved, pile)
        });
        for number in 0..300 {
            let there = fs::read(&file).unwrap();
            drop(gate.write("n.md", Expect::Hash(hash_of(&there)), format!("ours {number}").as_bytes()));
        }
        stop.store(true, Ordering::SeqCst);
        neighbour.join().unwrap()
    });
    pile.insert(fs::read(&file).unwrap());
    pile.extend(shelf.kept.lock().unwrap().iter().map(|kept| kept.1.clone()));
    assert!(saved.len() > 10, "the neighbour hardly ran");
    assert!(saved.iter().all(|text| pile.contains(text)), "something was lost");
}
