//! Reading one note.
//!
//! Owns how bytes on disk become text. Must not know what the text means, and changes nothing.

use std::fs;
#[cfg(target_os = "linux")]
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};

use crate::path::{self, PathProblem};

/// A note's bytes and their text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileText {
    /// Without a byte order mark.
    pub text: String,
    /// Exactly what is on disk, byte order mark included.
    pub bytes: Vec<u8>,
    /// BLAKE3 of `bytes`.
    pub hash: [u8; 32],
    /// Whether some bytes were no text and are replacement characters in `text`; such a note must
    /// not be written back from its text.
    pub lossy: bool,
}

/// Why a note could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error(transparent)]
    Path(#[from] PathProblem),
    #[error("`{0}` is not there")]
    Missing(String),
    #[error("`{0}` is not a file")]
    NotAFile(String),
    /// Its bytes are in a cloud; opening it would fetch them, and could block for long.
    #[error("`{0}` is in the cloud only")]
    Placeholder(String),
    /// It has more bytes than are asked for.
    #[error("`{path}` has {size} bytes, more than {limit}")]
    TooLarge { path: String, size: u64, limit: u64 },
    #[error("reading {path}: {source}")]
    Io { path: PathBuf, source: io::Error },
}

impl ReadError {
    /// A stable word for logs and hosts, as of [`crate::scan::SkipReason`], and behind a colon what
    /// the system said, if it said something.
    pub fn said(&self) -> String {
        match self {
            Self::Path(problem) => format!("unreadable: {problem}"),
            Self::Missing(_) => "missing".to_owned(),
            Self::NotAFile(_) => "not_a_file".to_owned(),
            Self::Placeholder(_) => "placeholder".to_owned(),
            Self::TooLarge { .. } => "too_large".to_owned(),
            Self::Io { source, .. } => format!("unreadable: {source}"),
        }
    }
}

/// How many bytes a note may have. What is larger is no text of a person but a file that bears the
/// ending by mistake, and memory need not hold it.
pub const NOTE_LIMIT: u64 = 256 << 20;

/// Reads the note at `path`, a vault path, following links that stay inside `root`. A note of more
/// than [`NOTE_LIMIT`] bytes is not read.
pub fn read(root: &Path, path: &str) -> Result<FileText, ReadError> {
    read_bytes(root, path, NOTE_LIMIT).map(from_bytes)
}

/// Reads the bytes of any file at `path`, as [`read`] does, where they are not more than `limit`.
pub fn read_bytes(root: &Path, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
    let io = |source| ReadError::Io { path: root.join(path), source };
    let place = path::resolve(root, path).map_err(io)??;
    if !place.missing.is_empty() {
        return Err(ReadError::Missing(path.to_owned()));
    }
    let meta = fs::metadata(&place.full).map_err(io)?;
    // A pipe named like a note would block for ever.
    if !meta.is_file() {
        return Err(ReadError::NotAFile(path.to_owned()));
    }
    if path::is_placeholder(&meta) {
        return Err(ReadError::Placeholder(path.to_owned()));
    }
    if meta.len() > limit {
        return Err(ReadError::TooLarge { path: path.to_owned(), size: meta.len(), limit });
    }
    match fs::read(&place.full) {
        Ok(bytes) => Ok(bytes),
        Err(error) if path::is_absent(&error) => Err(ReadError::Missing(path.to_owned())),
        Err(error) => Err(io(error)),
    }
}

/// A note's text alone, for who has no need of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Without a byte order mark.
    pub text: String,
    /// Bytes on disk.
    pub size: u64,
    /// BLAKE3 of them.
    pub hash: [u8; 32],
}

/// Reads many notes of one vault, each with as few questions to the system as can be.
pub struct Reader {
    root: PathBuf,
    #[cfg(target_os = "linux")]
    folder: Option<std::os::fd::OwnedFd>,
}

impl Reader {
    /// For the vault in this folder.
    pub fn new(root: &Path) -> Reader {
        Reader {
            root: root.to_owned(),
            #[cfg(target_os = "linux")]
            folder: rustix::fs::open(
                root,
                rustix::fs::OFlags::PATH | rustix::fs::OFlags::DIRECTORY | rustix::fs::OFlags::CLOEXEC,
                rustix::fs::Mode::empty(),
            )
            .ok(),
        }
    }

