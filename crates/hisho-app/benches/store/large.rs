//! Fills a database by plain SQL, as years of use would. Must not know what is measured on it.

use std::path::Path;

use hisho_domain::text::index_tokens;
use rusqlite::Connection;

const TASKS: i64 = 10_000;
const PROJECTS: i64 = 100;
/// Tasks of one more project, of which each waits for two others.
const DENSE: i64 = 2_000;
const PLANS: i64 = 1_000;
const MESSAGES: i64 = 100_000;
const TALKS: i64 = 500;
const JOURNAL: i64 = 1_000_000;

/// What there is to ask for.
pub struct Sample {
    /// All of them.
    pub tasks: Vec<String>,
    /// Those of the first project.
    pub first_tasks: Vec<String>,
    /// All of them but the dense one.
    pub projects: Vec<String>,
    /// The project whose tasks wait for one another.
    pub dense: String,
    /// Its first task, which is late, and its last.
    pub dense_tasks: [String; 2],
    /// All of them.
    pub plans: Vec<String>,
    /// All of them.
    pub discussions: Vec<String>,
    /// All of them; none where there are no such tables.
    pub conversations: Vec<String>,
    /// Somebody without a model.
    pub secretary: String,
    /// How much there is, in a sentence.
    pub told: String,
}

/// Fills the database in `folder`.
pub fn fill(folder: &Path) -> Sample {
    let mut sql = Connection::open(folder.join("hisho.db")).expect("open");
    let transaction = sql.transaction().expect("begin");
    let conversations = transaction.table_exists(None, "messages").expect("schema");
    transaction.execute_batch(&work()).expect("work");
    transaction.execute_batch(&dense()).expect("the dense project");
    transaction.execute_batch(&talks()).expect("talks");
    if conversations {
        transaction.execute_batch(&conversations_sql()).expect("conversations");
    }
    index(&transaction);
    transaction.execute_batch(&journal()).expect("journal");
    transaction.commit().expect("commit");
    sql.execute_batch("PRAGMA optimize = 0x10002").expect("figures for the planner");
    let uids = |query: &str| -> Vec<String> {
        let mut statement = sql.prepare(query).expect("statement");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.map(|row| row.expect("row")).collect()
    };
    let count = |table: &str| -> i64 {
        sql.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).expect("count")
    };
    let size = std::fs::metadata(folder.join("hisho.db")).map_or(0, |meta| meta.len() >> 20);
    let messages = count("discussion_messages") + if conversations { count("messages") } else { 0 };
    Sample {
        tasks: uids(&format!("SELECT uid FROM tasks WHERE id <= {TASKS} ORDER BY id")),
        first_tasks: uids("SELECT uid FROM tasks WHERE workflow_id = 1 ORDER BY position"),
        projects: uids(&format!("SELECT uid FROM workflows WHERE id <= {PROJECTS} ORDER BY id")),
        dense: uids(&format!("SELECT uid FROM workflows WHERE id = {PROJECTS} + 1")).remove(0),
        dense_tasks: [
            uids(&format!("SELECT uid FROM tasks WHERE id = {TASKS} + 1")).remove(0),
            uids(&format!("SELECT uid FROM tasks WHERE id = {TASKS} + {DENSE}")).remove(0),
        ],
        plans: uids("SELECT uid FROM plans ORDER BY id"),
        discussions: uids("SELECT uid FROM ai_discussions ORDER BY id"),
        conversations: if conversations { uids("SELECT uid FROM conversations ORDER BY id") } else { Vec::new() },
        secretary: uids("SELECT uid FROM ai_assistants ORDER BY id").remove(0),
        told: format!(
            "{} tasks in {} projects, {} plans, {messages} messages, {} rows of the journal; {size} MB",
            count("tasks"),
            count("workflows"),
            count("plans"),
            count("changes"),
        ),
    }
}

/// Rows numbered `n` from 1.
fn rows(count: i64) -> String {
    format!("WITH RECURSIVE row(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row WHERE n < {count})")
}

