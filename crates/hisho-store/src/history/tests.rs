//! Stories of random commands, undone to the start and done again to the end.

mod acts;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use hisho_domain::settings::Language;
use hisho_domain::{Actor, Entity, Error, ErrorCode, Origin};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use serde_json::{Value as Json, json};

use acts::{Op, act};

use crate::recorder::{FORWARD, Table};
use crate::writer::Pen;
use crate::{Connection, Result, Write, history, open, people, plans, projects, settings, tasks, trash};

/// A database in memory, and everything ever numbered in it.
struct Desk {
    pen: Pen,
    numbers: HashMap<String, String>,
}

impl Desk {
    fn new() -> Self {
        let mut desk = Desk { pen: Pen::new(open::in_memory()), numbers: HashMap::new() };
        desk.system(|write| people::ship(write, Language::En)).expect("the team");
        // So that the recorder is there from the start.
        desk.person(|write| settings::get(write).map(drop)).expect("a first look");
        desk
    }

    fn person<T>(&mut self, act: impl FnOnce(&Write<'_>) -> Result<T>) -> std::result::Result<T, Error> {
        self.pen.transact(Actor::person(Origin::Cli), act)
    }

    fn system<T>(&mut self, act: impl FnOnce(&Write<'_>) -> Result<T>) -> std::result::Result<T, Error> {
        self.pen.transact(Actor::system(), act)
    }

    /// Every row a person keeps, but for what only goes forward.
    fn rows(&self) -> BTreeMap<String, String> {
        let recorder = self.pen.recorder.as_ref().expect("installed");
        let of = |table: &Table| {
            let columns = table.columns.iter().filter(|column| !FORWARD.contains(&column.as_str()));
            let list = columns.map(|column| format!("quote(\"{column}\")")).collect::<Vec<_>>().join(" || ',' || ");
            let sql = format!(
                "SELECT coalesce(group_concat(line, char(10)), '') FROM (SELECT {list} AS line FROM \"{}\" ORDER BY 1)",
                table.name
            );
            let mut statement = self.pen.connection.prepare_cached(&sql).expect("sql");
            (table.name.clone(), statement.query_row([], |row| row.get(0)).expect("rows"))
        };
        recorder.tables.iter().map(of).collect()
    }

    fn act(&mut self, op: Op) -> std::result::Result<(), Error> {
        self.person(|write| act(write, op))
    }

    /// Turns until there is nothing left to turn; gives how often.
    fn all(&mut self, turn: fn(&Write<'_>, Option<i64>) -> Result<hisho_domain::history::HistoryStep>) -> Turned {
        let mut steps = 0;
        loop {
            match self.person(|write| turn(write, None)) {
                Ok(_) => steps += 1,
                Err(e) if e.params["reason"] == "nothing_to_undo" || e.params["reason"] == "nothing_to_redo" => {
                    return Ok(steps);
                }
                Err(e) => return Err(TestCaseError::fail(format!("{e:?}"))),
            }
        }
    }

    /// What must hold after whatever was done.
    fn check(&mut self, since: i64) -> std::result::Result<(), TestCaseError> {
        let connection = &self.pen.connection;
        let dangling: i64 = connection
            .prepare_cached("SELECT count(*) FROM pragma_foreign_key_check")
            .unwrap()
            .query_row([], |r| r.get(0))
            .unwrap();
        prop_assert_eq!(dangling, 0);
        journal_tells_the_present(connection, since)?;
        revisions_grow(connection, since)?;
        index_holds_what_is_there(connection)?;
        let keys = list::<String>(
            connection,
            "SELECT w.key || '-' || t.number FROM tasks t JOIN workflows w ON w.id = t.workflow_id ORDER BY t.id",
        );
        let loose =
            list::<String>(connection, "SELECT 'T-' || number FROM tasks WHERE workflow_id IS NULL ORDER BY id");
        let uids = list::<String>(connection, "SELECT uid FROM tasks WHERE workflow_id IS NOT NULL ORDER BY id");
        let loose_uids = list::<String>(connection, "SELECT uid FROM tasks WHERE workflow_id IS NULL ORDER BY id");
        for (key, uid) in keys.into_iter().chain(loose).zip(uids.into_iter().chain(loose_uids)) {
            let first = self.numbers.entry(key.clone()).or_insert(uid.clone());
            prop_assert_eq!(&*first, &uid, "{} was given twice", key);
        }
        Ok(())
    }
}

type Turned = std::result::Result<usize, TestCaseError>;

fn list<T: rusqlite::types::FromSql>(connection: &Connection, sql: &str) -> Vec<T> {
    let mut statement = connection.prepare_cached(sql).expect("sql");
    statement.query_map([], |row| row.get(0)).expect("rows").collect::<rusqlite::Result<_>>().expect("rows")
}

/// The last `after` of every thing is what is there now.
fn journal_tells_the_present(connection: &Connection, since: i64) -> std::result::Result<(), TestCaseError> {
    let mut told: BTreeMap<(String, String), Json> = BTreeMap::new();
    let mut statement =
        connection.prepare_cached("SELECT entity, entity_uid, after FROM changes WHERE seq > ?1 ORDER BY seq").unwrap();
    let rows = statement.query_map([since], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))).unwrap();
    for row in rows {
        let (entity, uid, after) = row.unwrap();
        told.insert((entity, uid), serde_json::from_str(&after).unwrap());
    }
    let everybody = people::list(connection).unwrap();
    for ((entity, uid), told) in told {
        let there = |value: Result<Json>| match value {
            Ok(value) => value,
            Err(crate::Failure::Domain(e)) if e.code == ErrorCode::NotFound => Json::Null,
            Err(e) => panic!("{e:?}"),
        };
        let (present, derived): (Json, &[&str]) = match Entity::parse(&entity).unwrap() {
            Entity::Task => (
                there(tasks::get(connection, &uid).map(|t| json!(t))),
                &["project_title", "labels", "depends_on", "open_prerequisites", "parent_uid", "column_uid"],
            ),
            Entity::Project => (
                there(projects::without_tasks(connection, &uid).map(|p| json!(p))),
                &["tasks", "completed_tasks", "participants"],
            ),
            Entity::Plan => (there(plans::get(connection, &uid).map(|plan| plans::in_journal(&plan))), &[]),
            Entity::Secretary => {
                let found = everybody.secretaries.iter().find(|s| s.uid == uid);
                (found.map_or(Json::Null, |s| json!(s)), &["persona_uid", "team_uid", "team_uids"])
            }
            Entity::Settings => {
                let all = json!(settings::get(connection).unwrap());
                (all[uid.as_str()].clone(), &[])
            }
            _ => continue,
        };
        let without = |mut record: Json| {
            if let Some(map) = record.as_object_mut() {
                derived.iter().for_each(|field| drop(map.remove(*field)));
            }
            record
        };
        prop_assert_eq!(without(told), without(present), "{} {}", entity, uid);
    }
    Ok(())
}

fn revisions_grow(connection: &Connection, since: i64) -> std::result::Result<(), TestCaseError> {
    // Roles, personas and teams that came with Hisho are reworded without a new revision.
    let shrunk: i64 = connection
        .prepare_cached(
            "SELECT count(*) FROM (SELECT rev, lag(rev) OVER (PARTITION BY entity, entity_uid ORDER BY seq) AS last
             FROM changes WHERE seq > ?1 AND entity IN ('task','plan','project','secretary')) WHERE rev <= last",
        )
        .unwrap()
        .query_row([since], |row| row.get(0))
        .unwrap();
    prop_assert_eq!(shrunk, 0, "a revision went back or stood still");
    Ok(())
}

