-- The vault: its settings, the index of its notes (which can be rebuilt from the files at any
-- time), the notes Hisho mirrors into it, and the history of every file it ever overwrote.

CREATE TABLE obsidian_integration_settings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  vault_path TEXT NOT NULL UNIQUE CHECK (length(vault_path) >= 1),
  is_current INTEGER NOT NULL DEFAULT 0 CHECK (is_current IN (0, 1)),
  excluded_folders TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(excluded_folders) AND json_type(excluded_folders) = 'array'),
  writing TEXT NOT NULL DEFAULT 'not_asked' CHECK (writing IN ('not_asked','allowed','off')),
  plans_folder TEXT NOT NULL,
  projects_folder TEXT NOT NULL,
  -- Folders that did not exist before Hisho wrote; taking everything back removes them when empty.
  made_folders TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(made_folders) AND json_type(made_folders) = 'array'),
  last_scan_at TEXT,
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;
CREATE UNIQUE INDEX uq_obsidian_current ON obsidian_integration_settings(is_current) WHERE is_current = 1;

CREATE TABLE vault_notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  vault_id INTEGER NOT NULL REFERENCES obsidian_integration_settings(id) ON DELETE CASCADE,
  -- As it is on disk, `/` between folders.
  path TEXT NOT NULL CHECK (length(path) >= 1),
  title TEXT NOT NULL,
  folder TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size >= 0),
  -- Nanoseconds since 1970: with the size the hint that a file may have changed.
  modified_ns INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags) AND json_type(tags) = 'array'),
  -- The property uid, by which a note that Hisho keeps is known again after it was moved.
  uid TEXT,
  UNIQUE (vault_id, path)
) STRICT;
CREATE INDEX idx_vault_notes_uid ON vault_notes(vault_id, uid) WHERE uid IS NOT NULL;
CREATE INDEX idx_vault_notes_recent ON vault_notes(vault_id, modified_ns DESC);

CREATE TABLE vault_problems (
  vault_id INTEGER NOT NULL REFERENCES obsidian_integration_settings(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (vault_id, path)
) STRICT, WITHOUT ROWID;

-- A note that Hisho keeps. base_hash names what Hisho would have written when both sides last
-- agreed, disk_hash what lay on the disk then: the difference is the person's own.
CREATE TABLE mirror_notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  vault_id INTEGER NOT NULL REFERENCES obsidian_integration_settings(id) ON DELETE CASCADE,
  entity TEXT NOT NULL CHECK (entity IN ('plan','project')),
  entity_uid TEXT NOT NULL CHECK (length(entity_uid) = 36),
  path TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('ja','en')),
  base_hash BLOB REFERENCES file_blobs(hash) CHECK (base_hash IS NULL OR length(base_hash) = 32),
  disk_hash BLOB CHECK (disk_hash IS NULL OR length(disk_hash) = 32),
  -- What Hisho wrote last, or is writing: a file like that is its own.
  intended_hash BLOB CHECK (intended_hash IS NULL OR length(intended_hash) = 32),
  -- While a write is in progress, the base that holds once it is done.
  pending_hash BLOB REFERENCES file_blobs(hash) CHECK (pending_hash IS NULL OR length(pending_hash) = 32),
  state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new','written','changed_outside','missing')),
  UNIQUE (vault_id, entity, entity_uid)
) STRICT;
CREATE INDEX idx_mirror_notes_path ON mirror_notes(vault_id, path);
CREATE INDEX idx_mirror_notes_base ON mirror_notes(base_hash);
CREATE INDEX idx_mirror_notes_pending ON mirror_notes(pending_hash);

-- Contents by their hash, compressed, each kept once.
CREATE TABLE file_blobs (
  hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
  size INTEGER NOT NULL CHECK (size >= 0),
  zstd BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Every version of a file that Hisho displaced, found displaced, or wrote.
CREATE TABLE file_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  vault_id INTEGER NOT NULL REFERENCES obsidian_integration_settings(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  hash BLOB NOT NULL REFERENCES file_blobs(hash),
  why TEXT NOT NULL CHECK (why IN ('before_write','before_removal','displaced_by_race','unwritten','leftover','base')),
  at TEXT NOT NULL CHECK (length(at) = 24)
) STRICT;
CREATE INDEX idx_file_versions_path ON file_versions(vault_id, path, id);
CREATE INDEX idx_file_versions_hash ON file_versions(hash);