/// An identity made of a letter and the row's number.
fn uid(letter: char) -> String {
    let digit = format!("{:x}", u32::from(letter) % 16);
    format!("printf('0190{digit}{digit}{digit}{digit}-0000-7000-8000-%012x', n)")
}

const AT: &str = "strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000 + n % 80000000, 'unixepoch')";

fn work() -> String {
    let (p, t, v) = (uid('p'), uid('t'), uid('n'));
    let secretary = uid('s');
    format!(
        "{rows10} INSERT INTO ai_assistants (uid, name, created_at, updated_at) SELECT {secretary}, '秘書 ' || n, {AT}, {AT} FROM row;
         {projects} INSERT INTO workflows (uid, key, name, description, status, started_at, next_task_number, created_at, updated_at)
           SELECT {p}, 'K' || n, 'プロジェクト ' || n, 'What it is for', iif(n % 4 = 0, 'active', 'paused'), {AT}, 200, {AT}, {AT} FROM row;
         {tasks} INSERT INTO tasks (uid, workflow_id, number, name, description, status, assistant_id, position, due_on, completed_at, created_at, updated_at)
           SELECT {t}, iif(n % 23 = 0, NULL, 1 + n % {PROJECTS}), n, 'Task ' || n || ' を片付ける', '説明 ' || n,
             iif(n % 3 = 0, 'completed', 'pending'), 1 + n % 10, n * 4294967296,
             iif(n % 2 = 0, date(1767225600 + (n % 700) * 86400, 'unixepoch'), NULL), iif(n % 3 = 0, {AT}, NULL), {AT}, {AT} FROM row;
         UPDATE workflows SET next_task_number = {TASKS} + 1;
         INSERT OR REPLACE INTO counters (name, next) VALUES ('task', {TASKS} + 1);
         INSERT INTO task_dependencies (task_id, depends_on_id) SELECT id, id - 100 FROM tasks WHERE id > 100 AND id % 5 = 0;
         {labels} INSERT INTO labels (uid, name, created_at, updated_at) SELECT {label}, 'Old ' || n, {AT}, {AT} FROM row;
         INSERT INTO task_labels (task_id, label_id) SELECT id, 1 + id % 40 FROM tasks;
         {plans} INSERT INTO plans (id, uid, created_at, updated_at) SELECT n, {v}, {AT}, {AT} FROM row;
         {versions} INSERT INTO plan_versions (plan_id, version_number, status, title, objective, timeline, content_hash, author_kind, created_at, updated_at)
           SELECT 1 + (n - 1) / 3, 1 + (n - 1) % 3, iif(n % 3 = 0 AND n % 60 = 0, 'submitted', 'draft'), '計画 ' || n, '目的 ' || n,
             '{{\"start_on\":null,\"due_on\":null,\"milestones\":[]}}', printf('%064x', n), 'person', {AT}, {AT} FROM row;
         UPDATE plans SET newest_version_id = (SELECT max(id) FROM plan_versions v WHERE v.plan_id = plans.id);
         {comments} INSERT INTO comments (uid, task_id, author_kind, body, created_at, updated_at)
           SELECT {comment}, 1 + n % {TASKS}, 'person', 'comment ' || n, {AT}, {AT} FROM row;",
        rows10 = rows(10),
        projects = rows(PROJECTS),
        tasks = rows(TASKS),
        labels = rows(40),
        label = uid('l'),
        plans = rows(PLANS),
        versions = rows(PLANS * 3),
        comments = rows(20_000),
        comment = uid('c'),
    )
}

/// A project whose tasks wait for the one before and for one long before.
fn dense() -> String {
    let (p, t) = (uid('p'), uid('t'));
    format!(
        "WITH row(n) AS (SELECT {PROJECTS} + 1) INSERT INTO workflows (uid, key, name, status, next_task_number, created_at, updated_at)
           SELECT {p}, 'DENSE', '長い道のり', 'active', {DENSE} + 1, {AT}, {AT} FROM row;
         {rows}, task(n, number) AS (SELECT n + {TASKS}, n FROM row)
           INSERT INTO tasks (uid, workflow_id, number, name, position, due_on, estimated_minutes, created_at, updated_at)
           SELECT {t}, {PROJECTS} + 1, number, '一歩 ' || number, number * 4294967296, iif(number = 1, '2020-01-01', NULL), 30 + number % 400, {AT}, {AT} FROM task;
         INSERT INTO task_dependencies (task_id, depends_on_id)
           SELECT id, id - 7 FROM tasks WHERE id > {TASKS} + 7 UNION ALL SELECT id, id - 31 FROM tasks WHERE id > {TASKS} + 31;",
        rows = rows(DENSE),
    )
}

