//! What the marks of checkboxes mean in a vault, and what ticking adds.
//!
//! Owns the settings of the Tasks plugin that ticking goes by, with the plugin's own defaults where
//! there are none. Must not know files: it is given the text of the plugin's settings.

use serde_json::Value;

use super::fields::Form;

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Todo,
    InProgress,
    /// It waits for something, and is still to be done.
    OnHold,
    Done,
    Cancelled,
    /// It is no task's.
    Other,
}

/// A mark, and the one that follows when it is ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub mark: char,
    pub next: char,
    pub meaning: Meaning,
}

/// How tasks are ticked in a vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskStyle {
    /// How fields are written in a line that has none yet.
    pub form: Form,
    /// Whether a done task gets the day.
    pub set_done: bool,
    pub set_cancelled: bool,
    /// Whether the next occurrence of a recurring task gets the day it was made.
    pub set_created: bool,
    /// Whether the next occurrence stands below the task, and not above.
    pub next_below: bool,
    /// Whether the next occurrence loses its scheduled day where it has another.
    pub drop_scheduled: bool,
    /// Only lines that hold this are tasks; others get a new mark and nothing else.
    pub filter: String,
    statuses: Vec<Status>,
}

const DEFAULTS: [(char, char, Meaning); 5] = [
    (' ', 'x', Meaning::Todo),
    ('x', ' ', Meaning::Done),
    ('X', ' ', Meaning::Done),
    ('/', 'x', Meaning::InProgress),
    ('-', ' ', Meaning::Cancelled),
];

impl Default for TaskStyle {
    fn default() -> Self {
        Self {
            form: Form::Sign,
            set_done: true,
            set_cancelled: true,
            set_created: false,
            next_below: false,
            drop_scheduled: false,
            filter: String::new(),
            statuses: Vec::new(),
        }
    }
}

impl TaskStyle {
    /// Reads the plugin's settings file, `data.json`. What is not there or not understood is as in
    /// a vault without the plugin.
    pub fn read(json: &str) -> Self {
        let settings: Value = serde_json::from_str(json).unwrap_or_default();
        let default = Self::default();
        let flag = |name: &str, default: bool| settings[name].as_bool().unwrap_or(default);
        let listed = |name: &str| settings["statusSettings"][name].as_array().into_iter().flatten();
        Self {
            form: if settings["taskFormat"] == "dataview" { Form::Bracket } else { Form::Sign },
            set_done: flag("setDoneDate", default.set_done),
            set_cancelled: flag("setCancelledDate", default.set_cancelled),
            set_created: flag("setCreatedDate", default.set_created),
            next_below: flag("recurrenceOnNextLine", default.next_below),
            drop_scheduled: flag("removeScheduledDateOnRecurrence", default.drop_scheduled),
            filter: settings["globalFilter"].as_str().unwrap_or("").trim().to_owned(),
            statuses: listed("coreStatuses").chain(listed("customStatuses")).filter_map(status).collect(),
        }
    }

    /// What a mark stands for here. Of two entries for a mark the first counts; a mark that nobody
    /// named is an open task's, and done next.
    pub fn of(&self, mark: char) -> Status {
        let known = self.statuses.iter().find(|status| status.mark == mark).cloned();
        known.unwrap_or_else(|| {
            let default = DEFAULTS.iter().find(|(known, ..)| *known == mark);
            let (_, next, meaning) = default.copied().unwrap_or((mark, 'x', Meaning::Todo));
            Status { mark, next, meaning }
        })
    }

    /// Whether a task with this mark is still to be done.
    pub fn is_open(&self, mark: char) -> bool {
        matches!(self.of(mark).meaning, Meaning::Todo | Meaning::InProgress | Meaning::OnHold)
    }

    /// The mark of the next occurrence of a task that got `mark` by being done: the one after it,
    /// or the first one further on that is to be done now.
    pub(super) fn after_done(&self, mark: char) -> char {
        let mut following = Vec::new();
        let mut at = self.of(mark).next;
        while !following.contains(&at) {
            following.push(at);
            at = self.of(at).next;
        }
        let first = following[0];
        // One that waits would not come up again.
        if matches!(self.of(first).meaning, Meaning::Todo | Meaning::InProgress) {
            return first;
        }
        let of = |meaning| following.iter().copied().find(|mark| self.of(*mark).meaning == meaning);
        of(Meaning::Todo).or_else(|| of(Meaning::InProgress)).unwrap_or(' ')
    }
}

fn status(entry: &Value) -> Option<Status> {
    let one = |name: &str| {
        let mut chars = entry[name].as_str()?.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let meaning = match entry["type"].as_str()? {
        "TODO" => Meaning::Todo,
        "IN_PROGRESS" => Meaning::InProgress,
        "ON_HOLD" => Meaning::OnHold,
        "DONE" => Meaning::Done,
        "CANCELLED" => Meaning::Cancelled,
        _ => Meaning::Other,
    };
    Some(Status { mark: one("symbol")?, next: one("nextStatusSymbol")?, meaning })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_follow_one_another_as_the_settings_say() {
        let style = TaskStyle::read(
            r#"{"taskFormat": "dataview", "setDoneDate": false, "statusSettings": {"customStatuses": [
                {"symbol": "!", "nextStatusSymbol": "D", "type": "TODO"},
                {"symbol": "h", "nextStatusSymbol": "x", "type": "ON_HOLD"},
                {"symbol": "n", "nextStatusSymbol": "n", "type": "NON_TASK"},
                {"symbol": "D", "nextStatusSymbol": "!", "type": "DONE"},
                {"symbol": "long", "nextStatusSymbol": "x", "type": "TODO"}]}}"#,
        );
        assert_eq!((style.form, style.set_done, style.set_cancelled), (Form::Bracket, false, true));
        assert_eq!((style.of('!').next, style.of('D').meaning), ('D', Meaning::Done));
        assert_eq!(style.after_done('D'), '!');
        assert_eq!(
            ["!", "h", "n", "D"].map(|mark| style.is_open(mark.chars().next().unwrap())),
            [true, true, false, false]
        );
        assert_eq!((style.of(' ').next, style.of('/').next, style.of('-').next), ('x', 'x', ' '));
    }

    #[test]
    fn broken_settings_are_the_plugin_s_own() {
        for text in ["", "{", "[]", "{\"statusSettings\": 3}"] {
            assert_eq!(TaskStyle::read(text), TaskStyle::default());
        }
        assert_eq!(TaskStyle::default().of('?'), Status { mark: '?', next: 'x', meaning: Meaning::Todo });
        assert_eq!(TaskStyle::default().after_done('x'), ' ');
    }
}
