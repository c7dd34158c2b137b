-- Conversations and discussions are found in the trash without looking through all of them.
CREATE INDEX idx_conversations_trash ON conversations(deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_ai_discussions_trash ON ai_discussions(deleted_at) WHERE deleted_at IS NOT NULL;
