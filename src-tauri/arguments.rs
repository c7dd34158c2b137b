//! The program's arguments. Systems and test drivers pass more than ours; those are ignored.

use std::path::PathBuf;

/// What was asked for at the start.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The data folder, if not the person's own.
    pub(crate) data_dir: Option<PathBuf>,
}

/// The arguments of this process.
pub(crate) fn read() -> Arguments {
    parse(std::env::args_os().skip(1))
}

fn parse(mut given: impl Iterator<Item = std::ffi::OsString>) -> Arguments {
    let mut arguments = Arguments::default();
    while let Some(argument) = given.next() {
        if argument == "--data-dir" {
            arguments.data_dir = given.next().map(PathBuf::from);
        } else if let Some(folder) = argument.to_str().and_then(|text| text.strip_prefix("--data-dir=")) {
            arguments.data_dir = Some(PathBuf::from(folder));
        }
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_folder_is_found_among_others() {
        let parse = |given: &[&str]| parse(given.iter().map(Into::into)).data_dir;
        assert_eq!(parse(&["-psn_0_1", "--data-dir", "/a b"]), Some("/a b".into()));
        assert_eq!(parse(&["--data-dir=/c", "--automation"]), Some("/c".into()));
        assert_eq!(parse(&["--data-dir"]), None);
    }
}
