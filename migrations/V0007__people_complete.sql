-- What the team still lacked: a picture of a persona beside its icon, names that are given once
-- among the living, and the skills in the order in which they are asked for.

ALTER TABLE personas ADD COLUMN image_attachment_id INTEGER REFERENCES attachments(id) ON DELETE SET NULL;
CREATE INDEX idx_personas_image_attachment ON personas(image_attachment_id);
CREATE UNIQUE INDEX uq_personas_name ON personas(name) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX uq_teams_name ON teams(name) WHERE deleted_at IS NULL;
