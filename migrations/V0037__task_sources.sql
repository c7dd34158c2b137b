-- The checkbox in a note of the vault that a task was made of, by what it said.
CREATE TABLE task_sources (
  task_id INTEGER PRIMARY KEY REFERENCES tasks(id) ON DELETE CASCADE,
  vault_id INTEGER NOT NULL REFERENCES obsidian_integration_settings(id) ON DELETE CASCADE,
  path TEXT NOT NULL CHECK (length(path) >= 1),
  text TEXT NOT NULL
) STRICT;
CREATE INDEX idx_task_sources_place ON task_sources(vault_id, path);
