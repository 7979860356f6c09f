-- What this installation alone knows: it signs the addresses of pictures and the posts it makes.
CREATE TABLE secrets (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- What a provider wants back with a picture that it made, by the picture's hash.
CREATE TABLE signatures (
  key_hash   TEXT NOT NULL REFERENCES keys (hash),
  sha256     TEXT NOT NULL,
  provider   TEXT NOT NULL,
  json       TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (key_hash, sha256, provider)
);
CREATE INDEX signatures_by_age ON signatures (created_at);
CREATE INDEX pictures_by_hash ON pictures (sha256);

-- Every try of a generation, in order, also those that gave way to the next.
CREATE TABLE attempts (
  generation_id TEXT NOT NULL REFERENCES generations (id),
  idx           BIGINT NOT NULL,
  provider      TEXT NOT NULL,
  model         TEXT NOT NULL,
  status        BIGINT NOT NULL,
  error         TEXT NOT NULL DEFAULT '',
  milliseconds  BIGINT NOT NULL,
  created_at    BIGINT NOT NULL,
  PRIMARY KEY (generation_id, idx)
);

-- Posts owed to those who asked to be called back. state: waiting (the generation runs), due,
-- delivered, given_up.
CREATE TABLE callbacks (
  generation_id TEXT PRIMARY KEY REFERENCES generations (id),
  url           TEXT NOT NULL,
  state         TEXT NOT NULL,
  tries         BIGINT NOT NULL DEFAULT 0,
  next_at       BIGINT NOT NULL
);
CREATE INDEX callbacks_due ON callbacks (next_at) WHERE state = 'due';
