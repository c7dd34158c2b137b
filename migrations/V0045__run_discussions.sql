-- Discussions that run by themselves. The list of events is the truth from the row `setup` on;
-- messages carry the number by which events name them.

ALTER TABLE discussion_messages ADD COLUMN number INTEGER CHECK (number >= 0);
CREATE UNIQUE INDEX uq_discussion_messages_number ON discussion_messages(discussion_id, number) WHERE number IS NOT NULL;

-- A run can belong to a discussion; its process carries out what is to be done there.
ALTER TABLE runs ADD COLUMN discussion_id INTEGER REFERENCES ai_discussions(id) ON DELETE CASCADE;
CREATE INDEX idx_runs_discussion ON runs(discussion_id, id) WHERE discussion_id IS NOT NULL;

-- Exactly what a model was told before it said something: JSON, packed by zstd.
CREATE TABLE discussion_sent (
  message_id INTEGER PRIMARY KEY REFERENCES discussion_messages(id) ON DELETE CASCADE,
  packed BLOB NOT NULL
) STRICT;
