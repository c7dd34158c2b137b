//! The desktop program on a Windows that cannot show its window.

#![cfg(windows)]

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_hisho-desktop");

/// Runs the program as if no web view were installed; gives what it said when it ended by itself.
fn start(program: &Path, data: &Path) -> Output {
    let mut child = Command::new(program)
        .arg("--data-dir")
        .arg(data)
        // Where the loader looks first: nothing is there, whatever this computer has.
        .env("WEBVIEW2_BROWSER_EXECUTABLE_FOLDER", data)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let until = Instant::now() + Duration::from_secs(60);
    while child.try_wait().expect("asked").is_none() {
        if Instant::now() > until {
            child.kill().expect("killed");
            panic!("the program did not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.wait_with_output().expect("what it said")
}

/// It ended as it is known to, with its message in either language, and made nothing.
fn told(output: &Output, data: &Path, of: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.starts_with("Hisho を開けません") || said.starts_with("Hisho cannot open"), "{said}");
    assert!(said.contains(of), "{said}");
    assert!(!data.exists(), "no data folder is made");
}

#[test]
fn without_a_web_view_it_says_so() {
    let folder = tempfile::tempdir().expect("folder");
    let data = folder.path().join("データ");
    told(&start(Path::new(PROGRAM), &data), &data, "https://developer.microsoft.com/microsoft-edge/webview2/");
}

/// Elsewhere the loader is part of the program.
#[cfg(target_env = "gnu")]
#[test]
fn without_the_loader_beside_it_it_says_so() {
    let folder = tempfile::tempdir().expect("folder");
    let alone = folder.path().join("hisho-desktop.exe");
    std::fs::copy(PROGRAM, &alone).expect("copied");
    let data = folder.path().join("data");
    told(&start(&alone, &data), &data, "WebView2Loader.dll");
}
