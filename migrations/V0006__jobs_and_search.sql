-- Long jobs and what they cost, what secretaries propose, and the one search index.

CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 50),
  status TEXT NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending','running','waiting','completed','failed','cancelled','skipped')),
  assistant_id INTEGER REFERENCES ai_assistants(id) ON DELETE SET NULL,
  task_id INTEGER REFERENCES tasks(id) ON DELETE SET NULL,
  parent_run_id INTEGER REFERENCES runs(id) ON DELETE SET NULL,
  input TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(input)),
  output TEXT CHECK (output IS NULL OR json_valid(output)),
  error TEXT CHECK (error IS NULL OR json_valid(error)),
  started_at TEXT,
  completed_at TEXT,
  created_at TEXT NOT NULL CHECK (length(created_at) = 24)
) STRICT;
CREATE INDEX idx_runs_assistant ON runs(assistant_id);
CREATE INDEX idx_runs_task ON runs(task_id);
CREATE INDEX idx_runs_parent ON runs(parent_run_id);
CREATE INDEX idx_runs_open ON runs(status, id) WHERE status IN ('pending','running','waiting');

CREATE TABLE run_steps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending','running','waiting','completed','failed','cancelled','skipped')),
  attempt INTEGER NOT NULL DEFAULT 1 CHECK (attempt >= 1),
  detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  started_at TEXT,
  completed_at TEXT,
  UNIQUE (run_id, position)
) STRICT;

CREATE TABLE usage_records (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER REFERENCES runs(id) ON DELETE SET NULL,
  assistant_id INTEGER REFERENCES ai_assistants(id) ON DELETE SET NULL,
  workflow_id INTEGER REFERENCES workflows(id) ON DELETE SET NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  operation TEXT NOT NULL CHECK (operation IN ('chat','embedding')),
  input_tokens INTEGER NOT NULL DEFAULT 0 CHECK (input_tokens >= 0),
  cached_tokens INTEGER NOT NULL DEFAULT 0 CHECK (cached_tokens >= 0),
  output_tokens INTEGER NOT NULL DEFAULT 0 CHECK (output_tokens >= 0),
  -- In 10^-8 US dollars; null when the price is unknown.
  cost INTEGER CHECK (cost IS NULL OR cost >= 0),
  is_estimate INTEGER NOT NULL DEFAULT 0 CHECK (is_estimate IN (0, 1)),
  latency_ms INTEGER CHECK (latency_ms >= 0),
  success INTEGER NOT NULL CHECK (success IN (0, 1)),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24)
) STRICT;
CREATE INDEX idx_usage_records_created ON usage_records(created_at);
CREATE INDEX idx_usage_records_run ON usage_records(run_id);
CREATE INDEX idx_usage_records_assistant ON usage_records(assistant_id);
CREATE INDEX idx_usage_records_workflow ON usage_records(workflow_id);

-- What somebody who may only propose would have done; the person accepts or declines it.
CREATE TABLE proposals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  command TEXT NOT NULL,
  input TEXT NOT NULL CHECK (json_valid(input)),
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('secretary','system')),
  assistant_id INTEGER REFERENCES ai_assistants(id) ON DELETE SET NULL,
  reason TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open','accepted','declined','expired')),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  decided_at TEXT
) STRICT;
CREATE INDEX idx_proposals_assistant ON proposals(assistant_id);
CREATE INDEX idx_proposals_open ON proposals(id) WHERE state = 'open';

-- One index over everything that can be found; ref is a note's path or a uid.
CREATE TABLE search_entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('note','plan','project','task')),
  ref TEXT NOT NULL,
  UNIQUE (kind, ref)
) STRICT;
-- Fed with tokens made in Rust; the built-in tokeniser only splits at spaces.
CREATE VIRTUAL TABLE search_index USING fts5(
  title, extra, body, content='', contentless_delete=1, tokenize='ascii', prefix='1');
