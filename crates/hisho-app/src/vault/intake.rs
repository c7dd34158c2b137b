//! Taking many files into the index: a few threads read and take them apart while one writes.
//! Nothing waits in memory but what is being worked on, however large the vault. First comes what
//! makes a note browsable, then its full text. Must not know which files are due, nor why.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

use hisho_domain::note::{NoteKind, Problem};
use hisho_domain::{Actor, Result};
use hisho_store::notes::{self, Indexed, Known, Textless};
use hisho_store::search::{Builder, Segment, Tokens};
use hisho_store::{Store, Write};
use hisho_vault::read::{ReadError, Reader};
use hisho_vault::scan::Found;
use hisho_vault::tasks::status::TaskStyle;

use super::entry::{self, Words};
use super::title;

/// Files a thread takes at a time.
const CHUNK: usize = 32;
/// Notes that are written in one transaction.
const BATCH: usize = 2048;
/// So many files, and so many bytes, go in one by one with their full text in one transaction.
const FEW: usize = 64;
const SMALL: u64 = 4 << 20;
/// A thread ends a piece of the full text at this size, in bytes of memory.
const PIECE: usize = 20 << 20;

/// A file to be read.
pub(super) struct Due<'a> {
    pub(super) kind: NoteKind,
    pub(super) file: &'a Found,
    /// What the index knows of it.
    pub(super) known: Option<&'a Known>,
}

/// What became of one file.
enum Outcome {
    /// The bytes changed, or are new.
    Note {
        note: Box<Indexed>,
        words: Words,
        tokens: Option<Box<Tokens>>,
        is_new: bool,
    },
    /// Only the time did.
    Same {
        path: String,
        modified_ns: i64,
    },
    /// Nothing did.
    Unchanged,
    Unread(Problem),
}

/// What was taken in.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) added: usize,
    pub(super) changed: usize,
    /// Bytes that were read.
    pub(super) bytes: u64,
    /// Paths of what is new or changed.
    pub(super) touched: Vec<String>,
    pub(super) problems: Vec<Problem>,
    /// The full text of some is still to come.
    pub(super) textless: bool,
    /// What the notes are found by whose full text is still to come, by path.
    pub(super) words: HashMap<String, String>,
}

/// The time as the index keeps it; times beyond the year 2262 are equal to one another.
pub(super) fn nanos(file: &Found) -> i64 {
    i64::try_from(file.modified_ns).unwrap_or(i64::MAX)
}

/// Half of the processors read and take apart, two at the least: the other half is the person's.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(2, |all| (all.get() / 2).max(2))
}

/// One vault being taken in.
pub(super) struct Intake<'a> {
    pub(super) store: &'a Store,
    pub(super) vault: i64,
    pub(super) reader: Reader,
    /// Which checkboxes are open.
    pub(super) style: TaskStyle,
    pub(super) stopping: &'a AtomicBool,
    /// Refuses a transaction that must not be any more.
    pub(super) allow: fn(&Write<'_>, i64) -> hisho_store::Result<()>,
}

