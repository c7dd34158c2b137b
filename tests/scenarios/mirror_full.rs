//! A disk that runs full under the notes that are kept: nothing is cut short, the person is told, and
//! it goes on as soon as there is room.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hisho_scenarios::Home;
use serde_json::{Value, json};

use crate::mirror::{PROJECT, tasks, without_waiting};

/// A file system of two megabytes that goes away.
struct Small(PathBuf);

impl Small {
    /// Mounts it; None where that is not allowed, or not known.
    fn at(folder: &Path) -> Option<Small> {
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(folder).output();
        mount.is_ok_and(|done| done.status.success()).then(|| Small(folder.to_owned()))
    }

    /// Takes all the room there is.
    fn fill(&self) {
        let file = self.0.join("fill");
        fs::write(&file, vec![b'x'; 2 << 20]).expect_err("there is less room than that");
        let mut rest = fs::File::options().append(true).open(&file).expect("open");
        while std::io::Write::write(&mut rest, &[b'x'; 512]).is_ok_and(|written| written > 0) {}
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // Lazily: the test may end in the middle of something.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_cuts_nothing_short() {
    let home = Home::empty();
    let Some(small) = Small::at(&home.vault()) else {
        eprintln!("left out: no file system can be mounted here");
        return;
    };
    home.write("Own.md", "mine");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let plan = desk.approved_plan("Move", &["Find a flat"]).await;
    desk.allow_writing().await;
    without_waiting(&desk).await;
    desk.ok("vault.scan", json!({})).await;
    let before = home.read(PROJECT);
    small.fill();
    let rename = async |title: &str| {
        let task = tasks(&desk, &plan).await[0].clone();
        desk.ok("tasks.update", json!({ "uid": task["uid"], "rev": task["rev"], "title": title })).await;
        desk.ok("vault.scan", json!({})).await;
    };
    rename("Find a bright flat").await;
    let problems = async || desk.ok("app.state", json!({})).await["vault"]["problems"].clone();
    let told = problems().await;
    assert_eq!((&told[0]["path"], told.as_array().map(Vec::len)), (&json!(PROJECT), Some(1)), "{told}");
    assert_eq!(home.read(PROJECT), before, "it is whole");
    let beside: Vec<_> = fs::read_dir(home.vault().join("Hisho/Projects")).expect("folder").flatten().collect();
    assert_eq!(beside.len(), 1, "nothing is left beside it: {beside:?}");

    fs::remove_file(home.vault().join("fill")).expect("room");
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(problems().await, Value::Array(Vec::new()));
    assert!(home.read(PROJECT).contains("- [ ] Find a bright flat"));
}