/// Half of the messages where there are conversations for the others, else all.
fn talks() -> String {
    let messages = rows(MESSAGES / 2);
    format!(
        "{talks} INSERT INTO ai_discussions (id, uid, title, topic, discussion_type, status, author_kind, created_at, updated_at)
           SELECT n, {d}, 'Talk ' || n, 'What', 'debate', 'active', 'person', {AT}, {AT} FROM row;
         {seats} INSERT INTO discussion_participants (uid, discussion_id, kind, assistant_id, joined_at)
           SELECT {s}, 1 + (n - 1) / 5, 'secretary', 1 + n % 5, {AT} FROM row;
         {messages} INSERT INTO discussion_messages (uid, discussion_id, participant_id, author_kind, content, created_at, updated_at)
           SELECT {m}, 1 + n % {TALKS}, (n % {TALKS}) * 5 + 1 + n / {TALKS} % 5, 'secretary', '発言 ' || n || ' この計画について考える', {AT}, {AT} FROM row;
         {messages} INSERT INTO discussion_events (discussion_id, number, at, kind) SELECT 1 + n % {TALKS}, 1 + n / {TALKS}, {AT}, 'said' FROM row;",
        talks = rows(TALKS),
        seats = rows(TALKS * 5),
        d = uid('d'),
        s = uid('e'),
        m = uid('m'),
    )
}

fn conversations_sql() -> String {
    format!(
        "{talks} INSERT INTO conversations (uid, title, created_at, updated_at) SELECT {c}, '会話 ' || n, {AT}, {AT} FROM row;
         {messages} INSERT INTO messages (uid, conversation_id, sender_kind, content, created_at, updated_at)
           SELECT {m}, 1 + n % {TALKS}, 'person', '発言 ' || n || ' 秘書に聞く', {AT}, {AT} FROM row;",
        talks = rows(TALKS),
        messages = rows(MESSAGES / 2),
        c = uid('g'),
        m = uid('h'),
    )
}

fn journal() -> String {
    format!(
        "{rows} INSERT INTO changes (at, actor_kind, origin, entity, entity_uid, rev, action, before, after)
           SELECT {AT}, 'person', 'desktop', 'task', printf('01904444-0000-7000-8000-%012x', 1 + n % {TASKS}), 1 + n / {TASKS}, 'update',
             '{{\"title\":\"Task\",\"status\":\"pending\",\"rev\":1}}', '{{\"title\":\"Task\",\"status\":\"completed\",\"rev\":2}}' FROM row;",
        rows = rows(JOURNAL),
    )
}

/// Feeds the search index as the store does.
fn index(sql: &Connection) {
    let found = "SELECT 'task', uid, name, description FROM tasks UNION ALL SELECT 'project', uid, name, description FROM workflows
         UNION ALL SELECT 'plan', p.uid, v.title, v.objective FROM plans p JOIN plan_versions v ON v.id = p.newest_version_id";
    let mut statement = sql.prepare(found).expect("statement");
    let mut rows = statement.query([]).expect("rows");
    while let Some(row) = rows.next().expect("row") {
        let text = |column: usize| row.get::<_, String>(column).expect("text");
        sql.execute("INSERT INTO search_entries (kind, ref) VALUES (?1, ?2)", (text(0), text(1))).expect("entry");
        sql.execute(
            "INSERT INTO search_index (rowid, title, extra, body) VALUES (last_insert_rowid(), ?1, '', ?2)",
            (index_tokens(&text(2)), index_tokens(&text(3))),
        )
        .expect("index");
    }
}