impl Intake<'_> {
    /// Takes in what these files are called, hold and link to; a few of them with their full text.
    /// Ends early when it is to stop.
    pub(super) fn take(&self, due: &[Due<'_>]) -> Result<Taken> {
        let mut taken = Taken::default();
        let few = due.len() <= FEW && due.iter().map(|due| due.file.size).sum::<u64>() <= SMALL;
        let mut waiting = Vec::new();
        self.spread(
            due.len(),
            |at, out: &mut Vec<Outcome>| out.push(self.soundly(&due[at], few)),
            |outcomes| {
                waiting.extend(outcomes);
                if waiting.len() >= BATCH { self.put(std::mem::take(&mut waiting), &mut taken) } else { Ok(()) }
            },
        )?;
        self.put(waiting, &mut taken)?;
        Ok(taken)
    }

    /// Does `work` for every number below `count` on a few threads, some at a time, and gives what
    /// comes out to `receive` on this one. Ends early on an error, or when it is to stop.
    fn spread<T: Send>(
        &self,
        count: usize,
        work: impl Fn(usize, &mut Vec<T>) + Sync,
        mut receive: impl FnMut(Vec<T>) -> Result<()>,
    ) -> Result<()> {
        let next = AtomicUsize::new(0);
        // As much may wait as is written at once, so that nobody stands still while that is done.
        let (give, inbox) = sync_channel::<Vec<T>>(BATCH / CHUNK);
        std::thread::scope(|scope| {
            for _ in 0..threads().min(count.div_ceil(CHUNK)) {
                let give = give.clone();
                scope.spawn(|| {
                    let give = give;
                    while let Some(chunk) = self.chunk(&next, count) {
                        let mut out = Vec::with_capacity(chunk.len());
                        chunk.for_each(|at| work(at, &mut out));
                        if give.send(out).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(give);
            // Who has given up no longer receives, and the threads end.
            let inbox = inbox;
            inbox.iter().try_for_each(&mut receive)
        })
    }

    /// The next numbers to work on.
    fn chunk(&self, next: &AtomicUsize, count: usize) -> Option<std::ops::Range<usize>> {
        let from = next.fetch_add(CHUNK, Ordering::Relaxed);
        (from < count && !self.stopping.load(Ordering::Relaxed)).then(|| from..(from + CHUNK).min(count))
    }

    /// One note that trips over a bug of ours does not keep the others out.
    fn soundly(&self, due: &Due<'_>, few: bool) -> Outcome {
        catch_unwind(AssertUnwindSafe(|| self.read(due, few)))
            .unwrap_or_else(|_| Outcome::Unread(Problem { path: due.file.path.clone(), reason: "internal".into() }))
    }

    fn read(&self, due: &Due<'_>, few: bool) -> Outcome {
        let (path, modified_ns) = (&due.file.path, nanos(due.file));
        let read = match self.reader.text(path) {
            Ok(read) => read,
            // It went between the look and the reading; the next look will see it gone.
            Err(ReadError::Missing(path)) => return Outcome::Unread(Problem { path, reason: "missing".into() }),
            Err(error) => return Outcome::Unread(Problem { path: path.clone(), reason: error.said() }),
        };
        if let Some(known) = due.known.filter(|known| known.hash == read.hash) {
            if known.modified_ns == modified_ns {
                return Outcome::Unchanged;
            }
            return Outcome::Same { path: path.clone(), modified_ns };
        }
        // The size that was read, not the one that was listed: it may have grown between.
        let known = Known { size: read.size as i64, modified_ns, hash: read.hash };
        let (note, words) = entry::entry(due.kind, path, known, &read.text, &self.style);
        let tokens = few.then(|| {
            let body = words.body.as_deref().unwrap_or(&read.text);
            Box::new(Tokens::new(&note.title, &words.extra, body))
        });
        Outcome::Note { note: Box::new(note), words, tokens, is_new: due.known.is_none() }
    }

    fn put(&self, outcomes: Vec<Outcome>, taken: &mut Taken) -> Result<()> {
        let (mut puts, mut times) = (Vec::new(), Vec::new());
        for outcome in outcomes {
            match outcome {
                Outcome::Note { note, words, tokens, is_new } => {
                    *if is_new { &mut taken.added } else { &mut taken.changed } += 1;
                    taken.bytes += note.known.size as u64;
                    taken.touched.push(note.path.clone());
                    taken.textless |= tokens.is_none();
                    if tokens.is_none() && words.body.is_none() {
                        taken.words.insert(note.path.clone(), words.extra);
                    }
                    puts.push((note, tokens));
                }
                Outcome::Same { path, modified_ns } => times.push((path, modified_ns)),
                Outcome::Unchanged => {}
                Outcome::Unread(problem) => taken.problems.push(problem),
            }
        }
        if puts.is_empty() && times.is_empty() {
            return Ok(());
        }
        let (vault, allow) = (self.vault, self.allow);
        self.store.write_blocking(Actor::system(), move |write| {
            allow(write, vault)?;
            for (note, tokens) in &puts {
                let row = notes::put(write, vault, note)?;
                if let Some(tokens) = tokens {
                    notes::put_text(write, row, tokens)?;
                }
            }
            times.iter().try_for_each(|(path, time)| notes::touch(write, vault, path, *time))
        })
    }

    /// Puts in the full text of the notes that have none yet. `words` are those that are known
    /// already, by path. Ends early when it is to stop: what is there by then need not be done again.
    pub(super) fn take_texts(&self, words: &HashMap<String, String>) -> Result<()> {
        let vault = self.vault;
        let textless = self.store.read_blocking(move |connection| notes::without_text(connection, vault))?;
        if textless.is_empty() {
            return Ok(());
        }
        let next = AtomicUsize::new(0);
        let (give, inbox) = sync_channel::<Segment>(0);
        let threads = threads().min(textless.len().div_ceil(CHUNK));
        std::thread::scope(|scope| {
            for nth in 1..=threads {
                let (give, textless, next) = (give.clone(), &textless, &next);
                // The first pieces are of different sizes, so that they are not finished together
                // and one thread waits for the writer while it writes the other's.
                scope.spawn(move || self.build(textless, words, next, PIECE * nth / threads, &give));
            }
            drop(give);
            let inbox = inbox;
            inbox.iter().try_for_each(|segment| self.store.put_segment(segment))
        })?;
        self.store.checkpoint()
    }

    /// Makes pieces of the full text until none is left to do, the first of this size.
    fn build(
        &self,
        textless: &[Textless],
        words: &HashMap<String, String>,
        next: &AtomicUsize,
        mut size: usize,
        give: &SyncSender<Segment>,
    ) {
        let mut builder = Builder::default();
        while let Some(chunk) = self.chunk(next, textless.len()) {
            for note in &textless[chunk] {
                let added = catch_unwind(AssertUnwindSafe(|| self.add(&mut builder, note, words)));
                if added.is_err() {
                    tracing::error!("the full text of {} cannot be taken in", note.path);
                }
                if builder.size() >= size {
                    size = PIECE;
                    if give.send(std::mem::take(&mut builder).finish()).is_err() {
                        return;
                    }
                }
            }
        }
        if !builder.is_empty() {
            // Nobody receives after an error.
            let _ = give.send(builder.finish());
        }
    }

    /// What changed since it was taken in is left for the next look, which sees that it did.
    fn add(&self, builder: &mut Builder, note: &Textless, words: &HashMap<String, String>) {
        let Ok(read) = self.reader.text(&note.path) else { return };
        if read.hash != note.hash {
            return;
        }
        let title = title(&note.path);
        match words.get(&note.path) {
            Some(extra) => builder.add(note.id, title, extra, &read.text),
            None => {
                let words = entry::words(note.kind, &read.text);
                builder.add(note.id, title, &words.extra, words.body.as_deref().unwrap_or(&read.text));
            }
        }
    }
}
