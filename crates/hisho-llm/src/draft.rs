//! Owns an answer in the making: what the decoders add up, and the events that tell of it.
//! Must not know any wire or the network.

use crate::answer::{Answer, Event, Finish, ToolCall};
use crate::usage::{Usage, estimate_tokens};

/// The most calls, and blocks of content, that one answer may have. They are searched for by every fragment.
pub(crate) const PARTS: usize = 1_000;

/// An answer in the making.
#[derive(Default)]
pub(crate) struct Draft {
    pub answer: Answer,
    /// Whether the protocol's own end was seen.
    pub ended: bool,
    /// Whether there are more parts than any answer has, so that reading on is pointless.
    pub overfull: bool,
    /// Whether anything of this protocol was recognised.
    pub known: bool,
    events: Vec<Event>,
    began: bool,
    /// Whether a token was given out; from then on nothing is asked again.
    touched: bool,
    /// By what the wire tells its calls apart, in the order of `answer.calls`.
    slots: Vec<String>,
}

impl Draft {
    /// The service began to answer; said once, later words only fill what is missing.
    pub fn began(&mut self, id: Option<&str>, model: Option<&str>) {
        self.known = true;
        let filled = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
        self.answer.id = self.answer.id.take().or(filled(id));
        self.answer.model = self.answer.model.take().or(filled(model));
        if !self.began {
            self.began = true;
            self.events.push(Event::Began { model: self.answer.model.clone() });
        }
    }

    pub fn text(&mut self, more: &str) {
        if !more.is_empty() {
            self.touched = true;
            self.answer.text.push_str(more);
            self.events.push(Event::Text(more.to_owned()));
        }
    }

    pub fn reasoning(&mut self, more: &str) {
        if !more.is_empty() {
            self.touched = true;
            self.answer.reasoning.push_str(more);
            self.events.push(Event::Reasoning(more.to_owned()));
        }
    }

    pub fn refusal(&mut self, more: &str) {
        if !more.is_empty() {
            self.touched = true;
            self.answer.refusal.get_or_insert_default().push_str(more);
            self.events.push(Event::Refusal(more.to_owned()));
        }
    }

    /// The call that the wire knows by `slot`, begun if it is new. Returns its index in the answer.
    pub fn call(&mut self, slot: &str, id: &str, name: &str) -> usize {
        if let Some(index) = self.slots.iter().position(|known| known == slot) {
            let call = &mut self.answer.calls[index];
            if call.id.is_empty() {
                call.id = id.to_owned();
            }
            if call.name.is_empty() && !name.is_empty() {
                call.name = name.to_owned();
                self.events.push(Event::CallBegan { index, name: name.to_owned() });
            }
            return index;
        }
        let index = self.slots.len();
        self.overfull |= index >= PARTS;
        self.touched = true;
        self.slots.push(slot.to_owned());
        self.answer.calls.push(ToolCall { id: id.to_owned(), name: name.to_owned(), arguments: String::new() });
        if !name.is_empty() {
            self.events.push(Event::CallBegan { index, name: name.to_owned() });
        }
        index
    }

    /// The index of the call known by `slot`, if it began.
    pub fn slot(&self, slot: &str) -> Option<usize> {
        self.slots.iter().position(|known| known == slot)
    }

    /// More of a call's arguments.
    pub fn arguments(&mut self, index: usize, fragment: &str) {
        if let Some(call) = self.answer.calls.get_mut(index).filter(|_| !fragment.is_empty()) {
            call.arguments.push_str(fragment);
            self.events.push(Event::CallArguments { index, fragment: fragment.to_owned() });
        }
    }

    /// A call's arguments as the service sums them up; what was not yet told is told.
    pub fn whole_arguments(&mut self, index: usize, whole: &str) {
        let Some(call) = self.answer.calls.get(index) else { return };
        match whole.strip_prefix(call.arguments.as_str()).map(str::to_owned) {
            Some(rest) => self.arguments(index, &rest),
            None => self.answer.calls[index].arguments = whole.to_owned(),
        }
    }

    pub fn finish(&mut self, finish: Finish, word: &str) {
        self.known = true;
        self.answer.finish = Some(finish);
        self.answer.finish_word = Some(word.to_owned());
    }

    pub fn usage(&mut self, usage: Usage) {
        self.answer.usage = Some(usage);
    }

    /// Whether a token was given out.
    pub fn touched(&self) -> bool {
        self.touched
    }

    /// Gives out the events since the last time.
    pub fn drain(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Puts an estimate where the service gave no count.
    pub fn estimate(&mut self, sent: u64) {
        let answer = &mut self.answer;
        let seen = answer.usage.take();
        let arguments: u64 = answer.calls.iter().map(|call| estimate_tokens(&call.arguments)).sum();
        let received = estimate_tokens(&answer.text)
            + estimate_tokens(&answer.reasoning)
            + answer.refusal.as_deref().map_or(0, estimate_tokens)
            + arguments;
        // A snapshot that came before the break is a floor: the input in it is counted, the output is not yet.
        let mut usage = seen.unwrap_or(Usage { input: sent, ..Usage::default() });
        usage.output = usage.output.max(received);
        usage.estimated = true;
        answer.usage = Some(usage);
    }
}