fn index_holds_what_is_there(connection: &Connection) -> std::result::Result<(), TestCaseError> {
    let found =
        list::<String>(connection, "SELECT kind || ref FROM search_entries WHERE kind NOT LIKE 'trashed %' ORDER BY 1");
    let there = list::<String>(
        connection,
        "SELECT 'task' || uid FROM tasks WHERE deleted_at IS NULL UNION ALL SELECT 'plan' || uid FROM plans WHERE deleted_at IS NULL
         UNION ALL SELECT 'project' || uid FROM workflows WHERE deleted_at IS NULL ORDER BY 1",
    );
    prop_assert_eq!(found, there);
    // What is hidden lies in the trash, or was there when it was undone.
    let hidden = list::<String>(
        connection,
        "SELECT kind || ref FROM search_entries WHERE kind LIKE 'trashed %'
         AND ref IN (SELECT uid FROM tasks WHERE deleted_at IS NULL UNION SELECT uid FROM plans WHERE deleted_at IS NULL
           UNION SELECT uid FROM workflows WHERE deleted_at IS NULL)",
    );
    prop_assert_eq!(hidden, Vec::<String>::new(), "hidden although it is there");
    Ok(())
}

fn last_seq(desk: &Desk) -> i64 {
    list::<i64>(&desk.pen.connection, "SELECT coalesce(max(seq), 0) FROM changes")[0]
}

