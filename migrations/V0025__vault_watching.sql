-- How long a file is left in peace before it is read or written, and since when something could
-- not be read. The problems are found again by the next look, so the table begins anew.

ALTER TABLE obsidian_integration_settings ADD COLUMN quiet_ms INTEGER NOT NULL DEFAULT 300
  CHECK (quiet_ms BETWEEN 0 AND 60000);
ALTER TABLE obsidian_integration_settings ADD COLUMN write_quiet_ms INTEGER NOT NULL DEFAULT 3000
  CHECK (write_quiet_ms BETWEEN 0 AND 600000);

DROP TABLE vault_problems;
CREATE TABLE vault_problems (
  vault_id INTEGER NOT NULL REFERENCES obsidian_integration_settings(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  -- Who met it, and so finds it mended: a look at the files, or the keeping of Hisho's own notes.
  source TEXT NOT NULL CHECK (source IN ('scan', 'mirror')),
  reason TEXT NOT NULL,
  -- When it was first met for this reason; it goes with the row, when it is mended.
  since TEXT NOT NULL CHECK (length(since) = 24),
  PRIMARY KEY (vault_id, path, source)
) STRICT, WITHOUT ROWID;
