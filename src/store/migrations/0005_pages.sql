-- Who uses the pages. role: owner, member or viewer. password: how it was hashed and what came of
-- it; '' = none is set, so only a link signs in.
CREATE TABLE members (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  role       TEXT NOT NULL,
  password   TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  disabled   BIGINT NOT NULL DEFAULT 0
);

-- Addresses that sign in once, by the SHA-256 of their secret. member_id: whom; '' = somebody new,
-- who gets this role.
CREATE TABLE sign_in_links (
  hash       TEXT PRIMARY KEY,
  member_id  TEXT NOT NULL DEFAULT '',
  role       TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

-- Browsers that are signed in, by the SHA-256 of their cookie. `id` is what may be shown.
CREATE TABLE sessions (
  hash       TEXT PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  member_id  TEXT NOT NULL REFERENCES members (id),
  agent      TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_member ON sessions (member_id);

-- Conversations. `body` is JSON of the pages'; `words` is what a search looks in, in lower case.
CREATE TABLE rooms (
  id         TEXT PRIMARY KEY,
  member_id  TEXT NOT NULL REFERENCES members (id),
  title      TEXT NOT NULL,
  body       TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX rooms_by_member ON rooms (member_id, updated_at);
CREATE TABLE turns (
  room_id    TEXT NOT NULL REFERENCES rooms (id),
  id         TEXT NOT NULL,
  body       TEXT NOT NULL,
  words      TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (room_id, id)
);

-- Pictures that somebody brought, to be referred to by their hash.
CREATE TABLE uploads (
  key_hash   TEXT NOT NULL REFERENCES keys (hash),
  sha256     TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes      BIGINT NOT NULL,
  width      BIGINT NOT NULL,
  height     BIGINT NOT NULL,
  path       TEXT NOT NULL,
  keep_until BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (key_hash, sha256)
);
CREATE INDEX uploads_by_path ON uploads (path);
CREATE INDEX uploads_by_end ON uploads (keep_until) WHERE keep_until IS NOT NULL;
