//! `cargo xtask bench`: measures what has a budget and keeps the figures in `docs/benchmarks.md`.
//!
//! Owns: which measurements there are and where their tables stand. Must not know: how
//! anything is measured.

use std::fs;

use crate::args::Args;
use crate::{Outcome, apt, build, proc, repo, setup};

const PAGE: &str = "docs/benchmarks.md";

/// Runs the measurements named, or all. Gives whether everything kept its budget.
pub fn bench(mut args: Args) -> Outcome<bool> {
    let notes = args.value("--notes")?;
    match args.rest()?.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => Ok(store()? & vault(notes.as_deref())? & discussions()? & talk()?),
        ["store"] => store(),
        ["discussions"] => discussions(),
        ["talk"] => talk(),
        ["vault"] => vault(notes.as_deref()),
        [other, ..] => Err(format!("there is no measurement `{other}`; there are store, vault, discussions and talk")),
    }
}

/// Sizes of vaults that are measured when none are named.
const NOTES: &str = "1000,26000";

/// The vault's engine against the disk and against ripgrep.
fn vault(notes: Option<&str>) -> Outcome<bool> {
    setup::to_build()?;
    if proc::find("rg").is_none() {
        match apt::present().then(|| apt::install(&[("ripgrep", "what search is measured against")])) {
            Some(Ok(())) => {}
            Some(Err(why)) => println!("without ripgrep: {why}"),
            None => println!("without ripgrep, which is not installed"),
        }
    }
    let words = ["bench", "--package", "hisho-cli", "--bench", "vault", "--", "--notes", notes.unwrap_or(NOTES)];
    let (well, said) = proc::tee(proc::cargo().args(words))?;
    keep("vault", &figures(&said))?;
    Ok(well)
}

/// Puts a table in its place on the page.
fn keep(name: &str, table: &str) -> Outcome<()> {
    if table.is_empty() {
        return Err("the measurement gave no figures".into());
    }
    let page = fs::read_to_string(repo::at(PAGE)).map_err(|e| format!("{PAGE}: {e}"))?;
    let page = replaced(&page, name, table).ok_or_else(|| format!("{PAGE} has no place for `{name}`"))?;
    fs::write(repo::at(PAGE), page).map_err(|e| format!("{PAGE}: {e}"))?;
    println!("the figures are in {PAGE}");
    Ok(())
}

/// Every command on a large database.
fn store() -> Outcome<bool> {
    of_app("store")
}

/// The steps of a long discussion.
fn discussions() -> Outcome<bool> {
    of_app("discussions")
}

/// A measurement of the use cases, whose table has the same name.
fn of_app(name: &str) -> Outcome<bool> {
    setup::to_build()?;
    let (well, said) = proc::tee(proc::cargo().args(["bench", "--package", "hisho-app", "--bench", name]))?;
    keep(name, &figures(&said))?;
    Ok(well)
}

/// The window while answers pour into a long conversation.
fn talk() -> Outcome<bool> {
    setup::to_browse()?;
    let (assets, hisho) = (build::ui()?, build::headless()?);
    let mut node = proc::node();
    node.arg(repo::at("tests/e2e/bench-talk.mjs")).env("HISHO_BIN", hisho).env("HISHO_ASSETS", assets);
    let (well, said) = proc::tee(&mut node)?;
    keep("talk", &figures(&said))?;
    Ok(well)
}

/// The lines that belong on the page: the table, and the sentences before and after it.
fn figures(said: &str) -> String {
    let kept = said.lines().filter(|line| {
        let sentence = line.ends_with(" MB") && !line.starts_with("filled");
        line.starts_with('|') || sentence || line.starts_with("Not measured:")
    });
    let mut text = String::new();
    for line in kept {
        // A table stands apart from sentences.
        let begins = ["| command", "| what", "Not measured:"].iter().any(|begin| line.starts_with(begin));
        if !text.is_empty() && (begins || !line.starts_with('|')) {
            text.push('\n');
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// The page with new text between the marks of this name; None when they are not there.
fn replaced(page: &str, name: &str, text: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let from = page.find(&begin)? + begin.len();
    let to = from + page[from..].find(&end)?;
    Some(format!("{}\n{text}\n{}", &page[..from], &page[to..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_replaces_the_one_before() {
        let said = "   Compiling x\nfilled in 2 s: 3 tasks; 1 MB\n3 tasks; 1 MB\n| command | ms |\n|---|--:|\n| a | 1 |\n\nNot measured: b.\n";
        let table = figures(said);
        assert_eq!(table, "3 tasks; 1 MB\n\n| command | ms |\n|---|--:|\n| a | 1 |\n\nNot measured: b.\n");
        let page = "# Figures\n<!-- store -->\nold\n<!-- /store -->\nend\n";
        let new = replaced(page, "store", &table).expect("marks");
        assert!(new.starts_with("# Figures\n<!-- store -->\n\n3 tasks") && new.ends_with("<!-- /store -->\nend\n"));
        assert_eq!(replaced(&new, "store", &table), Some(new.clone()));
        assert_eq!(replaced(page, "other", ""), None);
    }
}
