//! After a move every link leads to the file it led to before, whatever the vault looks like.

use std::collections::BTreeMap;

use hisho_vault::links::Resolver;
use hisho_vault::rename::Move;
use hisho_vault::settings::LinkPath;
use hisho_vault::table::{Table, is_source};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

type Vault = BTreeMap<String, String>;

fn folder() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["", "a/", "b/", "a/b/", "a/sub folder/", "会議/"]).prop_map(str::to_owned)
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["Note", "note", "Other", "メモ", "A b", "Note.v2", "it's", "100% (x)", "odd^id"])
        .prop_map(str::to_owned)
}

fn file() -> impl Strategy<Value = String> {
    let ending = prop::sample::select(vec![".md", ".md", ".md", ".MD", ".canvas", ".png"]);
    (folder(), name(), ending).prop_map(|(folder, name, ending)| format!("{folder}{name}{ending}"))
}

/// A target as people write it: a name, an end of a path, a whole path, a way from here.
fn target() -> impl Strategy<Value = String> {
    let before = prop::sample::select(vec!["", "", "", "a/", "b/", "a/b/", "./", "../", "/"]);
    (before, name(), prop::sample::select(vec!["", "", ".md", ".png", ".canvas"]))
        .prop_map(|(before, name, ending)| format!("{before}{name}{ending}"))
}

fn link() -> impl Strategy<Value = String> {
    let sub = prop::sample::select(vec!["", "", "#H", "#^b1", "#A#B"]);
    (target(), sub, 0..9usize).prop_map(|(target, sub, form)| {
        let encoded = target.replace('%', "%25").replace(' ', "%20").replace('(', "%28").replace(')', "%29");
        match form {
            0..3 => format!("text [[{target}{sub}]] more\n"),
            3 => format!("> [!note] ![[{target}{sub}|100x20]]\n\n"),
            4 => format!("- [s]({encoded}{sub} \"t\") ![]({encoded})\r\n"),
            5 => format!("\n[x][l]\n\n[l]: <{target}{sub}>\n\n"),
            6 => format!("| a |\n|---|\n| [[{target}\\|s]] |\n\n"),
            7 => format!("`[[{target}]]` [[ {target} | shown ]]\n"),
            _ => format!("[[{target}^b2]] [[#H]]\n"),
        }
    })
}

fn text() -> impl Strategy<Value = String> {
    let property =
        target().prop_map(|target| format!("up: \"[[{target}|x]]\"\nall:\n  - '[[{}]]'\n", target.replace('\'', "''")));
    (prop::option::of(property), prop::collection::vec(link(), 0..5))
        .prop_map(|(front, links)| front.map_or(String::new(), |front| format!("---\n{front}---\n")) + &links.concat())
}

fn canvas() -> impl Strategy<Value = String> {
    (prop::collection::vec(file(), 0..3), target()).prop_map(|(files, target)| {
        let mut nodes: Vec<_> = files.iter().map(|file| serde_json::json!({ "type": "file", "file": file })).collect();
        nodes.push(serde_json::json!({ "type": "text", "text": format!("[[{target}]]") }));
        serde_json::to_string_pretty(&serde_json::json!({ "nodes": nodes, "edges": [] })).expect("JSON")
    })
}

/// A vault in which no two paths differ in case alone, as no system but one could hold it.
fn vault() -> impl Strategy<Value = Vault> {
    prop::collection::vec((file(), text(), canvas()), 2..9).prop_map(|files| {
        let mut vault = Vault::new();
        for (path, text, canvas) in files {
            if vault.keys().all(|known| known.to_lowercase() != path.to_lowercase()) {
                vault.insert(path.clone(), if path.ends_with(".canvas") { canvas } else { text });
            }
        }
        vault
    })
}

fn table(vault: &Vault) -> Table {
    let resolver = Resolver::new(vault.keys().map(String::as_str));
    let mut table = Table::default();
    for (path, text) in vault.iter().filter(|(path, _)| is_source(path)) {
        table.add(&resolver, path, text);
    }
    table
}

/// What is to be moved where: a file to another folder or name, or a whole folder.
fn goes(vault: &Vault, pick: usize, to: &str, of_folder: bool) -> (String, String) {
    let from = vault.keys().nth(pick % vault.len()).expect("a file").clone();
    match from.split_once('/') {
        Some((top, _)) if of_folder => (top.to_owned(), format!("moved/{top}")),
        _ => {
            let (stem, _) = to.rsplit_once('.').expect("an ending");
            let ending = from.rsplit('.').next().expect("an ending");
            (from.clone(), format!("{stem}.{ending}"))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]
    #[test]
    fn every_link_leads_where_it_led(
        vault in vault(),
        pick in 0usize..9,
        to in file(),
        of_folder in any::<bool>(),
        prefer in prop::sample::select(vec![LinkPath::Shortest, LinkPath::Relative, LinkPath::Absolute]),
    ) {
        let (from, to) = goes(&vault, pick, &to, of_folder);
        let moved = |path: &str| match path.strip_prefix(from.as_str()) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("{to}{rest}"),
            _ => path.to_owned(),
        };
        let taken = |path: &String| path.to_lowercase() == to.to_lowercase() && *path != from;
        prop_assume!(!vault.keys().any(taken));
        let files: Vec<String> = vault.keys().cloned().collect();
        let plan = Move::new(&files, &from, &to);
        let keys = plan.keys();
        let mut after = Vault::new();
        for (path, text) in &vault {
            let done = if is_source(path) { plan.relink(path, text, prefer).text } else { text.clone() };
            if done != *text && !plan.moves(path) {
                // The index is asked for these names, so no other link may be concerned.
                let named = text.to_lowercase();
                let stem = |key: &String| key.rsplit_once('.').map_or(key.clone(), |(stem, _)| stem.to_owned());
                prop_assert!(keys.iter().any(|key| named.contains(&stem(key).replace('\'', "''"))
                    || named.contains(&stem(key)) || named.contains("%20") || named.contains("%25")), "{keys:?} not in {text}");
            }
            prop_assert_eq!(moved(path), plan.path(path));
            after.insert(moved(path), done);
        }
        let (was, is) = (table(&vault), table(&after));
        for (source, targets) in &was.resolved {
            let now = &is.resolved[&moved(source)];
            let mut more: usize = now.values().sum();
            for (target, count) in targets {
                let found = now.get(&moved(target)).copied().unwrap_or(0);
                prop_assert!(found >= *count, "{} lost {target}: {:?}\n{}", source, after[&moved(source)], vault[source]);
                more -= count;
            }
            // Only what led nowhere can lead somewhere now.
            let nowhere = |table: &Table, source: &str| table.unresolved[source].values().sum::<usize>();
            prop_assert_eq!(nowhere(&was, source) - nowhere(&is, &moved(source)), more);
        }
        // Nothing is left to do, and back again is the same vault of links.
        let there: Vec<String> = after.keys().cloned().collect();
        prop_assert_eq!(Move::undone(&there, &from, &to).len(), files.len());
    }
}
