-- What the person is told, gone after a week, and the journal guarded as the audit trail it is.

CREATE TABLE notifications (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  kind TEXT NOT NULL CHECK (kind IN ('workflow_updates','ai_discussions','plan_approvals','reminder')),
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  message TEXT NOT NULL DEFAULT '' CHECK (length(message) <= 2000),
  priority TEXT NOT NULL DEFAULT 'medium' CHECK (priority IN ('low','medium','high','urgent')),
  -- What it is about; no foreign key, as a notification may outlive it.
  entity TEXT,
  entity_uid TEXT CHECK ((entity_uid IS NULL) = (entity IS NULL)),
  read_at TEXT CHECK (read_at IS NULL OR length(read_at) = 24),
  expires_at TEXT NOT NULL CHECK (length(expires_at) = 24),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24)
) STRICT;
CREATE INDEX idx_notifications_unread ON notifications(id) WHERE read_at IS NULL;
CREATE INDEX idx_notifications_expires ON notifications(expires_at);

-- A trail that could be rewritten would prove nothing. Rows may only go as a whole, by age.
CREATE TRIGGER changes_are_final BEFORE UPDATE ON changes
BEGIN SELECT RAISE(ABORT, 'the journal does not change'); END;
