//! `hisho vault watch`: the engine as it runs behind a window, telling what it does. Must not know
//! how one watches or looks.

use std::io::Read;
use std::path::PathBuf;

use hisho_app::{App, Caller, Event, Options};
use hisho_domain::{Error, Origin, Result};
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::oneshot;

use crate::out;
use crate::stop::asked_to_stop;

/// Runs the engine until the person interrupts, the system asks to end, or a pipe at standard input ends.
/// The first line is `{"type":"ready"}` with the vault's state; all others are the application's events.
pub async fn run(data_dir: PathBuf, dir: Option<PathBuf>) -> Result<()> {
    let app = App::open(Options { data_dir, background: true }).await?;
    // Before anything is done, so that nothing of it is missed.
    let mut events = app.events();
    let call = |command, input| app.call(Caller::person(Origin::Cli), command, input);
    if let Some(dir) = dir {
        let path = std::path::absolute(&dir).map_err(|error| Error::io("reading", dir.to_str(), error))?;
        call("vault.choose", json!({ "path": path })).await?;
    }
    let state = call("app.state", json!({})).await?;
    tell(&json!({ "type": "ready", "vault": state["vault"] }))?;
    let mut ended = input_ended();
    let mut stopped = std::pin::pin!(asked_to_stop());
    loop {
        tokio::select! {
            event = events.recv() => match event {
                Ok(event) => tell(&event)?,
                // Some were missed: whoever listens reads everything anew.
                Err(RecvError::Lagged(_)) => tell(&Event::Everything)?,
                Err(RecvError::Closed) => return Ok(()),
            },
            () = &mut stopped => return Ok(()),
            _ = &mut ended => return Ok(()),
        }
    }
}

/// Told when standard input ends, where that is a pipe that somebody holds. Nothing else is read: a
/// terminal would stop a program in the background that reads from it, and the null device has ended
/// from the start. A thread of its own reads, because a read cannot be given up.
fn input_ended() -> oneshot::Receiver<()> {
    let (sender, ended) = oneshot::channel();
    std::thread::spawn(move || {
        if !input_is_pipe() {
            // Kept, so that nobody is told, as long as the program runs.
            std::mem::forget(sender);
            return;
        }
        let mut input = std::io::stdin().lock();
        let mut unheeded = [0; 256];
        while input.read(&mut unheeded).is_ok_and(|read| read > 0) {}
        // Nobody listening means that the end has come already.
        let _ = sender.send(());
    });
    ended
}

#[cfg(unix)]
fn input_is_pipe() -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileTypeExt;
    let input = std::io::stdin().as_fd().try_clone_to_owned();
    let kind = input.and_then(|input| std::fs::File::from(input).metadata()).map(|meta| meta.file_type());
    kind.is_ok_and(|kind| kind.is_fifo() || kind.is_socket())
}

#[cfg(windows)]
fn input_is_pipe() -> bool {
    use std::os::windows::io::AsRawHandle;
    use windows_sys::Win32::Storage::FileSystem::{FILE_TYPE_PIPE, GetFileType};
    // SAFETY: a handle of this process that stays open as long as it runs.
    unsafe { GetFileType(std::io::stdin().as_raw_handle()) == FILE_TYPE_PIPE }
}

/// Prints one line at once, so that whoever reads it is not kept waiting.
fn tell(event: &impl serde::Serialize) -> Result<()> {
    let line = serde_json::to_string(event).map_err(Error::internal)?;
    out::print(&format!("{line}\n"))
}
