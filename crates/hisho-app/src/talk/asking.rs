//! Asking a model for a text that somebody waits for: what comes is announced as it comes and kept
//! now and then, and it is asked again with less where it says that something was too much.
//! Must not know what is asked, nor what the text is used for.

use std::future::Future;
use std::time::Duration;

use hisho_domain::Result;
use hisho_domain::talk::{RunStatus, TalkMoment};
use hisho_llm::{Answer, Chat, Code, Failure, Finish, Part, Stop, Turn};
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::models::accounts::Line;
use crate::models::calls::Asker;
use crate::models::{Models, unanswered};

/// What comes is announced together so often: once for each picture on the screen.
pub(crate) const FRAME: Duration = Duration::from_millis(16);
/// What comes is kept so often, for when this process is killed.
const KEPT: Duration = Duration::from_secs(1);
/// Tokens that models on this machine, and others, are taken to read at once until they say otherwise.
const LOCAL_WINDOW: u64 = 8_192;
const REMOTE_WINDOW: u64 = 64_000;

/// What a question has to keep to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// Tokens that the model reads at once, the answer included.
    pub(crate) window: u64,
    /// It takes a temperature.
    pub(crate) with_temperature: bool,
    /// It takes pictures.
    pub(crate) with_pictures: bool,
}

impl Terms {
    /// What is taken of a model until it says otherwise.
    pub(crate) fn at_first(is_local: bool) -> Terms {
        let window = if is_local { LOCAL_WINDOW } else { REMOTE_WINDOW };
        Terms { window, with_temperature: true, with_pictures: true }
    }
}

/// A question, and where what comes of it goes.
pub(crate) trait Question: Sync {
    /// What is told within these terms; kept as it will be sent.
    fn told(&self, terms: Terms) -> impl Future<Output = Result<Chat>> + Send;
    /// For whom the model is asked.
    fn asker(&self) -> Asker;
    /// Announces what happened.
    fn announce(&self, moment: TalkMoment);
    /// Keeps what has come so far.
    fn keep(&self, text: &str) -> impl Future<Output = Result<()>> + Send;
}

/// Asks, again with less where the model says that it was too much.
pub(crate) async fn ask(models: &Models, line: &Line, question: &impl Question, stop: &Stop) -> Result<Answer> {
    let mut terms = Terms::at_first(line.remote.account().is_local());
    let mut fitted = false;
    loop {
        let mut chat = question.told(terms).await?;
        chat.context = u32::try_from(terms.window).ok();
        let chat_has_pictures = has_pictures(&chat);
        let (told, coming) = mpsc::unbounded_channel();
        let asked = models.ask(line, question.asker(), chat, stop.clone(), told);
        let (answer, ()) = tokio::join!(asked, deliver(question, coming));
        let answer = answer?;
        let Some(failure) = answer.error.as_ref().filter(|_| answer.text.is_empty()) else { return Ok(answer) };
        match failure.overflow {
            // What is counted here is an estimate, so that some room is left.
            Some((_, takes)) if failure.code == Code::ContextOverflow && !fitted && takes < terms.window => {
                (terms.window, fitted) = (takes - takes / 4, true);
            }
            // Some models know one temperature only and refuse to hear of it.
            _ if terms.with_temperature && refuses(failure, "temperature") => terms.with_temperature = false,
            // Others see nothing; then the names of the pictures have to do.
            _ if terms.with_pictures && chat_has_pictures && refuses(failure, "image") => terms.with_pictures = false,
            _ => return Ok(answer),
        }
    }
}

/// Announces what comes, a frame's worth at a time, and keeps it now and then.
async fn deliver(question: &impl Question, mut coming: mpsc::UnboundedReceiver<hisho_llm::Event>) {
    let (mut whole, mut waiting, mut from) = (String::new(), String::new(), 0u64);
    let (mut due, mut kept) = (Instant::now(), Instant::now());
    loop {
        let event = tokio::select! {
            biased;
            () = tokio::time::sleep_until(due), if !waiting.is_empty() => None,
            event = coming.recv() => match event {
                Some(event) => Some(event),
                None if waiting.is_empty() => return,
                None => None,
            },
        };
        match event {
            Some(hisho_llm::Event::Text(text) | hisho_llm::Event::Refusal(text)) => {
                if waiting.is_empty() {
                    due = Instant::now() + FRAME;
                }
                waiting.push_str(&text);
            }
            Some(hisho_llm::Event::Retrying { wait, .. }) => {
                let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
                question.announce(TalkMoment::Retrying { wait_ms });
            }
            Some(_) => {}
            None => {
                let text = std::mem::take(&mut waiting);
                whole.push_str(&text);
                let next = from + text.encode_utf16().count() as u64;
                question.announce(TalkMoment::Delta { from, text });
                from = next;
                if kept.elapsed() >= KEPT {
                    kept = Instant::now();
                    if let Err(error) = question.keep(&whole).await {
                        tracing::warn!("keeping what came of an answer: {error}");
                    }
                }
            }
        }
    }
}

/// How an answer ended, and what there is of it.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    pub(crate) status: RunStatus,
    pub(crate) text: String,
    /// It was not said to its end.
    pub(crate) is_partial: bool,
    pub(crate) error: Option<hisho_domain::Error>,
}

impl Ended {
    /// Of at most so many characters.
    pub(crate) fn of(answer: Answer, limit: usize) -> Ended {
        let said = if answer.text.trim().is_empty() { answer.refusal.unwrap_or_default() } else { answer.text };
        let (text, cut) = match said.char_indices().nth(limit) {
            Some((at, _)) => (said[..at].to_owned(), true),
            None => (said, false),
        };
        let error = match &answer.error {
            None if text.trim().is_empty() => {
                Some(unanswered(&Failure::new(Code::Incomplete, "the answer has no words")))
            }
            None => None,
            Some(failure) if failure.code == Code::Stopped => None,
            Some(failure) => Some(unanswered(failure)),
        };
        let stopped = answer.error.as_ref().is_some_and(|failure| failure.code == Code::Stopped);
        let is_partial = cut || stopped || error.is_some() || answer.finish == Some(Finish::Length);
        let status = match (&error, stopped) {
            (Some(_), _) => RunStatus::Failed,
            (None, true) => RunStatus::Cancelled,
            (None, false) => RunStatus::Completed,
        };
        Ended { status, text, is_partial, error }
    }
}

/// Whether a service says that it will not hear of such a thing.
pub(crate) fn refuses(failure: &Failure, thing: &str) -> bool {
    matches!(failure.code, Code::BadRequest | Code::ServiceFailed | Code::Unsupported)
        && failure.message.to_lowercase().contains(thing)
}

fn has_pictures(chat: &Chat) -> bool {
    let shown =
        |turn: &Turn| matches!(turn, Turn::Said(parts) if parts.iter().any(|part| matches!(part, Part::Image(_))));
    chat.turns.iter().any(shown)
}