/// Forgets what a story journalled, so that ten thousand of them fit into memory.
fn forget(desk: &mut Desk, since: i64) {
    desk.pen
        .connection
        .execute_batch(&format!("DELETE FROM changes WHERE seq > {since}; DELETE FROM change_sets;"))
        .expect("forgets");
}

fn stories(
    cases: u32,
    seed: u64,
    longest: usize,
    tell: impl Fn(&mut Desk, Vec<Op>) -> std::result::Result<(), TestCaseError>,
) {
    // Fewer where every file access is slow, as under Wine.
    let percent = std::env::var("HISHO_ROUNDS_PERCENT").ok().and_then(|text| text.parse().ok()).unwrap_or(100);
    let cases = (cases * percent / 100).max(1);
    let config = Config { cases, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() };
    let desk = RefCell::new(Desk::new());
    let ops = prop::collection::vec(any::<Op>(), 1..longest);
    TestRunner::new(config)
        .run(&ops, |ops| {
            let outcome = tell(&mut desk.borrow_mut(), ops);
            if outcome.is_err() {
                // The next, shorter story begins afresh.
                *desk.borrow_mut() = Desk::new();
            }
            outcome
        })
        .unwrap_or_else(|e| panic!("{e}"));
}

fn there_and_back(desk: &mut Desk, ops: Vec<Op>) -> std::result::Result<(), TestCaseError> {
    let since = last_seq(desk);
    let start = desk.rows();
    let mut done = 0;
    for op in ops {
        let before = last_seq(desk);
        if desk.act(op).is_ok() && last_seq(desk) > before {
            done += 1;
        }
    }
    let end = desk.rows();
    let undone = desk.all(history::undo)?;
    prop_assert!(undone <= done, "{undone} of {done}");
    prop_assert_eq!(desk.rows(), start.clone(), "undo of all leads to the start");
    desk.check(since)?;
    prop_assert_eq!(desk.all(history::redo)?, undone);
    prop_assert_eq!(desk.rows(), end, "redo of all leads to the end");
    desk.check(since)?;
    desk.all(history::undo)?;
    prop_assert_eq!(desk.rows(), start);
    forget(desk, since);
    Ok(())
}

#[test]
fn undo_of_all_leads_to_the_start_and_redo_to_the_end() {
    stories(5_000, 17, 8, there_and_back);
}

#[test]
fn undo_of_all_leads_to_the_start_and_redo_to_the_end_once_more() {
    stories(5_000, 18, 8, there_and_back);
}

/// Whoever wrote in between, and in whatever order steps are turned: a step is turned whole or
/// refused with nothing changed, and the journal still tells the present.
fn with_others(desk: &mut Desk, ops: Vec<Op>) -> std::result::Result<(), TestCaseError> {
    *desk = Desk::new();
    let since = last_seq(desk);
    for op @ (what, which, how) in ops {
        match what >> 5 {
            0..4 => drop(desk.act(op)),
            4 => drop(desk.system(|write| act(write, (if how % 2 == 0 { 2 } else { 8 }, which, how)))),
            5 => {
                let heads = trash::heads(&desk.pen.connection, None).expect("the trash");
                if let Some((entity, uid)) = heads.into_iter().next() {
                    desk.system(|write| trash::purge(write, entity, &uid)).expect("nothing needs it");
                }
            }
            turn => {
                let all = history::list(&desk.pen.connection, 100).expect("the history");
                let steps = if turn == 6 { all.undo } else { all.redo };
                let Some(step) = steps.get(usize::from(which) % steps.len().max(1)) else { continue };
                let before = (desk.rows(), last_seq(desk));
                let turned = desk.person(|write| {
                    if turn == 6 { history::undo(write, Some(step.id)) } else { history::redo(write, Some(step.id)) }
                });
                if let Err(error) = turned {
                    prop_assert!(
                        matches!(
                            error.params["reason"].as_str(),
                            Some("changed_since" | "team_full" | "holder_in_trash")
                        ),
                        "{:?}",
                        error
                    );
                    prop_assert_eq!((desk.rows(), last_seq(desk)), before);
                }
            }
        }
    }
    desk.check(since)
}

#[test]
fn others_changes_are_never_lost_to_an_undo() {
    stories(500, 19, 30, with_others);
}
