//! What must always hold, asked of the tables themselves by another connection.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use rusqlite::Connection;
use serde_json::{Map, Value};

/// Statements that must find nothing, and what it means when they do.
const NEVER: &[(&str, &str)] = &[
    ("a row points nowhere", "SELECT 1 FROM pragma_foreign_key_check"),
    ("two tasks share a number", "SELECT 1 FROM tasks GROUP BY coalesce(workflow_id, 0), number HAVING count(*) > 1"),
    (
        "a number was given that is still to come",
        "SELECT 1 FROM tasks t LEFT JOIN workflows w ON w.id = t.workflow_id
         WHERE t.number >= coalesce(w.next_task_number, (SELECT next FROM counters WHERE name = 'task'))",
    ),
    ("two tasks share a place", "SELECT 1 FROM tasks GROUP BY coalesce(workflow_id, 0), position HAVING count(*) > 1"),
    ("completed without a time, or a time without", "SELECT 1 FROM tasks WHERE (status = 'completed') <> (completed_at IS NOT NULL)"),
    (
        "a task stands in a column of another status",
        "SELECT 1 FROM tasks t JOIN board_columns c ON c.id = t.board_column_id
         WHERE t.status <> c.status_category AND t.deleted_at IS NULL",
    ),
    (
        "a task stands on the board of another project",
        "SELECT 1 FROM tasks t JOIN board_columns c ON c.id = t.board_column_id JOIN boards b ON b.id = c.board_id
         WHERE b.workflow_id IS NOT t.workflow_id",
    ),
    (
        "a part belongs to another project than the whole",
        "SELECT 1 FROM tasks t JOIN tasks p ON p.id = t.parent_task_id WHERE p.workflow_id IS NOT t.workflow_id",
    ),
    (
        "a task is a part of itself",
        "WITH RECURSIVE above(start, id, depth) AS (
           SELECT id, parent_task_id, 1 FROM tasks WHERE parent_task_id IS NOT NULL
           UNION ALL SELECT a.start, t.parent_task_id, depth + 1 FROM above a JOIN tasks t ON t.id = a.id
           WHERE t.parent_task_id IS NOT NULL AND depth < 1000)
         SELECT 1 FROM above WHERE start = id OR depth >= 1000",
    ),
    ("a project is closed without a time", "SELECT 1 FROM workflows WHERE (status IN ('completed','cancelled')) <> (completed_at IS NOT NULL)"),
    ("a project goes on that never began", "SELECT 1 FROM workflows WHERE status IN ('active','paused','completed') AND started_at IS NULL"),
    (
        "the view counts otherwise",
        "SELECT 1 FROM workflow_summary s LEFT JOIN (
           SELECT workflow_id, count(*) FILTER (WHERE status <> 'cancelled') AS total, count(*) FILTER (WHERE status = 'completed') AS done
           FROM tasks WHERE deleted_at IS NULL GROUP BY workflow_id) c ON c.workflow_id = s.id
         WHERE s.total_tasks <> coalesce(c.total, 0) OR s.completed_tasks <> coalesce(c.done, 0)",
    ),
    (
        "a version is in force that nobody approved as it is",
        "SELECT 1 FROM plans p JOIN plan_versions v ON v.id = p.in_force_version_id
         WHERE v.plan_id <> p.id OR v.status <> 'approved' OR NOT EXISTS (
           SELECT 1 FROM plan_approvals a WHERE a.version_id = v.id AND a.action = 'approve' AND a.actor_kind = 'person'
           AND a.content_hash = v.content_hash)",
    ),
    (
        "a plan's newest version is not its newest",
        "SELECT 1 FROM plans p WHERE p.newest_version_id IS NOT
           (SELECT id FROM plan_versions v WHERE v.plan_id = p.id ORDER BY version_number DESC LIMIT 1)",
    ),
    (
        "a discussion has more seats than it may",
        "SELECT 1 FROM ai_discussions d WHERE d.max_participants <
           (SELECT count(*) FROM discussion_participants p WHERE p.discussion_id = d.id AND p.left_at IS NULL)",
    ),
    (
        "a list of events has a gap",
        "SELECT 1 FROM discussion_events GROUP BY discussion_id HAVING max(number) <> count(*)",
    ),
    (
        "the index lacks something, or holds something that is gone",
        "SELECT 1 FROM (
           SELECT 'task' AS kind, uid FROM tasks WHERE deleted_at IS NULL
           UNION ALL SELECT 'project', uid FROM workflows WHERE deleted_at IS NULL
           UNION ALL SELECT 'plan', uid FROM plans WHERE deleted_at IS NULL) live
         FULL JOIN (SELECT kind, ref FROM search_entries WHERE kind IN ('task','project','plan')) e
           ON e.kind = live.kind AND e.ref = live.uid
         WHERE e.ref IS NULL OR live.uid IS NULL",
    ),
];

/// Looks at a database that others write.
pub struct Watcher {
    sql: Connection,
    version: i64,
    seq: i64,
    /// The last word of the journal on every thing: its revision and its own fields.
    last: HashMap<(String, String), (i64, Value)>,
}

