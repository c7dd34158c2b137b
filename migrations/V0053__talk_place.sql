-- Conversations that part from others, the notes that went along with a message, and what a
-- secretary was told.

-- What was said before is said again in the branch, so that it stands when the other is gone.
ALTER TABLE conversations ADD COLUMN branched_from_id INTEGER REFERENCES conversations(id) ON DELETE SET NULL;
CREATE INDEX idx_conversations_branched ON conversations(branched_from_id) WHERE branched_from_id IS NOT NULL;

-- By path, not by row: what went along stays true when the note is gone.
CREATE TABLE message_notes (
  message_id INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  path TEXT NOT NULL CHECK (length(path) BETWEEN 1 AND 4096),
  PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;

-- JSON, compressed: what was last sent for this step, as the person can look at it.
ALTER TABLE run_steps ADD COLUMN told BLOB;