    /// As [`read`], of the text alone.
    pub fn text(&self, path: &str) -> Result<Text, ReadError> {
        let bytes = self.bytes(path)?;
        let (size, hash) = (bytes.len() as u64, *blake3::hash(&bytes).as_bytes());
        Ok(Text { text: into_text(bytes), size, hash })
    }

    /// As [`Reader::text`], without a look at which bytes it was made from.
    pub fn only_text(&self, path: &str) -> Result<String, ReadError> {
        self.bytes(path).map(into_text)
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        #[cfg(target_os = "linux")]
        if let Some(bytes) = self.beneath(path) {
            return Ok(bytes);
        }
        read_bytes(&self.root, path, NOTE_LIMIT)
    }

    /// Opens a file that no link leads to, with the system itself seeing to it that the path stays
    /// in the vault; None where that cannot be, for whatever reason: the long way says which.
    #[cfg(target_os = "linux")]
    fn beneath(&self, path: &str) -> Option<Vec<u8>> {
        use std::io::Read;

        use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};

        path::check_text(path).ok()?;
        let file = openat2(
            self.folder.as_ref()?,
            path,
            OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK,
            Mode::empty(),
            ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS,
        )
        .ok()?;
        let mut file = fs::File::from(file);
        let meta = file.metadata().ok().filter(Metadata::is_file).filter(|meta| meta.len() <= NOTE_LIMIT)?;
        let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).ok()? + 1);
        file.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}

/// Bytes as text, without a copy where they are.
fn into_text(bytes: Vec<u8>) -> String {
    match bytes.get(..2) {
        Some([0xFF, 0xFE] | [0xFE, 0xFF] | [0xEF, 0xBB]) => decode(&bytes).0,
        _ => String::from_utf8(bytes).unwrap_or_else(|error| decode(error.as_bytes()).0),
    }
}

/// Decodes bytes: UTF-8, or UTF-16 where a byte order mark says so.
pub fn from_bytes(bytes: Vec<u8>) -> FileText {
    let (text, lossy) = decode(&bytes);
    FileText { hash: *blake3::hash(&bytes).as_bytes(), text, bytes, lossy }
}

fn decode(bytes: &[u8]) -> (String, bool) {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => {
            let rest = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            match std::str::from_utf8(rest) {
                Ok(text) => (text.to_owned(), false),
                Err(_) => (String::from_utf8_lossy(rest).into_owned(), true),
            }
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, bool) {
    let pairs = bytes.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let units: Vec<u16> = pairs.map(|pair| unit([pair[0], pair[1]])).collect();
    match String::from_utf16(&units) {
        Ok(text) => (text, odd),
        Err(_) => (String::from_utf16_lossy(&units), true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_kept_in_bytes_only() {
        let got = from_bytes(b"\xEF\xBB\xBFhi\r\n".to_vec());
        assert_eq!((got.text.as_str(), got.bytes.len(), got.lossy), ("hi\r\n", 7, false));
        assert_eq!(got.hash, *blake3::hash(b"\xEF\xBB\xBFhi\r\n").as_bytes());
    }

    #[test]
    fn utf16_is_decoded_either_way_round() {
        let units: Vec<u16> = "会議 😀".encode_utf16().collect();
        let mut little = vec![0xFF, 0xFE];
        little.extend(units.iter().flat_map(|u| u.to_le_bytes()));
        let mut big = vec![0xFE, 0xFF];
        big.extend(units.iter().flat_map(|u| u.to_be_bytes()));
        assert_eq!(decode(&little), ("会議 😀".to_owned(), false));
        assert_eq!(decode(&big), ("会議 😀".to_owned(), false));
        little.push(0);
        assert!(decode(&little).1);
    }

    #[test]
    fn bytes_that_are_no_text_are_said_to_be_lossy() {
        assert_eq!(decode(b"a\xFFb"), ("a\u{FFFD}b".to_owned(), true));
        assert_eq!(decode(b""), (String::new(), false));
    }
}
