//! Pieces against what FTS5 makes of the same texts.

use super::super::segment::Builder;
use super::*;

const TABLE: &str = "CREATE VIRTUAL TABLE search_index USING fts5(
    body, title, extra, content='', contentless_delete=1, tokenize='ascii', prefix='1')";

fn index() -> Connection {
    let connection = Connection::open_in_memory().expect("opens");
    connection.execute_batch(TABLE).expect("table");
    connection
}

type Text = (String, String, String);

const SEEDS: u64 = 60;

/// Texts of kana, kanji and words, some of them long, from a seed.
fn texts(count: u64) -> Vec<Text> {
    let mut seed = 0x1234_5678_9ABC_DEF1_u64;
    let mut random = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut text = |length: u64| {
        let mut text = String::new();
        for _ in 0..length {
            match random(9) {
                0 => text.push_str(["plan ", "会議 ", "x\n", "データ", "𠮟る", "é", "naïve "][random(7) as usize]),
                1 => text.push(' '),
                _ => text.push(char::from_u32(0x4E00 + (random(90) * random(90)) as u32).expect("kanji")),
            }
        }
        text
    };
    (0..count).map(|at| (text(8), text(at % 3 * 4), text(at % 17 * 40))).collect()
}

fn one_by_one(texts: &[Text], from: i64) -> Connection {
    let connection = index();
    connection.execute_batch("BEGIN").expect("begin");
    for (at, text) in texts.iter().enumerate() {
        single(&connection, from + at as i64, text);
    }
    connection.execute_batch("COMMIT").expect("commit");
    connection
}

fn single(connection: &Connection, row: i64, (title, extra, body): &Text) {
    let tokens = [title, extra, body].map(|text| hisho_domain::text::index_tokens(text));
    connection
        .execute(
            "INSERT INTO search_index (rowid, title, extra, body) VALUES (?1, ?2, ?3, ?4)",
            (row, &tokens[0], &tokens[1], &tokens[2]),
        )
        .expect("insert");
}

fn in_pieces(texts: &[Text], from: i64, size: usize) -> Connection {
    let connection = index();
    for (at, texts) in texts.chunks(size).enumerate() {
        let mut builder = Builder::default();
        for (nth, (title, extra, body)) in texts.iter().enumerate() {
            builder.add(from + (at * size + nth) as i64, title, extra, body);
        }
        write(&connection, &builder.finish()).expect("writes");
    }
    look_anew(&connection);
    connection
}

/// Has FTS5 look anew at what it remembers of the structure.
fn look_anew(connection: &Connection) {
    connection
        .execute_batch(
            "DROP TABLE IF EXISTS temp.other;
             CREATE VIRTUAL TABLE temp.other USING fts5vocab('main', 'search_index', 'row')",
        )
        .expect("vocabulary");
}

fn places(connection: &Connection) -> Vec<(String, i64, String, i64)> {
    connection
        .execute_batch(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.places USING fts5vocab('main', 'search_index', 'instance')",
        )
        .expect("vocabulary");
    let mut statement =
        connection.prepare("SELECT term, doc, col, offset FROM temp.places ORDER BY 1, 2, 3, 4").expect("places");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)));
    rows.and_then(Iterator::collect).expect("rows")
}

