-- The index of a vault's files, made anew: notes and canvas files with what they are called by,
-- what they link to, their tasks and properties, and every other file a link can lead to. All of
-- it comes from the files, so what was there is dropped and read again at the next look. A vault
-- that is not in use keeps its rows, so that going back to it is no new index.

DELETE FROM search_entries WHERE kind = 'note';

-- The body first, because FTS5 says the first column of a place without a word, and most words stand
-- there: a quarter of the index. The records' texts come back when the database is opened.
DROP TABLE search_index;
CREATE VIRTUAL TABLE search_index USING fts5(
  body, title, extra, content='', contentless_delete=1, tokenize='ascii', prefix='1');
DROP TABLE vault_notes;

CREATE TABLE vault_notes (
  -- Also the row in search_index. The notes of vault v are numbered from v * 2^32 on, above all
  -- search_entries, so that a range of rows is what one vault holds. A note whose row is missing in
  -- the full text is still to be put there.
  id INTEGER PRIMARY KEY CHECK (id >> 32 = vault_id),
  vault_id INTEGER NOT NULL REFERENCES obsidian_integration_settings(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('note','canvas')),
  -- As it is on disk, `/` between folders.
  path TEXT NOT NULL CHECK (length(path) >= 1),
  title TEXT NOT NULL,
  folder TEXT NOT NULL,
  -- The file's name in the form in which links compare names, without .md.
  name_key TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size >= 0),
  -- Nanoseconds since 1970: with the size the hint that a file may have changed.
  modified_ns INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  -- Lists of texts.
  tags TEXT NOT NULL,
  aliases TEXT NOT NULL,
  -- The property uid, by which a note that Hisho keeps is known again after it was moved.
  uid TEXT,
  UNIQUE (vault_id, path)
) STRICT;
CREATE INDEX idx_vault_notes_uid ON vault_notes(vault_id, uid) WHERE uid IS NOT NULL;
CREATE INDEX idx_vault_notes_recent ON vault_notes(vault_id, modified_ns DESC);
CREATE INDEX idx_vault_notes_canvas ON vault_notes(vault_id) WHERE kind = 'canvas';
CREATE INDEX idx_vault_notes_name ON vault_notes(vault_id, name_key);

-- What a file links to, in the order of the file, one row a file: reading all of them is quicker
-- than keeping an entry a link.
CREATE TABLE vault_links (
  note_id INTEGER PRIMARY KEY REFERENCES vault_notes(id) ON DELETE CASCADE,
  -- The names that are linked to, each once between line feeds.
  keys TEXT NOT NULL,
  -- Kind, line, target and what of it, as JSON.
  links TEXT NOT NULL
) STRICT;

CREATE TABLE vault_properties (
  note_id INTEGER PRIMARY KEY REFERENCES vault_notes(id) ON DELETE CASCADE,
  properties TEXT NOT NULL
) STRICT;

-- Checkboxes, with the fields of the Tasks plugin.
CREATE TABLE vault_tasks (
  note_id INTEGER NOT NULL REFERENCES vault_notes(id) ON DELETE CASCADE,
  line INTEGER NOT NULL CHECK (line >= 0),
  mark TEXT NOT NULL CHECK (length(mark) = 1),
  open INTEGER NOT NULL CHECK (open IN (0, 1)),
  text TEXT NOT NULL,
  -- Days, as YYYY-MM-DD.
  due TEXT,
  scheduled TEXT,
  start TEXT,
  priority TEXT CHECK (priority IN ('highest','high','medium','low','lowest')),
  PRIMARY KEY (note_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX idx_vault_tasks_due ON vault_tasks(due, note_id) WHERE open = 1;

-- Every other file that a link can lead to.
CREATE TABLE vault_attachments (
  vault_id INTEGER NOT NULL REFERENCES obsidian_integration_settings(id) ON DELETE CASCADE,
  path TEXT NOT NULL CHECK (length(path) >= 1),
  name_key TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size >= 0),
  modified_ns INTEGER NOT NULL,
  PRIMARY KEY (vault_id, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX idx_vault_attachments_name ON vault_attachments(vault_id, name_key);
