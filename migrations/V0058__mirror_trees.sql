-- What the mirror's planner goes by, note by note, so that it can begin anew after an end at any
-- moment. base_hash and pending_hash name what both sides agreed on, as JSON or, from before, as the
-- note that Hisho would have written; disk_hash names the bytes that were read last.

ALTER TABLE mirror_notes RENAME COLUMN intended_hash TO wrote_hash;
-- The file system's own number for the file that was last read.
ALTER TABLE mirror_notes ADD COLUMN file_id INTEGER;
-- Looks that found it nowhere, in milliseconds since 1970, and how many there were.
ALTER TABLE mirror_notes ADD COLUMN missing_since INTEGER;
ALTER TABLE mirror_notes ADD COLUMN missing_last INTEGER;
ALTER TABLE mirror_notes ADD COLUMN missing_looks INTEGER
  CHECK ((missing_looks IS NULL) = (missing_since IS NULL) AND (missing_looks IS NULL) = (missing_last IS NULL));
-- Where else it was found, and since when.
ALTER TABLE mirror_notes ADD COLUMN moved_path TEXT;
ALTER TABLE mirror_notes ADD COLUMN moved_since INTEGER CHECK ((moved_since IS NULL) = (moved_path IS NULL));
-- Deleted by the person: nothing is written until it comes back, or they want it again.
ALTER TABLE mirror_notes ADD COLUMN unlinked INTEGER NOT NULL DEFAULT 0 CHECK (unlinked IN (0, 1));
-- A text that looks cut short, and since when.
ALTER TABLE mirror_notes ADD COLUMN suspect_hash BLOB CHECK (suspect_hash IS NULL OR length(suspect_hash) = 32);
ALTER TABLE mirror_notes ADD COLUMN suspect_since INTEGER CHECK ((suspect_since IS NULL) = (suspect_hash IS NULL));
CREATE INDEX idx_mirror_notes_disk ON mirror_notes(disk_hash);
-- What was gone before is asked about as what goes now is.
UPDATE mirror_notes SET unlinked = 1 WHERE state = 'missing';

-- Texts that were seen are kept as well, and so is what a deleted note said. What Hisho would have
-- written is no version of a file: no file ever was that, unless it was written.
CREATE TABLE file_versions_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  vault_id INTEGER NOT NULL REFERENCES obsidian_integration_settings(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  hash BLOB NOT NULL REFERENCES file_blobs(hash),
  why TEXT NOT NULL CHECK (why IN ('before_write','before_removal','displaced_by_race','unwritten','leftover','seen','gone')),
  at TEXT NOT NULL CHECK (length(at) = 24)
) STRICT;
INSERT INTO file_versions_new (id, vault_id, path, hash, why, at)
  SELECT id, vault_id, path, hash, why, at FROM file_versions WHERE why <> 'base';
DROP TABLE file_versions;
ALTER TABLE file_versions_new RENAME TO file_versions;
CREATE INDEX idx_file_versions_path ON file_versions(vault_id, path, id);
CREATE INDEX idx_file_versions_hash ON file_versions(hash);
