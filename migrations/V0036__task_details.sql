-- More of tasks: the rule by which one comes again, its small steps, and questions that are kept.

ALTER TABLE tasks ADD COLUMN recurrence TEXT CHECK (length(recurrence) BETWEEN 1 AND 400);

CREATE TABLE checklist_items (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 500),
  is_done INTEGER NOT NULL DEFAULT 0 CHECK (is_done IN (0, 1)),
  position INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_checklist_items_task ON checklist_items(task_id, position);

-- Questions for tasks that the person keeps under a name.
CREATE TABLE task_filters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
  filter TEXT NOT NULL CHECK (json_valid(filter) AND json_type(filter) = 'object'),
  sort TEXT NOT NULL CHECK (json_valid(sort) AND json_type(sort) = 'object'),
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;

-- How much each secretary has to do is read from this index alone.
CREATE INDEX idx_tasks_load ON tasks(assistant_id, estimated_minutes, actual_minutes)
  WHERE deleted_at IS NULL AND assistant_id IS NOT NULL AND status NOT IN ('completed','cancelled');
