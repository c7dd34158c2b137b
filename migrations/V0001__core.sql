-- What every area builds on: settings, the journal of changes, jobs, proposals, keys by
-- reference, files and labels. Times are UTC text of one fixed width; days are local days.

CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 100),
  value TEXT NOT NULL CHECK (json_valid(value)),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT, WITHOUT ROWID;

-- Numbers that are given once and never again, such as those of tasks without a project.
CREATE TABLE counters (
  name TEXT NOT NULL PRIMARY KEY,
  next INTEGER NOT NULL CHECK (next >= 1)
) STRICT, WITHOUT ROWID;

-- The journal. No foreign keys: the trail survives what it speaks of.
CREATE TABLE changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL CHECK (length(at) = 24),
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('person','secretary','system')),
  secretary_uid TEXT CHECK ((secretary_uid IS NOT NULL) = (actor_kind = 'secretary')),
  origin TEXT NOT NULL CHECK (origin IN ('desktop','cli','browser','vault','engine')),
  entity TEXT NOT NULL,
  entity_uid TEXT NOT NULL,
  rev INTEGER NOT NULL CHECK (rev >= 0),
  action TEXT NOT NULL CHECK (action IN ('create','update','delete','restore')),
  before TEXT NOT NULL CHECK (json_valid(before)),
  after TEXT NOT NULL CHECK (json_valid(after))
) STRICT;
CREATE INDEX idx_changes_entity ON changes(entity, entity_uid, seq);

-- A key lies in the keychain of the system; here are the account it belongs to and a hint.
CREATE TABLE credentials (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  provider TEXT NOT NULL CHECK (provider IN ('openai','anthropic','google','ollama','compatible')),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  base_url TEXT,
  keychain_ref TEXT,
  hint TEXT CHECK (hint IS NULL OR length(hint) <= 8),
  default_model TEXT,
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT
) STRICT;
CREATE UNIQUE INDEX uq_credentials_name ON credentials(provider, name) WHERE deleted_at IS NULL;

-- Files that belong to records lie in the data folder, named by their hash.
CREATE TABLE attachments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
  mime TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size >= 0),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24)
) STRICT;
CREATE INDEX idx_attachments_hash ON attachments(hash);

CREATE TABLE labels (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  color TEXT,
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT
) STRICT;
CREATE UNIQUE INDEX uq_labels_name ON labels(name) WHERE deleted_at IS NULL;
