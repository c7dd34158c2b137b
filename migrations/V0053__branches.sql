-- Conversations that part from others.

-- What was said before is said again in the branch, so that it stands when the other is gone.
ALTER TABLE conversations ADD COLUMN branched_from_id INTEGER REFERENCES conversations(id) ON DELETE SET NULL;
CREATE INDEX idx_conversations_branched ON conversations(branched_from_id) WHERE branched_from_id IS NOT NULL;
