-- What plans need to be decided on: the notes a version builds on, the older version it began
-- with, tasks that came of the conditions of an approval, and comments on passages.

ALTER TABLE plan_versions ADD COLUMN notes TEXT NOT NULL DEFAULT '[]'
  CHECK (json_valid(notes) AND json_type(notes) = 'array');
-- The number of the version whose words it began with, when that was not the one before it.
ALTER TABLE plan_versions ADD COLUMN from_version INTEGER CHECK (from_version >= 1);

DROP TRIGGER plan_versions_immutable;
CREATE TRIGGER plan_versions_immutable BEFORE UPDATE OF title, description, objective, scope, timeline, resources,
  risk_assessment, success_criteria, notes, from_version, content_hash ON plan_versions
WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a submitted version does not change'); END;

-- Only what is under review is decided, and only as what it says now.
CREATE TRIGGER plan_versions_reviewed BEFORE UPDATE OF status ON plan_versions
WHEN NEW.status IN ('approved','rejected','revision_requested') AND OLD.status NOT IN ('under_review', NEW.status)
BEGIN SELECT RAISE(ABORT, 'only what is under review is decided'); END;

CREATE TRIGGER plan_approvals_bound BEFORE INSERT ON plan_approvals
WHEN EXISTS (SELECT 1 FROM plan_versions v WHERE v.id = NEW.version_id AND v.content_hash <> NEW.content_hash)
BEGIN SELECT RAISE(ABORT, 'the version says something else than what was decided'); END;

CREATE TRIGGER plan_approvals_immutable BEFORE UPDATE OF plan_id, version_id, content_hash, actor_kind, action, comments,
  conditions, created_at ON plan_approvals
BEGIN SELECT RAISE(ABORT, 'a decision does not change'); END;

ALTER TABLE tasks ADD COLUMN approval_id INTEGER REFERENCES plan_approvals(id) ON DELETE SET NULL;
CREATE INDEX idx_tasks_approval ON tasks(approval_id) WHERE approval_id IS NOT NULL;

-- The passage a comment is about: the version of the plan, and the words as they stand there.
ALTER TABLE comments ADD COLUMN version_id INTEGER REFERENCES plan_versions(id) ON DELETE SET NULL;
ALTER TABLE comments ADD COLUMN quote TEXT CHECK (length(quote) BETWEEN 1 AND 2000);
CREATE INDEX idx_comments_version ON comments(version_id) WHERE version_id IS NOT NULL;