type Touched = Vec<(String, String, Value)>;

impl Watcher {
    /// Begins with what is there.
    pub fn on(home: &Path) -> Self {
        let sql = Connection::open(home.join("hisho.db")).expect("the database");
        sql.execute_batch("PRAGMA query_only = ON").expect("read only");
        let seq = sql.query_row("SELECT coalesce(max(seq), 0) FROM changes", [], |row| row.get(0)).expect("journal");
        let mut watcher = Watcher { sql, version: 0, seq, last: HashMap::new() };
        watcher.wrote();
        watcher
    }

    /// Whether anything was committed since this was last asked.
    pub fn wrote(&mut self) -> bool {
        let version = self.sql.query_row("PRAGMA data_version", [], |row| row.get(0)).expect("data_version");
        std::mem::replace(&mut self.version, version) != version
    }

    /// Checks everything; gives what the new journal rows left behind, or what is broken.
    pub fn check(&mut self) -> Result<Touched, String> {
        for (broken, sql) in NEVER {
            let mut statement = self.sql.prepare_cached(sql).map_err(|e| format!("{broken}: {e}"))?;
            if statement.exists([]).map_err(|e| format!("{broken}: {e}"))? {
                return Err((*broken).to_owned());
            }
        }
        self.acyclic("task_dependencies", "task_id")?;
        self.acyclic("workflow_dependencies", "workflow_id")?;
        self.journal()
    }

    /// Takes away what waits for nothing until nothing is left.
    fn acyclic(&self, table: &str, of: &str) -> Result<(), String> {
        let mut statement =
            self.sql.prepare_cached(&format!("SELECT {of}, depends_on_id FROM {table}")).expect("statement");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
        let mut edges: Vec<(i64, i64)> = rows.map(|row| row.expect("row")).collect();
        loop {
            let waiting: std::collections::HashSet<i64> = edges.iter().map(|(of, _)| *of).collect();
            let before = edges.len();
            edges.retain(|(_, on)| waiting.contains(on));
            if edges.is_empty() {
                return Ok(());
            }
            if edges.len() == before {
                return Err(format!("{table} leads in a circle"));
            }
        }
    }

    /// Every row begins where the one before it on the same thing ended, one revision later.
    fn journal(&mut self) -> Result<Touched, String> {
        let mut statement = self
            .sql
            .prepare_cached(
                "SELECT seq, entity, entity_uid, rev, action, before, after FROM changes WHERE seq > ?1 ORDER BY seq",
            )
            .expect("statement");
        let mut rows = statement.query([self.seq]).expect("rows");
        let mut touched = BTreeMap::new();
        while let Some(row) = rows.next().expect("row") {
            let (seq, rev): (i64, i64) = (row.get(0).expect("seq"), row.get(3).expect("rev"));
            let text = |column: usize| row.get::<_, String>(column).expect("text");
            let (entity, uid, action) = (text(1), text(2), text(4));
            let record = |column| own_fields(&entity, &serde_json::from_str(&text(column)).expect("json"));
            let (before, after) = (record(5), record(6));
            let key = (entity.clone(), uid.clone());
            let (last_rev, last) = self.last.get(&key).cloned().unwrap_or((0, Value::Null));
            // Some things have no revisions.
            let follows = rev == 0 || rev == last_rev + 1;
            let joins = match action.as_str() {
                "create" => last == Value::Null && before == Value::Null && after != Value::Null,
                "restore" => last == Value::Null && after != Value::Null,
                "delete" => before == last && after == Value::Null,
                _ => before == last && after != Value::Null,
            };
            if !(follows && joins) {
                return Err(format!(
                    "journal row {seq} of {entity} {uid}: {action} to {rev} after {last_rev}\n{last}\n{before}\n{after}"
                ));
            }
            self.last.insert(key.clone(), (rev, after.clone()));
            touched.insert(key, after);
            self.seq = seq;
        }
        Ok(touched
            .into_iter()
            .filter(|(_, after)| *after != Value::Null)
            .map(|((entity, uid), after)| (entity, uid, after))
            .collect())
    }
}

/// The fields of a record that are its own: not what is counted or named of other things.
pub fn own_fields(entity: &str, record: &Value) -> Value {
    let Some(fields) = record.as_object() else { return Value::Null };
    let foreign: &[&str] = match entity {
        "task" => &["open_prerequisites", "project_title"],
        "project" => &["tasks", "completed_tasks", "average_task_hours", "plan_uid", "note_path", "task_list"],
        "plan" => &["versions", "decisions", "advice", "moves", "project", "discussions", "note_path", "uid"],
        _ => &[],
    };
    let own: Map<String, Value> = fields
        .iter()
        .filter(|(name, _)| !foreign.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let mut own = Value::Object(own);
    for seat in own["seats"].as_array_mut().into_iter().flatten() {
        seat["contributions"] = Value::Null;
    }
    own
}
