//! `cargo xtask screenshots`: a picture of every screen, to be looked at.
//!
//! Owns: a sample per language and the folder of the pictures. Must not know: which
//! screens there are (`tests/e2e/screenshots.mjs` does).

use crate::args::Args;
use crate::sample::{Language, Sample};
use crate::{Outcome, build, proc, repo, setup};

/// Writes the pictures of both languages.
pub fn screenshots(args: Args) -> Outcome<()> {
    args.nothing_more()?;
    setup::to_browse()?;
    let (assets, hisho) = (build::ui()?, build::headless()?);
    let folder = repo::target().join("screenshots");
    for language in Language::ALL {
        let sample = Sample::new(language)?;
        proc::run(
            proc::node()
                .arg(repo::at("tests/e2e/screenshots.mjs"))
                .arg(language.code())
                .arg(sample.data())
                .arg(&folder)
                .env("HISHO_BIN", &hisho)
                .env("HISHO_ASSETS", &assets),
        )?;
    }
    println!("the pictures lie in {}", folder.display());
    Ok(())
}
