//! What Obsidian itself made of notes, and what is made of them here.

use std::fs;
use std::path::{Path, PathBuf};

use hisho_vault::files;
use hisho_vault::links::Resolver;
use hisho_vault::metadata::{all_tags, parse, property_tags};
use hisho_vault::table::{Table, is_source};
use serde_json::{Map, Value, json};

fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(path)
}

fn goldens() -> Vec<(String, Value)> {
    let mut found: Vec<_> = fs::read_dir(data("obsidian-goldens"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, serde_json::from_slice(&fs::read(path).unwrap()).unwrap())
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(found.len() >= 52, "the goldens are there");
    found
}

fn compare(name: &str, at: &str, found: &Value, wanted: &Value, wrong: &mut Vec<String>) {
    match (found, wanted) {
        (Value::Object(a), Value::Object(b)) => {
            let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                let (a, b) = (a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null));
                compare(name, &format!("{at}.{key}"), a, b, wrong);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                compare(name, &format!("{at}[{index}]"), a, b, wrong);
            }
        }
        (a, b) if a == b => {}
        (a, b) => wrong.push(format!("{name}{at}: {a} instead of {b}")),
    }
}

#[test]
fn every_golden_matches() {
    let mut wrong = Vec::new();
    for (name, golden) in goldens() {
        let metadata = parse(golden["fileContents"].as_str().unwrap());
        let found = json!({
            "cachedMetadata": metadata,
            "getAllTags": all_tags(&metadata),
            "parseFrontMatterTags": property_tags(metadata.frontmatter.as_ref()),
        });
        for key in ["cachedMetadata", "getAllTags", "parseFrontMatterTags"] {
            compare(&name, &format!(".{key}"), &found[key], &golden[key], &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn links_lead_where_the_goldens_say() {
    let files = files::list(&data("Tasks-Demo")).unwrap();
    let resolver = Resolver::new(files.iter().map(String::as_str));
    for (name, golden) in goldens() {
        let from = golden["filePath"].as_str().unwrap();
        for (link, to) in golden["resolveLinkToPath"].as_object().unwrap() {
            assert_eq!(resolver.resolve_target(from, link), to.as_str(), "{name}: {link}");
        }
    }
}

/// A link that plainly stands in the note and that the capture of the vault's links does not know:
/// the capture is older than the vault, for it lacks four whole notes as well.
const ADDED_SINCE: &str = "resolved of How To/Find tasks in notes with particular tag.md.Test Data/yaml_all_property_types_populated.md: 1 instead of null";

#[test]
fn the_links_of_a_whole_vault() {
    let root = data("Tasks-Demo");
    let files = files::list(&root).unwrap();
    let resolver = Resolver::new(files.iter().map(String::as_str));
    let mut table = Table::default();
    for path in files.iter().filter(|path| is_source(path)) {
        table.add(&resolver, path, &fs::read_to_string(root.join(path)).unwrap());
    }
    let found = serde_json::to_value(&table).unwrap();
    let mut wrong = Vec::new();
    for (part, file) in [("resolved", "resolvedLinks"), ("unresolved", "unresolvedLinks")] {
        let path = data(&format!("obsidian-goldens/vault-links/{file}.json"));
        let wanted: Map<String, Value> = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        assert_eq!(wanted.len(), 202);
        for (source, links) in &wanted {
            compare(part, &format!(" of {source}"), &found[part][source], links, &mut wrong);
        }
    }
    assert_eq!(wrong, [ADDED_SINCE]);
}
