//! The vault is followed while it changes: whatever other programs do to it, and in whichever order
//! it is told, the index ends as a fresh one of the same folder would be.

mod index;
mod storm;

#[cfg(unix)]
use std::fs;
use std::time::{Duration, Instant};

use hisho_app::{App, Caller, Options};
use hisho_domain::Origin;
use hisho_scenarios::{Home, rounds};
use serde_json::{Value, json};

use index::{Index, fresh};
use storm::Storm;

/// How many operations the storm has.
const OPERATIONS: usize = 10_000;
/// How long the engine is given to come to rest; it is far quicker where nothing else runs.
const PATIENCE: Duration = Duration::from_secs(90);

/// The application as it runs behind a window.
struct Window {
    app: App,
}

impl Window {
    /// Opens it on the vault and waits until it was looked through. Whole looks that nobody asked
    /// for are put off for a day, so that only what the system tells counts.
    async fn open(home: &Home) -> Window {
        let app = App::open(Options { data_dir: home.data(), background: true }).await.expect("the window");
        let window = Window { app };
        let state = window.ok("vault.choose", json!({ "path": home.vault() })).await;
        window.ok("vault.configure", json!({ "rev": state["rev"], "sync_interval_minutes": 1440 })).await;
        window
            .until("the first look", |state| state["status"] == "watching" && state["last_scan_at"].is_string())
            .await;
        window
    }