fn found(connection: &Connection, query: &str) -> Vec<(i64, String)> {
    let mut statement = connection
        .prepare("SELECT rowid, printf('%.6f', bm25(search_index, 1, 10, 4)) FROM search_index WHERE search_index MATCH ?1 ORDER BY rowid")
        .expect("query");
    let rows = statement.query_map([query], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.and_then(Iterator::collect).expect("rows")
}

fn check(connection: &Connection) {
    connection.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')", []).expect("sound");
}

#[test]
fn pieces_hold_what_fts5_would_have_written() {
    let texts = texts(400);
    let first = (1 << 32) + 1;
    let expected = one_by_one(&texts, first);
    for size in [400, 90, 7] {
        let built = in_pieces(&texts, first, size);
        check(&built);
        assert!(places(&built) == places(&expected), "pieces of {size}");
        for (query, is_ranked) in [
            ("\"会議\"", true),
            ("title: \"会議\"", true),
            ("\"pl\"*", true),
            ("\"plan\"*", true),
            // How often a word begins with one character is not kept, so it cannot rank.
            ("\"会\"*", false),
            ("\"一\"*", false),
            ("\"x\" OR \"𠮟\"*", false),
        ] {
            let (here, there) = (found(&built, query), found(&expected, query));
            assert!(!here.is_empty(), "{query}");
            let rows = |hits: &[(i64, String)]| hits.iter().map(|hit| hit.0).collect::<Vec<_>>();
            let same = if is_ranked { here == there } else { rows(&here) == rows(&there) };
            assert!(same, "{query} in pieces of {size}");
        }
    }
}

#[test]
fn rows_of_pieces_are_taken_out_replaced_and_merged() {
    let texts = texts(300);
    let (expected, built) = (one_by_one(&texts, 1), in_pieces(&texts, 1, 40));
    for connection in [&expected, &built] {
        for row in (1..300).step_by(7) {
            connection.execute("DELETE FROM search_index WHERE rowid = ?1", [row]).expect("delete");
        }
        for row in (1..300).step_by(14) {
            connection
                .execute(
                    "INSERT INTO search_index (rowid, title, extra, body) VALUES (?1, '新し しい い', '', 'plan')",
                    [row],
                )
                .expect("insert");
        }
        check(connection);
    }
    assert!(places(&built) == places(&expected), "places differ");
    assert_eq!(found(&built, "\"新し\""), found(&expected, "\"新し\""));
    built.execute("INSERT INTO search_index (search_index) VALUES ('optimize')", []).expect("merges");
    check(&built);
    assert!(places(&built) == places(&expected), "places differ");
}

#[test]
fn what_was_written_one_by_one_is_replaced_by_a_piece() {
    let texts = texts(60);
    let expected = one_by_one(&texts, 1);
    let built = one_by_one(&texts, 1);
    for few in [0..40, 20..60] {
        let mut builder = Builder::default();
        for at in few {
            let ((title, extra, body), row) = (&texts[at], at as i64 + 1);
            built.execute("DELETE FROM search_index WHERE rowid = ?1", [row]).expect("delete");
            builder.add(row, title, extra, body);
        }
        write(&built, &builder.finish()).expect("writes");
        look_anew(&built);
    }
    check(&built);
    assert!(places(&built) == places(&expected), "places differ");
    assert_eq!(found(&built, "\"会議\""), found(&expected, "\"会議\""));
    built.execute("INSERT INTO search_index (search_index) VALUES ('optimize')", []).expect("merges");
    assert!(places(&built) == places(&expected), "places differ once merged");
}

/// Whatever is written one by one, taken out, replaced, put in by pieces and merged, in any order,
/// the index holds what it was last told of each row.
#[test]
fn pieces_and_single_rows_in_any_order_are_one_index() {
    for seed in 0..SEEDS {
        let mut state = seed * 2 + 1;
        let mut random = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("index.db");
        let built = Connection::open(&path).expect("opens");
        built.execute_batch(&format!("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; {TABLE}")).expect("table");
        // Merges come early, and a little at a time.
        for setting in ["('automerge', 2)", "('crisismerge', 4)", "('pgsz', 64)"] {
            built
                .execute(&format!("INSERT INTO search_index (search_index, rank) VALUES {setting}"), [])
                .expect("a setting");
        }
        let texts = texts(24);
        let mut rows: Vec<Option<usize>> = vec![None; 12];
        for _ in 0..40 {
            let (row, text) = (random(rows.len()), random(texts.len()));
            let id = row as i64 + 1;
            match random(8) {
                0 => {
                    let free: Vec<usize> = (0..rows.len()).filter(|row| rows[*row].is_none()).collect();
                    let mut builder = Builder::default();
                    for (nth, row) in free.iter().enumerate() {
                        let (title, extra, body) = &texts[(text + nth) % texts.len()];
                        builder.add(*row as i64 + 1, title, extra, body);
                        rows[*row] = Some((text + nth) % texts.len());
                    }
                    if !free.is_empty() {
                        put(&path, &builder.finish()).expect("writes");
                    }
                }
                1 => drop(built.execute("INSERT INTO search_index (search_index, rank) VALUES ('merge', 3)", [])),
                2 => {
                    // Many rows are free for a piece.
                    for (row, held) in rows.iter_mut().enumerate().filter(|(row, _)| row % 3 > 0) {
                        built.execute("DELETE FROM search_index WHERE rowid = ?1", [row as i64 + 1]).expect("delete");
                        *held = None;
                    }
                }
                kind => {
                    built.execute("DELETE FROM search_index WHERE rowid = ?1", [id]).expect("delete");
                    rows[row] = (kind > 3).then_some(text);
                    if let Some(text) = rows[row] {
                        single(&built, id, &texts[text]);
                    }
                }
            }
        }
        let expected = index();
        for (row, text) in rows.iter().enumerate() {
            if let Some(text) = text {
                single(&expected, row as i64 + 1, &texts[*text]);
            }
        }
        check(&built);
        assert!(places(&built) == places(&expected), "seed {seed}");
        built.execute("INSERT INTO search_index (search_index) VALUES ('optimize')", []).expect("merges");
        assert!(places(&built) == places(&expected), "seed {seed}, merged");
    }
}

#[test]
fn a_word_that_fills_many_leaves_is_found_in_all_rows() {
    // So many rows and places that the rows of leaves need a list of more than one page.
    let body = "ああああああああああ ".repeat(4);
    let rows = 60_000;
    let mut builder = Builder::default();
    for row in 1..=rows {
        builder.add(row, "", "", if row == 30_000 { "" } else { &body });
    }
    builder.add(rows + 1, "", "", &"い".repeat(60_000));
    let built = index();
    write(&built, &builder.finish()).expect("writes");
    check(&built);
    let count = |query: &str, from: i64| -> i64 {
        built
            .query_row(
                "SELECT count(*) FROM search_index WHERE search_index MATCH ?1 AND rowid >= ?2",
                (query, from),
                |row| row.get(0),
            )
            .expect("count")
    };
    assert_eq!(count("\"ああ\"", 1), rows - 1);
    assert_eq!(count("\"あ\"*", 59_000), 1_001);
    assert_eq!(count("\"ああ ああ\"", 30_000), rows - 30_000);
    assert_eq!(count("\"いい\"", 1), 1);
}

#[test]
fn a_form_that_is_not_known_is_left_alone() {
    let connection = index();
    connection.execute("UPDATE search_index_config SET v = 99 WHERE k = 'version'", []).expect("update");
    let mut builder = Builder::default();
    builder.add(1, "a", "", "");
    assert!(write(&connection, &builder.finish()).is_err());
    let rows: i64 =
        connection.query_row("SELECT count(*) FROM search_index_docsize", [], |row| row.get(0)).expect("count");
    assert_eq!(rows, 0);
}
