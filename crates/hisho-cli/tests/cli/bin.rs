//! Deleting into the system's bin.
#![cfg(target_os = "linux")]

use hisho_scenarios::Home;
use serde_json::{Value, json};

use crate::HISHO;

#[cfg(target_os = "linux")] // the bins of Windows and macOS cannot be put elsewhere, and are the person's own
#[test]
fn a_deleted_note_is_in_the_bin() {
    let home = Home::empty();
    home.write("a/N.md", "text");
    let hisho = home.hisho(HISHO);
    hisho.ok("vault.choose", json!({ "path": home.vault() }));
    let delete = |bin: &std::path::Path| -> Value {
        let mut command = hisho.command(&["rpc", "vault.delete", r#"{"path":"a/N.md"}"#]);
        let output = command.env("XDG_DATA_HOME", bin).output().expect("hisho runs");
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let bin = home.data().join("bin");
    assert_eq!(delete(&bin), json!({ "how": "system_trash", "trash_path": null }));
    assert_eq!(std::fs::read_to_string(bin.join("Trash/files/N.md")).expect("in the bin"), "text");
    assert!(home.files().is_empty());

    // Where there is no bin, the vault's own trash takes it.
    home.write("a/N.md", "again");
    hisho.ok("vault.scan", json!({}));
    let nowhere = home.vault().join("a/N.md/nowhere");
    assert_eq!(delete(&nowhere), json!({ "how": "vault_trash", "trash_path": ".trash/N.md" }));
    assert_eq!(home.read(".trash/N.md"), "again");
}
