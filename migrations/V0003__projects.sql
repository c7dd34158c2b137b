-- Projects and tasks. The table of projects is called workflows, as in the primary
-- specification; the screens and the code say project.

CREATE TABLE workflows (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 10),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  description TEXT NOT NULL DEFAULT '',
  workflow_type TEXT NOT NULL DEFAULT 'management',
  status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft','active','paused','completed','cancelled')),
  priority TEXT NOT NULL DEFAULT 'medium' CHECK (priority IN ('low','medium','high','urgent')),
  team_id INTEGER REFERENCES teams(id) ON DELETE SET NULL,
  start_on TEXT CHECK (start_on IS date(start_on)),
  due_on TEXT CHECK (due_on IS date(due_on)),
  estimated_minutes INTEGER CHECK (estimated_minutes >= 0),
  actual_minutes INTEGER CHECK (actual_minutes >= 0),
  success_criteria TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(success_criteria) AND json_type(success_criteria) = 'array'),
  started_at TEXT,
  completed_at TEXT,
  next_task_number INTEGER NOT NULL DEFAULT 1 CHECK (next_task_number >= 1),
  metadata TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata) AND json_type(metadata) = 'object'),
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT
) STRICT;
CREATE UNIQUE INDEX uq_workflows_key ON workflows(key);
CREATE INDEX idx_workflows_team ON workflows(team_id);
CREATE INDEX idx_workflows_status ON workflows(status, updated_at) WHERE deleted_at IS NULL;

CREATE TABLE workflow_participants (
  workflow_id INTEGER NOT NULL REFERENCES workflows(id) ON DELETE CASCADE,
  assistant_id INTEGER NOT NULL REFERENCES ai_assistants(id) ON DELETE CASCADE,
  PRIMARY KEY (workflow_id, assistant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX idx_workflow_participants_assistant ON workflow_participants(assistant_id);

CREATE TABLE workflow_dependencies (
  workflow_id INTEGER NOT NULL REFERENCES workflows(id) ON DELETE CASCADE,
  depends_on_id INTEGER NOT NULL REFERENCES workflows(id) ON DELETE CASCADE,
  PRIMARY KEY (workflow_id, depends_on_id),
  CHECK (workflow_id <> depends_on_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX idx_workflow_dependencies_on ON workflow_dependencies(depends_on_id);

-- Columns of the board. Each stands for a category of statuses.
CREATE TABLE board_columns (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  workflow_id INTEGER REFERENCES workflows(id) ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  status_category TEXT NOT NULL
    CHECK (status_category IN ('pending','assigned','in_progress','review','blocked','completed','cancelled')),
  color TEXT,
  wip_limit INTEGER CHECK (wip_limit >= 1),
  position INTEGER NOT NULL,
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;
CREATE INDEX idx_board_columns_workflow ON board_columns(workflow_id, position);

CREATE TABLE tasks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  workflow_id INTEGER REFERENCES workflows(id) ON DELETE CASCADE,
  parent_task_id INTEGER REFERENCES tasks(id) ON DELETE SET NULL,
  -- The milestone of the plan it came of, named by its identity within the plan.
  milestone_uid TEXT CHECK (milestone_uid IS NULL OR length(milestone_uid) = 36),
  number INTEGER NOT NULL CHECK (number >= 1),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  description TEXT NOT NULL DEFAULT '',
  task_type TEXT NOT NULL DEFAULT 'task',
  status TEXT NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending','assigned','in_progress','review','blocked','completed','cancelled')),
  priority TEXT NOT NULL DEFAULT 'medium' CHECK (priority IN ('low','medium','high','urgent')),
  assistant_id INTEGER REFERENCES ai_assistants(id) ON DELETE SET NULL,
  board_column_id INTEGER REFERENCES board_columns(id) ON DELETE SET NULL,
  position INTEGER NOT NULL,
  start_on TEXT CHECK (start_on IS date(start_on)),
  due_on TEXT CHECK (due_on IS date(due_on)),
  estimated_minutes INTEGER CHECK (estimated_minutes >= 0),
  actual_minutes INTEGER CHECK (actual_minutes >= 0),
  started_at TEXT,
  completed_at TEXT,
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT
) STRICT;
CREATE UNIQUE INDEX uq_tasks_number ON tasks(coalesce(workflow_id, 0), number);
CREATE INDEX idx_tasks_workflow ON tasks(workflow_id, position);
CREATE INDEX idx_tasks_parent ON tasks(parent_task_id);
CREATE INDEX idx_tasks_assistant ON tasks(assistant_id);
CREATE INDEX idx_tasks_board_column ON tasks(board_column_id);
CREATE INDEX idx_tasks_due ON tasks(due_on)
  WHERE deleted_at IS NULL AND due_on IS NOT NULL AND status NOT IN ('completed','cancelled');

CREATE TABLE task_dependencies (
  task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  depends_on_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  PRIMARY KEY (task_id, depends_on_id),
  CHECK (task_id <> depends_on_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX idx_task_dependencies_on ON task_dependencies(depends_on_id);
CREATE TRIGGER task_dependencies_no_cycle BEFORE INSERT ON task_dependencies
WHEN EXISTS (
  WITH RECURSIVE before(id) AS (
    SELECT NEW.depends_on_id
    UNION SELECT d.depends_on_id FROM task_dependencies d JOIN before ON d.task_id = before.id)
  SELECT 1 FROM before WHERE id = NEW.task_id)
BEGIN SELECT RAISE(ABORT, 'dependency cycle'); END;

CREATE TABLE task_labels (
  task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  label_id INTEGER NOT NULL REFERENCES labels(id) ON DELETE CASCADE,
  PRIMARY KEY (task_id, label_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX idx_task_labels_label ON task_labels(label_id);
