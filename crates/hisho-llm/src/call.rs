//! Owns one call from the first try to the last event: sending, retries, idle time, stopping, and keeping what
//! came. Must not know any wire; a decoder reads the frames.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt};
use reqwest::Response;
use serde_json::Value;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::answer::{Answer, Event};
use crate::chat::Chat;
use crate::draft::{Draft, PARTS};
use crate::failure::{Code, Failure};
use crate::fault;
use crate::frame::{Frame, Framer, Framing};
use crate::http::{Line, silent};
use crate::retry;
use crate::wire::{self, Decoder};

/// The means to stop a call from outside. Clones stop the same calls.
#[derive(Clone, Debug)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Default for Stop {
    fn default() -> Stop {
        Stop(Arc::new(watch::Sender::new(false)))
    }
}

impl Stop {
    /// Stops every call that was given this. The socket is closed, so that the service stops too.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Returns once it was stopped.
    pub async fn stopped(&self) {
        let mut heard = self.0.subscribe();
        // The sender lives as long as `self`, so that waiting ends only by the word.
        let _ = heard.wait_for(|stopped| *stopped).await;
    }
}

/// Where a call stands.
enum State {
    Sending,
    Pausing(Duration),
    Reading(Box<Reading>),
    Over,
}

struct Reading {
    response: Response,
    framer: Framer,
    deadline: Instant,
    wait: Duration,
    total: usize,
}

struct Call {
    line: Arc<Line>,
    chat: Chat,
    stop: Stop,
    streamed: bool,
    body: Vec<u8>,
    tries: u32,
    state: State,
    decoder: Box<dyn Decoder>,
    draft: Draft,
    events: VecDeque<Event>,
}

/// The events of one call; the last is `Done`. Dropping it closes the socket.
pub(crate) fn events(line: Arc<Line>, chat: Chat, streamed: bool, stop: Stop) -> BoxStream<'static, Event> {
    let wire = line.account.wire();
    let body = wire::body(&line.account, &chat, streamed).to_string().into_bytes();
    let call = Call {
        decoder: wire::decoder(wire),
        line,
        chat,
        stop,
        streamed,
        body,
        tries: 0,
        state: State::Sending,
        draft: Draft::default(),
        events: VecDeque::new(),
    };
    stream::unfold(call, |mut call| async { call.next().await.map(|event| (event, call)) }).boxed()
}

