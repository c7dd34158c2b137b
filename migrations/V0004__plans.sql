-- Plans. What a plan says and where it stands lies on its versions; the plan names the newest
-- and the one in force. A decision is about one version and the hash of what it said.

CREATE TABLE plans (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  workflow_id INTEGER REFERENCES workflows(id) ON DELETE SET NULL,
  newest_version_id INTEGER REFERENCES plan_versions(id) ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED,
  in_force_version_id INTEGER REFERENCES plan_versions(id) ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED,
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT
) STRICT;
CREATE INDEX idx_plans_workflow ON plans(workflow_id);
CREATE INDEX idx_plans_newest ON plans(newest_version_id);
CREATE INDEX idx_plans_in_force ON plans(in_force_version_id);
CREATE INDEX idx_plans_updated ON plans(updated_at) WHERE deleted_at IS NULL;

CREATE TABLE plan_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
  version_number INTEGER NOT NULL CHECK (version_number >= 1),
  status TEXT NOT NULL DEFAULT 'draft'
    CHECK (status IN ('draft','submitted','under_review','approved','rejected','revision_requested')),
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  objective TEXT NOT NULL CHECK (length(objective) >= 1),
  scope TEXT NOT NULL DEFAULT '',
  -- start_on, due_on and milestones, as an object.
  timeline TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(timeline) AND json_type(timeline) = 'object'),
  resources TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(resources) AND json_type(resources) = 'object'),
  risk_assessment TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(risk_assessment) AND json_type(risk_assessment) = 'array'),
  success_criteria TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(success_criteria) AND json_type(success_criteria) = 'array'),
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  change_summary TEXT,
  author_kind TEXT NOT NULL CHECK (author_kind IN ('person','secretary','system')),
  assistant_id INTEGER REFERENCES ai_assistants(id) ON DELETE SET NULL,
  submitted_at TEXT,
  decided_at TEXT,
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  UNIQUE (plan_id, version_number)
) STRICT;
CREATE INDEX idx_plan_versions_status ON plan_versions(status);
CREATE INDEX idx_plan_versions_assistant ON plan_versions(assistant_id);

-- What was decided never changes: a submitted version is read only but for where it stands.
CREATE TRIGGER plan_versions_immutable BEFORE UPDATE OF title, objective, scope, timeline, resources,
  risk_assessment, success_criteria, content_hash ON plan_versions
WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a submitted version does not change'); END;

CREATE TABLE plan_approvals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  plan_id INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
  version_id INTEGER NOT NULL REFERENCES plan_versions(id) ON DELETE CASCADE,
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('person','secretary','system')),
  assistant_id INTEGER REFERENCES ai_assistants(id) ON DELETE SET NULL,
  action TEXT NOT NULL CHECK (action IN ('approve','reject','request_revision')),
  comments TEXT,
  conditions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(conditions) AND json_type(conditions) = 'array'),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24)
) STRICT;
CREATE INDEX idx_plan_approvals_plan ON plan_approvals(plan_id, id);
CREATE INDEX idx_plan_approvals_version ON plan_approvals(version_id);
CREATE INDEX idx_plan_approvals_assistant ON plan_approvals(assistant_id);