    async fn ok(&self, command: &str, input: Value) -> Value {
        let outcome = self.app.call(Caller::person(Origin::Desktop), command, input).await;
        outcome.unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    async fn vault(&self) -> Value {
        self.ok("app.state", json!({})).await["vault"].clone()
    }

    /// Waits until the vault's state is as wanted.
    async fn until(&self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            let state = self.vault().await;
            if wanted(&state) {
                return state;
            }
            assert!(Instant::now() < until, "{what} did not come: {state}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the index is that of the folder as it is now; it is not written to meanwhile.
    async fn settled(&self, home: &Home) {
        self.settled_where(home, false).await;
    }

    /// The same; where the engine doubts that so much is `gone`, it is told so.
    async fn settled_where(&self, home: &Home, gone: bool) {
        let wanted = fresh(&home.vault()).await;
        let until = Instant::now() + PATIENCE;
        loop {
            let found = Index::read(&home.data());
            if found == wanted {
                return;
            }
            let state = self.vault().await;
            let differences = || found.differences(&wanted);
            assert!(
                Instant::now() < until,
                "the index is not that of the folder ({}):\n{}",
                state["status"],
                differences()
            );
            // So much went in the storm that it asks; the person says that it is gone.
            if state["status"] == "held_back" && gone {
                self.ok("vault.scan", json!({ "accept_gone": true })).await;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_storm_the_index_is_that_of_the_folder() {
    let home = Home::empty();
    let mut storm = Storm::new(&home.vault(), 4);
    storm.grow(300);
    let window = Window::open(&home).await;
    let operations = rounds(OPERATIONS);
    let storm = tokio::task::spawn_blocking(move || {
        for number in 0..operations {
            storm.rage();
            // Bursts with rests between them, some long enough for the engine to look meanwhile.
            if number % 40 == 39 {
                std::thread::sleep(Duration::from_millis([0, 5, 20, 60][number / 40 % 4]));
            }
        }
        storm
    });
    let mut storm = storm.await.expect("the storm");
    assert!(storm.done.values().all(|done| *done > operations / 100), "each kind of operation: {:?}", storm.done);
    told(&window).await;
    window.settled_where(&home, true).await;
    // Folders that were thrown about are followed as they were before.
    storm.write_in_each_folder();
    told(&window).await;
    window.settled_where(&home, true).await;
}

/// Wine tells nothing of folders that were there before, and so is asked to look; Windows itself
/// does tell.
async fn told(window: &Window) {
    if cfg!(windows) {
        window.ok("vault.scan", json!({})).await;
    } else {
        assert_eq!(window.vault().await["watching"], "events");
    }
}

#[cfg(unix)] // Windows keeps a watched folder in its place
#[tokio::test(flavor = "multi_thread")]
async fn a_vault_that_vanishes_and_returns_is_followed_again() {
    let home = Home::with_tasks_demo();
    let window = Window::open(&home).await;
    let notes = window.vault().await["notes"].clone();
    let away = home.vault().with_extension("away");
    fs::rename(home.vault(), &away).expect("away");
    let state = window.until("the loss", |state| state["status"] == "missing" && state["watching"] == "off").await;
    assert_eq!(state["notes"], notes, "what is not there cannot be looked at, and stays known");

    fs::write(away.join("meanwhile.md"), "written meanwhile").expect("write");
    fs::rename(&away, home.vault()).expect("it returns");
    window.until("the return", |state| state["status"] == "watching" && state["watching"] == "events").await;
    window.settled(&home).await;
    home.write("later.md", "and followed again");
    window.settled(&home).await;
}

#[cfg(unix)] // Windows keeps a watched folder in its place
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_folder_in_the_place_of_the_vault_is_not_believed() {
    let home = Home::with_tasks_demo();
    let window = Window::open(&home).await;
    let notes = window.vault().await["notes"].clone();
    let away = home.vault().with_extension("away");
    // As when a drive is taken out and leaves the folder on which it was mounted.
    fs::rename(home.vault(), &away).expect("away");
    fs::create_dir(home.vault()).expect("left behind");
    let state = window.until("the loss", |state| state["status"] == "held_back").await;
    assert_eq!(state["notes"], notes);

    fs::remove_dir(home.vault()).expect("nothing was written there");
    fs::rename(&away, home.vault()).expect("it returns");
    window.until("the return", |state| state["status"] == "watching").await;
    home.write("later.md", "followed again");
    window.settled(&home).await;
}

#[cfg(unix)] // Wine tells nothing of folders that were there before
#[tokio::test(flavor = "multi_thread")]
async fn a_vault_that_vanishes_little_by_little_is_not_believed() {
    let home = Home::empty();
    (0..40).for_each(|number| home.write(&format!("{number}.md"), "a note"));
    let window = Window::open(&home).await;
    let mut state = window.vault().await;
    // A look everywhere that new settings brought may still come, and count anew.
    for first in (0..36).step_by(6) {
        (first..first + 6).for_each(|number| fs::remove_file(home.vault().join(format!("{number}.md"))).expect("gone"));
        let left = 34 - first;
        state = window.until("the loss", |now| now["notes"] == left || now["status"] == "held_back").await;
        if state["status"] == "held_back" {
            break;
        }
    }
    assert_eq!(state["status"], "held_back");
    assert!(state["notes"].as_i64() >= Some(10), "many of them stay known: {state}");
    (0..40).for_each(|number| home.write(&format!("{number}.md"), "back"));
    window.until("the return", |state| state["status"] == "watching" && state["notes"] == 40).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_was_missed_is_found_after_the_next_look_anywhere() {
    let home = Home::empty();
    home.write("missed.md", "findable");
    let window = Window::open(&home).await;
    let found = async || window.ok("search.find", json!({ "query": "findable" })).await["total"].clone();
    assert_eq!(found().await, 1);
    // As if the file had been away just while its text was to be read, and came back as it was.
    let database = rusqlite::Connection::open(home.data().join("hisho.db")).expect("the database opens");
    database
        .execute("DELETE FROM search_index WHERE rowid = (SELECT id FROM vault_notes WHERE path = 'missed.md')", [])
        .expect("the text is taken out");
    assert_eq!(found().await, 0);
    home.write("other.md", "something else");
    told(&window).await;
    window.until("the other note", |state| state["notes"] == 2).await;
    window.settled(&home).await;
    assert_eq!(found().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_left_alone_for_as_long_as_the_person_wants() {
    let home = Home::empty();
    home.write("a.md", "a");
    let window = Window::open(&home).await;
    let state = window.vault().await;
    let configured = json!({ "rev": state["rev"], "quiet_ms": 60_000, "write_quiet_ms": 0 });
    window.ok("vault.configure", configured).await;
    // New settings are followed by a look everywhere, which would take in what is written before it.
    let looked = |now: &Value| now["status"] == "watching" && now["last_scan_at"] != state["last_scan_at"];
    window.until("the setting", |now| looked(now) && now["quiet_ms"] == 60_000).await;
    home.write("b.md", "b");
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let state = window.vault().await;
    assert_eq!((&state["notes"], &state["write_quiet_ms"]), (&json!(1), &json!(0)), "it is not quiet yet");
    window.ok("vault.configure", json!({ "rev": state["rev"], "quiet_ms": 0 })).await;
    home.write("c.md", "c");
    window.until("both", |state| state["notes"] == 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_within_a_vault_belongs_to_it() {
    let home = Home::empty();
    home.write("outer.md", "[[inner]]");
    home.write("sub/.obsidian/app.json", "{}");
    home.write("sub/.obsidian/hidden.md", "hidden");
    home.write("sub/inner.md", "[[outer]]");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    desk.ok("vault.scan", json!({})).await;
    let notes = desk.ok("vault.notes", json!({})).await;
    let paths: Vec<&str> =
        notes["notes"].as_array().expect("notes").iter().filter_map(|note| note["path"].as_str()).collect();
    assert_eq!(paths, ["outer.md", "sub/inner.md"]);
    let resolved = desk.ok("vault.resolve", json!({ "from": "outer.md", "link": "inner" })).await;
    assert_eq!(resolved["path"], "sub/inner.md");
}

#[cfg(target_os = "linux")] // names that are no text and pipes exist together only there
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_in_the_error_log_until_it_is_mended() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::empty();
    let root = home.vault();
    home.write("good.md", "good");
    home.write("folder/also good.md", "good");
    fs::write(root.join(std::ffi::OsStr::from_bytes(b"bad \xFF.md")), "x").expect("write");
    std::os::unix::fs::symlink("loop", root.join("loop")).expect("link");
    std::os::unix::fs::symlink("..", root.join("folder/up")).expect("link");
    std::os::unix::fs::symlink("/", root.join("out")).expect("link");
    let pipe = std::process::Command::new("mkfifo").arg(root.join("pipe.md")).status().expect("mkfifo runs");
    assert!(pipe.success());
    fs::write(root.join("brackets.md"), format!("{}a{} findable", "[".repeat(10_000), "]".repeat(10_000)))
        .expect("write");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": root })).await;
    desk.ok("vault.scan", json!({})).await;
    let log = async || {
        let state = desk.ok("app.state", json!({})).await;
        state["vault"]["problems"].as_array().cloned().expect("the error log")
    };
    let first = log().await;
    let told: Vec<_> = first.iter().map(|line| (line["path"].as_str(), line["reason"].as_str())).collect();
    let expected = [
        (Some("bad \u{FFFD}.md"), Some("not_utf8")),
        (Some("folder/up"), Some("link_loop")),
        (Some("loop"), Some("link_loop")),
        (Some("out"), Some("link_leaves_vault")),
        (Some("pipe.md"), Some("not_a_file")),
    ];
    assert_eq!(told, expected);
    assert!(first.iter().all(|line| line["since"].as_str().is_some_and(|since| since.ends_with('Z'))));
    assert_eq!(desk.ok("vault.notes", json!({})).await["total"], 3, "the rest is indexed");
    assert_eq!(desk.ok("search.find", json!({ "query": "findable" })).await["total"], 1);

    fs::remove_file(root.join("pipe.md")).expect("remove");
    fs::write(root.join("pipe.md"), "a note now").expect("write");
    fs::remove_file(root.join("loop")).expect("remove");
    desk.ok("vault.scan", json!({})).await;
    let mut standing = first.clone();
    standing.retain(|line| line["path"] != "loop" && line["path"] != "pipe.md");
    assert_eq!(log().await, standing, "what stands keeps its time, and what is mended is gone");
    assert_eq!(desk.ok("vault.notes", json!({})).await["total"], 4);
}
