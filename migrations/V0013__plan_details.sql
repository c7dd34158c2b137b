-- The rest of what a plan says. Its resources and risks have had their columns from the start.

ALTER TABLE plan_versions ADD COLUMN description TEXT NOT NULL DEFAULT '';

DROP TRIGGER plan_versions_immutable;
CREATE TRIGGER plan_versions_immutable BEFORE UPDATE OF title, description, objective, scope, timeline, resources,
  risk_assessment, success_criteria, content_hash ON plan_versions
WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a submitted version does not change'); END;

-- Plans that wait for the person are found without reading the others.
CREATE INDEX idx_plan_versions_waiting ON plan_versions(plan_id) WHERE status IN ('submitted','under_review');
