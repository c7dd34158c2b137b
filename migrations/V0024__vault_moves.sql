-- A move in the vault that is under way: written before the first file moves and taken out when the
-- last link was changed, so that what a crash cut short is finished at the next start.

CREATE TABLE vault_moves (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  vault_id INTEGER NOT NULL REFERENCES obsidian_integration_settings(id) ON DELETE CASCADE,
  from_path TEXT NOT NULL CHECK (length(from_path) >= 1),
  to_path TEXT NOT NULL CHECK (length(to_path) >= 1),
  -- The notes whose links change: the path before the move, and the hash of the note with its links
  -- changed.
  notes TEXT NOT NULL CHECK (json_valid(notes) AND json_type(notes) = 'array')
) STRICT;
CREATE INDEX idx_vault_moves_vault ON vault_moves(vault_id);
