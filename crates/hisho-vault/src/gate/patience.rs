//! Waiting until others let go of a file.
//!
//! Owns how long. Only Windows lets a program keep others off the files it has open, and those
//! that scan for viruses or index texts do so for a moment after every save. Must not know what is
//! done to the file.

use std::io;
use std::thread::sleep;
use std::time::Duration;

/// Milliseconds between one try and the next.
const PAUSES: [u64; 7] = [5, 10, 20, 40, 80, 160, 320];

/// Does `step`, again and again for a little while as long as another program has the file.
pub(super) fn patiently<T>(mut step: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for pause in PAUSES {
        match step() {
            Err(error) if is_in_use(&error) => sleep(Duration::from_millis(pause)),
            done => return done,
        }
    }
    step()
}

#[cfg(windows)]
fn is_in_use(error: &io::Error) -> bool {
    use windows_sys::Win32::Foundation::{
        ERROR_ACCESS_DENIED, ERROR_LOCK_VIOLATION, ERROR_SHARING_VIOLATION, ERROR_UNABLE_TO_MOVE_REPLACEMENT,
        ERROR_UNABLE_TO_REMOVE_REPLACED,
    };
    // Denied is also what a file is called that somebody deleted and still has open. After the
    // last two both files are where they were.
    let known = [
        ERROR_ACCESS_DENIED,
        ERROR_LOCK_VIOLATION,
        ERROR_SHARING_VIOLATION,
        ERROR_UNABLE_TO_MOVE_REPLACEMENT,
        ERROR_UNABLE_TO_REMOVE_REPLACED,
    ];
    error.raw_os_error().is_some_and(|code| known.contains(&code.cast_unsigned()))
}

#[cfg(not(windows))]
fn is_in_use(_: &io::Error) -> bool {
    false
}