impl Call {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Some(event);
            }
            if matches!(self.state, State::Over) {
                return None;
            }
            let stop = self.stop.clone();
            tokio::select! {
                biased;
                () = stop.stopped() => {
                    let stopped = Failure::new(Code::Stopped, "stopped by the person");
                    let sent = self.tries > 0 && !matches!(self.state, State::Pausing(_));
                    self.over(Some(stopped), sent);
                }
                () = self.step() => {}
            }
        }
    }

    /// One step. Its parts that wait leave `self` as it was, so that a stop in between loses nothing.
    async fn step(&mut self) {
        match &mut self.state {
            State::Pausing(wait) => {
                tokio::time::sleep(*wait).await;
                self.state = State::Sending;
            }
            State::Sending => {
                self.tries += 1;
                let url = wire::address(&self.line.account, &self.chat, self.streamed);
                match self.line.send(url, Some(self.body.clone()), self.streamed).await {
                    Ok(response) => {
                        let framing =
                            if self.streamed { wire::framing(self.line.account.wire()) } else { Framing::Document };
                        let wait = self.line.network.patience.first;
                        let framer = Framer::new(framing, self.line.network.limits);
                        let deadline = Instant::now() + wait;
                        self.state = State::Reading(Box::new(Reading { response, framer, deadline, wait, total: 0 }));
                    }
                    // Refused is not charged; what broke after it was sent may be.
                    Err(failure) => {
                        let sent = matches!(failure.code, Code::Broken | Code::Silent);
                        self.failed(failure, sent);
                    }
                }
            }
            State::Reading(reading) => {
                let chunk = tokio::time::timeout_at(reading.deadline, reading.response.chunk()).await;
                let read = match chunk {
                    Err(_) => Err(silent("nothing came", reading.wait)),
                    Ok(Err(error)) => Err(self.line.broken(&error)),
                    Ok(Ok(bytes)) => self.take(bytes.as_deref()),
                };
                self.events.extend(self.draft.drain());
                match read {
                    Ok(true) => self.ended(),
                    Ok(false) => {}
                    Err(failure) => self.failed(failure, true),
                }
            }
            State::Over => {}
        }
    }

    /// Takes bytes, or the clean end of the body. Returns whether the answer is over.
    fn take(&mut self, bytes: Option<&[u8]>) -> Result<bool, Failure> {
        let State::Reading(reading) = &mut self.state else { return Ok(true) };
        let patience = &self.line.network.patience;
        let mut frames = Vec::new();
        let pushed = match bytes {
            Some(bytes) => {
                reading.total += bytes.len();
                if reading.total > self.line.network.limits.total {
                    let bound = self.line.network.limits.total;
                    return Err(Failure::new(Code::TooLarge, format!("the stream is longer than {bound} bytes")));
                }
                reading.framer.push(bytes, &mut frames)
            }
            None => {
                reading.framer.end(&mut frames);
                Ok(false)
            }
        };
        if matches!(pushed, Ok(true)) {
            reading.wait = if self.streamed { patience.idle } else { patience.first };
            reading.deadline = Instant::now() + reading.wait;
        }
        for frame in frames {
            match frame {
                Frame::Event { name, data } => self.decoder.frame(name.as_deref(), &data, &mut self.draft)?,
                Frame::Document(text) => document(&text, self.decoder.as_mut(), &mut self.draft)?,
            }
            if self.draft.overfull {
                return Err(Failure::new(Code::TooLarge, format!("the answer has more than {PARTS} parts")));
            }
            if self.draft.ended {
                return Ok(true);
            }
        }
        pushed?;
        Ok(bytes.is_none())
    }

    /// The body ended, or the protocol said that it is over.
    fn ended(&mut self) {
        self.decoder.close(&mut self.draft);
        if self.draft.ended {
            return self.over(None, true);
        }
        let failure = if self.draft.known {
            Failure::new(Code::Incomplete, "the stream ended before the end of the answer")
        } else {
            Failure::garbage(format!("this is not the {} protocol", self.line.account.wire().name()))
        };
        self.failed(failure, true);
    }

    fn failed(&mut self, failure: Failure, answering: bool) {
        let failure = self.line.clean(failure);
        let wait = retry::wait(&failure, self.tries + 1, &self.line.network.patience);
        if let Some(wait) = wait.filter(|_| !self.draft.touched()) {
            self.draft = Draft::default();
            self.decoder = wire::decoder(self.line.account.wire());
            self.events.push_back(Event::Retrying { wait, failure });
            self.state = State::Pausing(wait);
            return;
        }
        self.over(Some(failure), answering);
    }

    /// Ends the call. `charged` says whether the service may have begun to work, so that a missing count is
    /// estimated rather than left out.
    fn over(&mut self, failure: Option<Failure>, charged: bool) {
        // Closes the socket.
        self.state = State::Over;
        self.events.extend(self.draft.drain());
        self.decoder.close(&mut self.draft);
        let counted = self.draft.answer.usage.is_some() && self.draft.ended;
        if charged && !counted {
            self.draft.estimate(self.chat.estimate());
        }
        let mut answer = std::mem::take(&mut self.draft.answer);
        wire::remark(self.line.account.wire(), &self.chat, &mut answer);
        if let Some(replay) = &mut answer.replay {
            replay.model.clone_from(&self.chat.model);
        }
        answer.complete = failure.is_none();
        answer.error = failure;
        self.events.push_back(Event::Done(Box::new(answer)));
    }
}

/// A whole answer, or an error, in one piece.
fn document(text: &str, decoder: &mut dyn Decoder, draft: &mut Draft) -> Result<(), Failure> {
    let value: Value = wire::json(text)?;
    // Gemini without its server-sent events sends an array of what would have been events.
    for value in if let Value::Array(all) = value { all } else { vec![value] } {
        if let Some(failure) = fault::of_value(&value) {
            return Err(failure);
        }
        decoder.whole(value, draft)?;
    }
    Ok(())
}

/// Runs events to their end and gives the answer.
pub(crate) async fn finished(mut events: BoxStream<'static, Event>) -> Answer {
    while let Some(event) = events.next().await {
        if let Event::Done(answer) = event {
            return *answer;
        }
    }
    Answer { error: Some(Failure::new(Code::Incomplete, "the call ended without an answer")), ..Answer::default() }
}
