//! Owns the framing of streams: bytes in, events out, for server-sent events and for JSON lines.
//! Must not know any wire.
//!
//! Kept here and not taken from a crate: those that frame server-sent events have no bound on a line, and do
//! not tell a comment (a sign of life) from silence. Works on bytes, so that a line end or a character may be
//! split anywhere.

use crate::failure::{Code, Failure};
use crate::limits::Limits;

/// How a stream is framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// `text/event-stream`.
    Events,
    /// One JSON value a line.
    Lines,
    /// One JSON document.
    Document,
}

/// One piece of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// An event, or a line of JSON.
    Event { name: Option<String>, data: String },
    /// A whole document where a stream was expected: an error, or a service that cannot stream.
    Document(String),
}

/// Bytes without a line end that still count as a sign of life.
const PROGRESS: usize = 4 << 10;

/// A byte order mark; it means something only at the very beginning.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Turns bytes into frames.
pub(crate) struct Framer {
    framing: Framing,
    limits: Limits,
    /// Bytes of the line that has not ended, or of the document.
    buffer: Vec<u8>,
    /// The last byte was a CR, so that an LF right after it ends nothing.
    after_cr: bool,
    /// The first bytes, until it is clear whether they are a byte order mark; `None` from then on.
    lead: Option<Vec<u8>>,
    /// Whether it is still open what this is: no byte but white space was seen.
    fresh: bool,
    name: Option<String>,
    data: Option<String>,
    since_progress: usize,
}

impl Framer {
    pub fn new(framing: Framing, limits: Limits) -> Framer {
        Framer {
            framing,
            limits,
            buffer: Vec::new(),
            after_cr: false,
            lead: Some(Vec::new()),
            fresh: true,
            name: None,
            data: None,
            since_progress: 0,
        }
    }

    /// Takes the next bytes; puts the frames they complete into `out` and returns whether they were a sign of
    /// life. Fails where a line or an event grows over its bound; frames before that are in `out`.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<Frame>) -> Result<bool, Failure> {
        let Some(mut lead) = self.lead.take() else { return self.take(bytes, out) };
        lead.extend_from_slice(bytes);
        if lead.len() < MARK.len() && MARK.starts_with(&lead) {
            self.lead = Some(lead);
            return Ok(false);
        }
        self.take(lead.strip_prefix(MARK).unwrap_or(&lead), out)
    }

    fn take(&mut self, mut bytes: &[u8], out: &mut Vec<Frame>) -> Result<bool, Failure> {
        self.since_progress += bytes.len();
        let mut alive = self.since_progress >= PROGRESS;
        while !bytes.is_empty() {
            if self.fresh {
                self.recognise(bytes);
            }
            if self.framing == Framing::Document {
                self.keep(bytes, self.limits.event, "the answer")?;
                break;
            }
            if std::mem::take(&mut self.after_cr) && bytes[0] == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
                self.keep(bytes, self.limits.line, "a line of the stream")?;
                break;
            };
            self.keep(&bytes[..end], self.limits.line, "a line of the stream")?;
            self.after_cr = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            alive = true;
            let line = std::mem::take(&mut self.buffer);
            self.line(&line, out)?;
        }
        if alive {
            self.since_progress = 0;
        }
        Ok(alive)
    }

    /// The stream ended cleanly. An event that was not ended by an empty line is dropped; a last JSON line may
    /// lack its line end, if it is whole.
    pub fn end(&mut self, out: &mut Vec<Frame>) {
        let rest = std::mem::take(&mut self.buffer);
        let text = String::from_utf8_lossy(&rest).into_owned();
        match self.framing {
            Framing::Document if !text.trim().is_empty() => out.push(Frame::Document(text.trim_start().to_owned())),
            Framing::Lines if serde_json::from_str::<serde_json::Value>(&text).is_ok() => {
                out.push(Frame::Event { name: None, data: text });
            }
            _ => {}
        }
    }

    /// Looks at the first byte that says something: JSON where events were expected is a document, whatever
    /// the header calls it.
    fn recognise(&mut self, bytes: &[u8]) {
        if let Some(byte) = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
            self.fresh = false;
            if self.framing == Framing::Events && matches!(byte, b'{' | b'[') {
                self.framing = Framing::Document;
            }
        }
    }

    fn keep(&mut self, bytes: &[u8], bound: usize, what: &str) -> Result<(), Failure> {
        if self.buffer.len() + bytes.len() > bound {
            self.buffer = Vec::new();
            return Err(Failure::new(Code::TooLarge, format!("{what} is longer than {bound} bytes")));
        }
        self.buffer.extend_from_slice(bytes);
        Ok(())
    }

    fn line(&mut self, line: &[u8], out: &mut Vec<Frame>) -> Result<(), Failure> {
        let text = String::from_utf8_lossy(line);
        if self.framing == Framing::Lines {
            if !text.trim().is_empty() {
                out.push(Frame::Event { name: None, data: text.into_owned() });
            }
            return Ok(());
        }
        if text.is_empty() {
            let name = self.name.take();
            if let Some(data) = self.data.take() {
                out.push(Frame::Event { name, data });
            }
            return Ok(());
        }
        let (field, value) = text.split_once(':').unwrap_or((&text, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => self.name = Some(value.to_owned()),
            "data" => match &mut self.data {
                Some(data) if data.len() + value.len() >= self.limits.event => {
                    let bound = self.limits.event;
                    return Err(Failure::new(Code::TooLarge, format!("an event is longer than {bound} bytes")));
                }
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            // Comments have an empty field; ids and retry times say nothing that is used here.
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "frame_tests.rs"]
mod tests;
