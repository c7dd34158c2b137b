-- Projects and tasks in full: what a project waits for, who takes part, boards with columns,
-- comments, and the reason of a change.

-- Why somebody changed something, in their words, where they said so.
ALTER TABLE changes ADD COLUMN reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000);

CREATE TRIGGER workflow_dependencies_no_cycle BEFORE INSERT ON workflow_dependencies
WHEN EXISTS (
  WITH RECURSIVE before(id) AS (
    SELECT NEW.depends_on_id
    UNION SELECT d.depends_on_id FROM workflow_dependencies d JOIN before ON d.workflow_id = before.id)
  SELECT 1 FROM before WHERE id = NEW.workflow_id)
BEGIN SELECT RAISE(ABORT, 'dependency cycle'); END;

-- A task is never part of itself, however long the way.
CREATE TRIGGER tasks_no_parent_cycle BEFORE UPDATE OF parent_task_id ON tasks
WHEN NEW.parent_task_id IS NOT NULL AND EXISTS (
  WITH RECURSIVE above(id) AS (
    SELECT NEW.parent_task_id
    UNION SELECT t.parent_task_id FROM tasks t JOIN above ON t.id = above.id WHERE t.parent_task_id IS NOT NULL)
  SELECT 1 FROM above WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'sub-task cycle'); END;

-- Counting the tasks of a project reads this index alone.
CREATE INDEX idx_tasks_workflow_status ON tasks(workflow_id, status, actual_minutes) WHERE deleted_at IS NULL;
CREATE INDEX idx_tasks_milestone ON tasks(workflow_id, milestone_uid) WHERE milestone_uid IS NOT NULL;

-- What is counted of every project; things in the trash do not count, cancelled tasks are no work.
-- Subqueries, so that asking for one project does not count them all.
CREATE VIEW workflow_summary AS
SELECT w.id, w.uid, w.name, w.status,
  (SELECT count(*) FROM tasks t WHERE t.workflow_id = w.id AND t.deleted_at IS NULL AND t.status <> 'cancelled') AS total_tasks,
  (SELECT count(*) FROM tasks t WHERE t.workflow_id = w.id AND t.deleted_at IS NULL AND t.status = 'completed') AS completed_tasks,
  (SELECT avg(t.actual_minutes) / 60.0 FROM tasks t
   WHERE t.workflow_id = w.id AND t.deleted_at IS NULL AND t.status = 'completed') AS avg_task_hours
FROM workflows w WHERE w.deleted_at IS NULL;

-- Boards, of a project or of the tasks that have none. Columns belonged to projects at first;
-- nothing was ever stored in them, so the table is made anew.
DROP TABLE board_columns;
CREATE TABLE boards (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  workflow_id INTEGER REFERENCES workflows(id) ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT
) STRICT;
CREATE INDEX idx_boards_workflow ON boards(workflow_id);
CREATE UNIQUE INDEX uq_boards_name ON boards(coalesce(workflow_id, 0), name) WHERE deleted_at IS NULL;

-- Each column stands for a category of statuses.
CREATE TABLE board_columns (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  board_id INTEGER NOT NULL REFERENCES boards(id) ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  status_category TEXT NOT NULL
    CHECK (status_category IN ('pending','assigned','in_progress','review','blocked','completed','cancelled')),
  color TEXT CHECK (color GLOB '#[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]'),
  wip_limit INTEGER CHECK (wip_limit >= 1),
  position INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_board_columns_board ON board_columns(board_id, position);

-- What is said about a thing; about exactly one.
CREATE TABLE comments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  task_id INTEGER REFERENCES tasks(id) ON DELETE CASCADE,
  workflow_id INTEGER REFERENCES workflows(id) ON DELETE CASCADE,
  plan_id INTEGER REFERENCES plans(id) ON DELETE CASCADE,
  discussion_id INTEGER REFERENCES ai_discussions(id) ON DELETE CASCADE,
  author_kind TEXT NOT NULL CHECK (author_kind IN ('person','secretary','system')),
  assistant_id INTEGER REFERENCES ai_assistants(id) ON DELETE SET NULL,
  body TEXT NOT NULL CHECK (length(body) >= 1),
  edited_at TEXT,
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT,
  CHECK ((task_id IS NOT NULL) + (workflow_id IS NOT NULL) + (plan_id IS NOT NULL) + (discussion_id IS NOT NULL) = 1)
) STRICT;
CREATE INDEX idx_comments_task ON comments(task_id, id) WHERE task_id IS NOT NULL;
CREATE INDEX idx_comments_workflow ON comments(workflow_id, id) WHERE workflow_id IS NOT NULL;
CREATE INDEX idx_comments_plan ON comments(plan_id, id) WHERE plan_id IS NOT NULL;
CREATE INDEX idx_comments_discussion ON comments(discussion_id, id) WHERE discussion_id IS NOT NULL;
CREATE INDEX idx_comments_assistant ON comments(assistant_id);

-- What went into the trash together comes out together.
CREATE INDEX idx_tasks_batch ON tasks(deleted_batch) WHERE deleted_batch IS NOT NULL;
