-- What members think of pictures: 1 to 5 stars.
CREATE TABLE ratings (
  member_id TEXT NOT NULL REFERENCES members (id),
  sha256    TEXT NOT NULL,
  stars     BIGINT NOT NULL,
  rated_at  BIGINT NOT NULL,
  PRIMARY KEY (member_id, sha256)
);

-- Prompts that members keep to use again.
CREATE TABLE saved_prompts (
  member_id  TEXT NOT NULL REFERENCES members (id),
  id         TEXT NOT NULL,
  name       TEXT NOT NULL,
  body       TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (member_id, id)
);

CREATE INDEX attempts_by_model ON attempts (model, created_at);
