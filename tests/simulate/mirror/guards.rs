//! Everything that keeps a note from being lost, by name, so that one can be taken away.

use hisho_vault::mirror::Guards;

/// The planner's rules, and what the gate does.
#[derive(Clone, Copy)]
pub struct Held {
    pub rules: Guards,
    /// Nothing is written where something else than expected is.
    pub expects: bool,
    /// What was displaced is looked at once more.
    pub looks_back: bool,
    /// A text is written beside the note first.
    pub beside: bool,
}

impl Default for Held {
    fn default() -> Self {
        Held { rules: Guards::default(), expects: true, looks_back: true, beside: true }
    }
}

type Off = fn(&mut Held);

/// Every guard with its name, and how it is taken away.
pub const ALL: [(&str, Off); 18] = [
    ("root", |held| held.rules.root = false),
    ("folders", |held| held.rules.folders = false),
    ("two looks", |held| held.rules.two_looks = false),
    ("mass", |held| held.rules.mass = false),
    ("suspect", |held| held.rules.suspect = false),
    ("placeholders", |held| held.rules.placeholders = false),
    ("doubles", |held| held.rules.doubles = false),
    ("identity", |held| held.rules.identity = false),
    ("file ids", |held| held.rules.file_ids = false),
    ("quiet", |held| held.rules.quiet = false),
    ("read only", |held| held.rules.read_only = false),
    ("keep", |held| held.rules.keep = false),
    ("intent", |held| held.rules.intent = false),
    ("agreement", |held| held.rules.agreement = false),
    ("decisions", |held| held.rules.decisions = false),
    ("expects", |held| held.expects = false),
    ("looks back", |held| held.looks_back = false),
    ("beside", |held| held.beside = false),
];
