-- Conversations with secretaries, their messages with every text a message ever had, and the
-- search index opened to kinds that come later.

CREATE TABLE conversations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  conversation_type TEXT NOT NULL DEFAULT 'chat' CHECK (conversation_type IN ('chat','task','workflow')),
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active','archived')),
  -- What it is about. The type stays when that is gone for good.
  task_id INTEGER REFERENCES tasks(id) ON DELETE SET NULL CHECK (task_id IS NULL OR conversation_type = 'task'),
  workflow_id INTEGER REFERENCES workflows(id) ON DELETE SET NULL CHECK (workflow_id IS NULL OR conversation_type = 'workflow'),
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT
) STRICT;
CREATE INDEX idx_conversations_recent ON conversations(status, updated_at) WHERE deleted_at IS NULL;
CREATE INDEX idx_conversations_task ON conversations(task_id) WHERE task_id IS NOT NULL;
CREATE INDEX idx_conversations_workflow ON conversations(workflow_id) WHERE workflow_id IS NOT NULL;

-- The secretaries in it; the person always is.
CREATE TABLE conversation_participants (
  conversation_id INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
  assistant_id INTEGER NOT NULL REFERENCES ai_assistants(id) ON DELETE CASCADE,
  joined_at TEXT NOT NULL CHECK (length(joined_at) = 24),
  PRIMARY KEY (conversation_id, assistant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX idx_conversation_participants_assistant ON conversation_participants(assistant_id);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  conversation_id INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
  sender_kind TEXT NOT NULL CHECK (sender_kind IN ('person','secretary','system')),
  assistant_id INTEGER REFERENCES ai_assistants(id) ON DELETE SET NULL CHECK (assistant_id IS NULL OR sender_kind = 'secretary'),
  message_type TEXT NOT NULL DEFAULT 'text' CHECK (message_type IN ('text','image','file','command')),
  content TEXT NOT NULL CHECK (length(content) <= 100000),
  -- Set when the text was changed after it was sent; the texts before are in message_versions.
  edited_at TEXT CHECK (edited_at IS NULL OR length(edited_at) = 24),
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT
) STRICT;
-- Covers counting a conversation and paging through it.
CREATE INDEX idx_messages_conversation ON messages(conversation_id, deleted_at, id);
CREATE INDEX idx_messages_assistant ON messages(assistant_id) WHERE assistant_id IS NOT NULL;

CREATE TABLE message_versions (
  message_id INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
  version INTEGER NOT NULL CHECK (version >= 1),
  content TEXT NOT NULL,
  -- When this text was written, not when it was replaced.
  written_at TEXT NOT NULL CHECK (length(written_at) = 24),
  PRIMARY KEY (message_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE message_attachments (
  message_id INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
  attachment_id INTEGER NOT NULL REFERENCES attachments(id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  PRIMARY KEY (message_id, attachment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX idx_message_attachments_attachment ON message_attachments(attachment_id);

-- The kinds that can be found are a closed list in the domain; here only their form is checked,
-- so that a new kind needs no rebuild. The index itself is keyed by id and stays as it is.
CREATE TABLE search_entries_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 30),
  ref TEXT NOT NULL,
  UNIQUE (kind, ref)
) STRICT;
INSERT INTO search_entries_new (id, kind, ref) SELECT id, kind, ref FROM search_entries;
DROP TABLE search_entries;
ALTER TABLE search_entries_new RENAME TO search_entries;
