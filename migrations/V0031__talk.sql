-- Runs that belong to a conversation, and answers that were not said to their end.

ALTER TABLE runs ADD COLUMN conversation_id INTEGER REFERENCES conversations(id) ON DELETE CASCADE;
CREATE INDEX idx_runs_conversation ON runs(conversation_id, id) WHERE conversation_id IS NOT NULL;
-- The process that carries it out, by the lock it holds: a run whose process is gone was interrupted.
ALTER TABLE runs ADD COLUMN owner TEXT;

ALTER TABLE messages ADD COLUMN is_partial INTEGER NOT NULL DEFAULT 0 CHECK (is_partial IN (0, 1));
