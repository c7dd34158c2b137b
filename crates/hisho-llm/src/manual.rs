//! Owns the provider without a model: a question waits until the person answers for the secretary.
//! Must not know how the person is asked; whoever holds the desk shows what waits.

use futures_util::future::{BoxFuture, FutureExt, ready};
use futures_util::stream::{self, BoxStream, StreamExt};
use tokio::sync::{mpsc, oneshot};

use crate::account::Wire;
use crate::answer::{Answer, Event, Finish};
use crate::call::{self, Stop};
use crate::chat::Chat;
use crate::failure::{Code, Failure};
use crate::provider::{Embedded, ModelInfo, Probe, Provider};

/// A question that waits for the person.
#[derive(Debug)]
pub struct Waiting {
    /// What is asked, with everything a model would have been told.
    pub chat: Chat,
    reply: oneshot::Sender<String>,
}

impl Waiting {
    /// Answers in the secretary's place. Dropping the question instead declines it. Returns whether somebody
    /// still waited.
    pub fn answer(self, text: impl Into<String>) -> bool {
        self.reply.send(text.into()).is_ok()
    }

    /// Whether the call was stopped meanwhile, so that an answer would reach nobody.
    pub fn is_moot(&self) -> bool {
        self.reply.is_closed()
    }
}

/// Where questions arrive, in the order they were asked.
pub type Desk = mpsc::UnboundedReceiver<Waiting>;

/// The provider without a model. It costs nothing and counts no tokens.
#[derive(Clone, Debug)]
pub struct Manual {
    desk: mpsc::UnboundedSender<Waiting>,
}

impl Manual {
    /// The provider, and the desk its questions arrive at.
    pub fn new() -> (Manual, Desk) {
        let (desk, questions) = mpsc::unbounded_channel();
        (Manual { desk }, questions)
    }
}

async fn spoken(desk: mpsc::UnboundedSender<Waiting>, chat: Chat, stop: Stop) -> Answer {
    let failed = |failure| Answer { error: Some(failure), ..Answer::default() };
    let (reply, answer) = oneshot::channel();
    let nobody = || failed(Failure::new(Code::Unreachable, "nobody answers at the desk"));
    if desk.send(Waiting { chat, reply }).is_err() {
        return nobody();
    }
    tokio::select! {
        biased;
        () = stop.stopped() => failed(Failure::new(Code::Stopped, "stopped by the person")),
        text = answer => match text {
            Ok(text) => Answer {
                text,
                finish: Some(Finish::Stop),
                finish_word: Some("spoken".into()),
                complete: true,
                ..Answer::default()
            },
            Err(_) => nobody(),
        },
    }
}

fn unsupported<T: Send + 'static>(what: &str) -> BoxFuture<'static, Result<T, Failure>> {
    ready(Err(Failure::new(Code::Unsupported, format!("without a model there are no {what}")))).boxed()
}

impl Provider for Manual {
    fn wire(&self) -> Wire {
        Wire::Manual
    }

    fn stream(&self, chat: Chat, stop: Stop) -> BoxStream<'static, Event> {
        let answer = spoken(self.desk.clone(), chat, stop);
        stream::once(answer)
            .flat_map(|answer| {
                let text = (!answer.text.is_empty()).then(|| Event::Text(answer.text.clone()));
                stream::iter(text.into_iter().chain([Event::Done(Box::new(answer))]))
            })
            .boxed()
    }

    fn answer(&self, chat: Chat, stop: Stop) -> BoxFuture<'static, Answer> {
        call::finished(self.stream(chat, stop)).boxed()
    }

    fn models(&self) -> BoxFuture<'_, Result<Vec<ModelInfo>, Failure>> {
        unsupported("models")
    }

    fn probe<'a>(&'a self, _model: Option<&'a str>) -> BoxFuture<'a, Result<Probe, Failure>> {
        ready(Ok(Probe { took: std::time::Duration::ZERO, models: None })).boxed()
    }

    fn embed<'a>(&'a self, _model: &'a str, _texts: &'a [String]) -> BoxFuture<'a, Result<Embedded, Failure>> {
        unsupported("embeddings")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_person_speaks_or_stops_or_is_away() {
        let (manual, mut desk) = Manual::new();
        let asked = tokio::spawn(manual.answer(Chat::ask("", "Shall we?"), Stop::default()));
        let waiting = desk.recv().await.unwrap();
        assert_eq!(waiting.chat.turns.len(), 1);
        assert!(waiting.answer("Yes."));
        let answer = asked.await.unwrap();
        assert!(answer.complete && answer.text == "Yes." && answer.usage.is_none());

        let stop = Stop::default();
        let asked = tokio::spawn(manual.answer(Chat::ask("", "And now?"), stop.clone()));
        let waiting = desk.recv().await.unwrap();
        stop.stop();
        assert_eq!(asked.await.unwrap().error.unwrap().code, Code::Stopped);
        assert!(waiting.is_moot() && !waiting.answer("too late"));

        drop(desk);
        let answer = manual.answer(Chat::ask("", "Anyone?"), Stop::default()).await;
        assert_eq!(answer.error.unwrap().code, Code::Unreachable);
    }
}
