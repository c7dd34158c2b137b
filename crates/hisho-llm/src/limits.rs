//! Owns how much of a service's output is taken, and how long it is waited for.
//! Must not know what the output means.

use std::time::Duration;

/// Bounds on what a service may send, in bytes. What goes over them ends the call as `too_large`.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// One line of a stream.
    pub line: usize,
    /// One event of a stream, and an answer that comes in one piece.
    pub event: usize,
    /// A whole stream.
    pub total: usize,
    /// How much of the body of an error is read; the rest is not.
    pub error: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        // The last event of the Responses wire repeats the whole answer in one line.
        Limits { line: 8 << 20, event: 16 << 20, total: 64 << 20, error: 64 << 10 }
    }
}

/// How long a service is waited for. A whole answer has no time limit: only silence has.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Until a connection stands.
    pub connect: Duration,
    /// From the request to the first byte of the answer: a local model may have to be loaded first.
    pub first: Duration,
    /// Between two signs of life. A sign is a whole line (a ping or a comment too) or 4 KiB; a byte now and
    /// then is none.
    pub idle: Duration,
    /// How often the same request is sent in all.
    pub tries: u32,
    /// The wait before the second try where the service names none; it doubles from try to try.
    pub pause: Duration,
    /// The longest wait that is sat out; if the service asks for more, the person is told.
    pub longest_pause: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience {
            connect: Duration::from_secs(15),
            first: Duration::from_secs(600),
            // A model may think for minutes between two events.
            idle: Duration::from_secs(300),
            tries: 3,
            pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(60),
        }
    }
}
