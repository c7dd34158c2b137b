-- What a person did, change by change, so that it can be undone and done again: for each of
-- their transactions the rows it touched, as they were and as they became. The journal rows of
-- the same transaction lie between first_seq and last_seq.

CREATE TABLE change_sets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL CHECK (length(at) = 24),
  origin TEXT NOT NULL CHECK (origin IN ('desktop','cli','browser','vault','engine')),
  -- A decision stands in the way of undo and is never undone itself.
  is_decision INTEGER NOT NULL CHECK (is_decision IN (0, 1)),
  state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done','undone')),
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL CHECK (last_seq >= first_seq),
  -- The newest journal row when it was last done or undone: what was last is turned first.
  moved_seq INTEGER NOT NULL CHECK (moved_seq >= last_seq),
  steps TEXT NOT NULL CHECK (json_valid(steps) AND json_type(steps) = 'array')
) STRICT;
CREATE INDEX idx_change_sets_state ON change_sets(state, moved_seq);
CREATE INDEX idx_change_sets_at ON change_sets(at);

-- A number is given once, even when the project that gave it is gone and its key comes back.
CREATE TRIGGER workflows_keep_numbers AFTER DELETE ON workflows WHEN OLD.next_task_number > 1
BEGIN
  INSERT INTO counters (name, next) VALUES ('task:' || OLD.key, OLD.next_task_number)
  ON CONFLICT (name) DO UPDATE SET next = max(next, excluded.next);
END;
CREATE TRIGGER workflows_take_numbers AFTER INSERT ON workflows
WHEN EXISTS (SELECT 1 FROM counters WHERE name = 'task:' || NEW.key AND next > NEW.next_task_number)
BEGIN
  UPDATE workflows SET next_task_number = (SELECT next FROM counters WHERE name = 'task:' || NEW.key) WHERE id = NEW.id;
END;

-- The trash is looked through by age.
CREATE INDEX idx_labels_trash ON labels(deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_roles_trash ON roles(deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_personas_trash ON personas(deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_teams_trash ON teams(deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_ai_assistants_trash ON ai_assistants(deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_workflows_trash ON workflows(deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_tasks_trash ON tasks(deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_plans_trash ON plans(deleted_at) WHERE deleted_at IS NOT NULL;
