//! Starting other programs.
//!
//! Owns: how a program is started, listened to and stopped, and that a signal to this
//! one ends it in order, so that what it keeps for a while is cleaned away. Must not
//! know: which programs.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::{Outcome, repo};

static STOPPED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C and a request to end only set a mark, which [`wait`] heeds.
pub fn stop_on_signal() {
    // Without the handler a signal ends the program at once, as it would have anyway.
    let _ = ctrlc::set_handler(|| STOPPED.store(true, Ordering::Relaxed));
}

/// Whether the person at the terminal asked to end.
pub fn stopped() -> bool {
    STOPPED.load(Ordering::Relaxed)
}

/// A program that will run at the top of the checkout.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(repo::root());
    command
}

/// The cargo that started this program.
pub fn cargo() -> Command {
    let mut command = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Set by the cargo around us; for the one we start they would name the wrong package.
    for (key, _) in std::env::vars_os() {
        let key = key.to_string_lossy().into_owned();
        if key.starts_with("CARGO_PKG_") || key.starts_with("CARGO_MANIFEST_") {
            command.env_remove(key);
        }
    }
    command
}

pub fn npm() -> Command {
    program(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

pub fn node() -> Command {
    program("node")
}

/// Where a program lies that the shell would find by this name.
pub fn find(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .map(|folder| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION))
        .find(|candidate| candidate.is_file())
}

/// Runs it to its end with this terminal as its own.
///
/// Errors when it cannot be started or does not end well.
pub fn run(command: &mut Command) -> Outcome<()> {
    let line = line(command);
    let mut child = command.spawn().map_err(|e| format!("`{line}` could not be started: {e}"))?;
    match wait(&mut child)? {
        true => Ok(()),
        false => Err(format!("`{line}` failed")),
    }
}

/// Waits for the end of a program and gives whether it ended well. When the person asks
/// to end, the program has three seconds to do so by itself.
pub fn wait(child: &mut Child) -> Outcome<bool> {
    let mut asked: Option<Instant> = None;
    loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            return Ok(status.success());
        }
        if stopped() && asked.get_or_insert_with(Instant::now).elapsed() > Duration::from_secs(3) {
            // A program that is gone already needs no killing.
            let _ = child.kill();
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Runs it and gives what it wrote to standard output.
///
/// Errors with its standard error when it does not end well.
pub fn output(command: &mut Command) -> Outcome<String> {
    let line = line(command);
    let output = command.stdin(Stdio::null()).output().map_err(|e| format!("`{line}` could not be started: {e}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{line}` failed: {}", said.trim()));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("`{line}` wrote no valid UTF-8"))
}

/// Runs it, shows what it says and keeps it: whether it ended well, and the text.
pub fn tee(command: &mut Command) -> Outcome<(bool, String)> {
    let line = line(command);
    let mut child = command
        .env("NO_COLOR", "1")
        .env("CARGO_TERM_COLOR", "never")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("`{line}` could not be started: {e}"))?;
    let kept = Arc::new(Mutex::new(String::new()));
    let out = child.stdout.take().map(|pipe| echo(pipe, Arc::clone(&kept)));
    let err = child.stderr.take().map(|pipe| echo(pipe, Arc::clone(&kept)));
    let well = wait(&mut child)?;
    for reader in [out, err].into_iter().flatten() {
        reader.join().map_err(|_| format!("the output of `{line}` was lost"))?;
    }
    let text = kept.lock().map_err(|_| format!("the output of `{line}` was lost"))?.clone();
    Ok((well, text))
}

fn echo(pipe: impl Read + Send + 'static, kept: Arc<Mutex<String>>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|n| n > 0) {
            let text = String::from_utf8_lossy(&bytes);
            print!("{text}");
            if let Ok(mut kept) = kept.lock() {
                kept.push_str(&text);
            }
            bytes.clear();
        }
    })
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
