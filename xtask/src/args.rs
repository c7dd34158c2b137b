//! The words after a command.
//!
//! Owns: taking options out one by one and refusing what is left. Must not know: which
//! options a command has.

use crate::Outcome;

/// The words not yet taken, in order.
pub struct Args(Vec<String>);

impl Args {
    pub fn new(words: Vec<String>) -> Args {
        Args(words)
    }

    /// Takes `--name` out; true when it was there.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() < before
    }

    /// Takes `--name VALUE` or `--name=VALUE` out.
    ///
    /// Errors when the name is there without a value.
    pub fn value(&mut self, name: &str) -> Outcome<Option<String>> {
        match self.optional_value(name) {
            Some(None) => Err(format!("`{name}` needs a value")),
            found => Ok(found.flatten()),
        }
    }

    /// Takes `--name [VALUE]` out: `None` when it is not there, `Some(None)` when it is
    /// there alone.
    pub fn optional_value(&mut self, name: &str) -> Option<Option<String>> {
        let at = self
            .0
            .iter()
            .position(|word| word.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('=')))?;
        let word = self.0.remove(at);
        if let Some((_, value)) = word.split_once('=') {
            return Some(Some(value.to_owned()));
        }
        let follows = self.0.get(at).is_some_and(|next| !next.starts_with("--"));
        Some(follows.then(|| self.0.remove(at)))
    }

    /// The plain words that are left.
    ///
    /// Errors on an option that nobody took.
    pub fn rest(self) -> Outcome<Vec<String>> {
        match self.0.iter().find(|word| word.starts_with('-')) {
            Some(unknown) => Err(format!("there is no option `{unknown}` here")),
            None => Ok(self.0),
        }
    }

    /// Everything that is left, for a program of ours that reads it itself.
    pub fn all(self) -> Vec<String> {
        self.0
    }

    /// Errors when anything is left.
    pub fn nothing_more(self) -> Outcome<()> {
        match self.rest()?.first() {
            Some(word) => Err(format!("`{word}` means nothing here")),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Args {
        Args::new(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn an_option_may_stand_without_its_value() {
        assert_eq!(args("--sample --port 4").optional_value("--sample"), Some(None));
        assert_eq!(args("--sample ja").optional_value("--sample"), Some(Some("ja".into())));
        assert_eq!(args("--sample=ja").optional_value("--sample"), Some(Some("ja".into())));
        assert_eq!(args("--samples ja").optional_value("--sample"), None);
    }

    #[test]
    fn a_needed_value_that_is_missing_is_an_error() {
        assert!(args("--port").value("--port").is_err());
        assert_eq!(args("--port 80").value("--port"), Ok(Some("80".into())));
        assert_eq!(args("").value("--port"), Ok(None));
    }

    #[test]
    fn what_nobody_took_is_refused() {
        let mut some = args("fmt --all clippy");
        assert!(some.flag("--all"));
        assert_eq!(some.rest(), Ok(vec!["fmt".into(), "clippy".into()]));
        assert!(args("fmt --fast").rest().is_err());
        assert!(args("fmt").nothing_more().is_err());
    }
}
