//! The log: a file in the data folder that starts anew when it is full, a few old ones beside it,
//! and nothing secret in any of them. Hosts write their events through it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use hisho_domain::{Error, Result};

use crate::mask::mask;

/// A file is full at so many bytes.
const FULL: u64 = 1 << 20;
/// So many old files stay.
const OLD: usize = 4;

/// Writes what the program tells of itself into the log of a data folder from now on, and `aloud`
/// on standard error as well. `HISHO_LOG` chooses what is told; warnings when it is not set. Only
/// the first call in a process counts.
pub fn start(data_dir: &Path, aloud: bool) {
    let log = Log::new(data_dir, aloud);
    let filter = tracing_subscriber::EnvFilter::try_from_env("HISHO_LOG").unwrap_or_else(|_| "warn".into());
    let told = tracing_subscriber::fmt().with_ansi(false).with_env_filter(filter).with_writer(move || log.writer());
    // A second start finds the first one's subscriber in its place.
    let _ = told.try_init();
}

/// The log of a data folder. Cloning shares it. The folder is not made for its sake: until it is
/// there, lines go only where else they go.
#[derive(Clone)]
pub struct Log {
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    folder: PathBuf,
    open: Option<(File, u64)>,
    /// Lines are written on standard error as well.
    aloud: bool,
}

impl Log {
    /// The log of a data folder; `aloud` writes its lines on standard error as well.
    pub fn new(data_dir: &Path, aloud: bool) -> Self {
        Log { inner: Arc::new(Mutex::new(Inner { folder: data_dir.to_owned(), open: None, aloud })) }
    }

    /// A writer for one event, as `tracing-subscriber` asks for it.
    pub fn writer(&self) -> impl Write + use<> {
        Event { log: self.clone(), text: Vec::new() }
    }
}

/// One event, masked as a whole when it ends.
struct Event {
    log: Log,
    text: Vec<u8>,
}

impl Write for Event {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Event {
    fn drop(&mut self) {
        let text = mask(&String::from_utf8_lossy(&self.text));
        let mut inner = self.log.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.aloud {
            let _ = io::stderr().write_all(text.as_bytes());
        }
        // There is nobody left to tell that the log cannot be written.
        let _ = inner.add(text.as_bytes());
    }
}

impl Inner {
    fn add(&mut self, text: &[u8]) -> io::Result<()> {
        if self.open.as_ref().is_some_and(|(_, size)| *size >= FULL) {
            self.open = None;
            turn(&self.folder.join("logs"))?;
        }
        if self.open.is_none() {
            if !self.folder.is_dir() {
                return Ok(());
            }
            fs::create_dir_all(self.folder.join("logs"))?;
            let file = File::options().append(true).create(true).open(place(&self.folder.join("logs"), 0))?;
            let size = file.metadata()?.len();
            self.open = Some((file, size));
        }
        if let Some((file, size)) = &mut self.open {
            file.write_all(text)?;
            *size += text.len() as u64;
        }
        Ok(())
    }
}

/// The file of an age: 0 is the present one.
fn place(logs: &Path, age: usize) -> PathBuf {
    logs.join(if age == 0 { "hisho.log".to_owned() } else { format!("hisho.{age}.log") })
}

/// Makes every file one older; the oldest goes.
fn turn(logs: &Path) -> io::Result<()> {
    // Another process may have done it just now.
    if fs::metadata(place(logs, 0))?.len() < FULL {
        return Ok(());
    }
    for age in (0..OLD).rev() {
        match fs::rename(place(logs, age), place(logs, age + 1)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// The last lines of the present file and the one before, the oldest first.
pub(crate) fn last_lines(data_dir: &Path, count: usize) -> Result<Vec<String>> {
    let logs = data_dir.join("logs");
    let mut lines: Vec<String> = Vec::new();
    for age in [1, 0] {
        match fs::read(place(&logs, age)) {
            Ok(bytes) => lines.extend(mask(&String::from_utf8_lossy(&bytes)).lines().map(str::to_owned)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::io("log", Some(&logs.display().to_string()), error)),
        }
    }
    lines.drain(..lines.len().saturating_sub(count));
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_turns_when_full_and_keeps_no_secret() {
        let folder = tempfile::tempdir().expect("folder");
        let log = Log::new(folder.path(), false);
        let filler = "x".repeat(1000);
        for n in 0..7000 {
            let mut event = log.writer();
            // In pieces, as a formatter writes.
            write!(event, "line {n} {filler} Bearer ").expect("write");
            writeln!(event, "cAnArY0123456789").expect("write");
        }
        let files: Vec<PathBuf> =
            fs::read_dir(folder.path().join("logs")).expect("logs").map(|e| e.expect("entry").path()).collect();
        assert_eq!(files.len(), OLD + 1);
        for file in files {
            let text = fs::read_to_string(&file).expect("text");
            assert!(text.len() as u64 <= FULL + 2000 && !text.contains("cAnArY"), "{}", file.display());
        }
        let last = last_lines(folder.path(), 3).expect("lines");
        assert_eq!(last.len(), 3);
        assert!(last[2].starts_with("line 6999 "));
    }

    #[test]
    fn it_makes_no_data_folder() {
        let folder = tempfile::tempdir().expect("folder");
        let data = folder.path().join("data");
        writeln!(Log::new(&data, false).writer(), "nobody hears").expect("write");
        assert!(!data.exists());
        assert_eq!(last_lines(&data, 10).expect("none"), Vec::<String>::new());
    }
}
