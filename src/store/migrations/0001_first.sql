-- Amounts are nano-dollars, times unix microseconds (UTC). Every integer is BIGINT: SOCI reads
-- anything else through an int. Flags are 0 or 1.

CREATE TABLE keys (
  hash        TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  label       TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT,
  expires_at  BIGINT,
  disabled    BIGINT NOT NULL DEFAULT 0,
  management  BIGINT NOT NULL DEFAULT 0,
  money_limit BIGINT,
  limit_reset TEXT NOT NULL DEFAULT '',
  -- What was spent in the day, week and month that `day`, `week` and `month` name, and for ever.
  usage_day   BIGINT NOT NULL DEFAULT 0,
  usage_week  BIGINT NOT NULL DEFAULT 0,
  usage_month BIGINT NOT NULL DEFAULT 0,
  usage_total BIGINT NOT NULL DEFAULT 0,
  day         BIGINT NOT NULL DEFAULT 0,
  week        BIGINT NOT NULL DEFAULT 0,
  month       BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX keys_by_name ON keys (name);

CREATE TABLE generations (
  id            TEXT PRIMARY KEY,
  key_hash      TEXT NOT NULL REFERENCES keys (hash),
  model         TEXT NOT NULL,
  provider      TEXT NOT NULL DEFAULT '',
  state         TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  finished_at   BIGINT,
  cost          BIGINT NOT NULL DEFAULT 0,
  finish_reason TEXT NOT NULL DEFAULT '',
  error         TEXT NOT NULL DEFAULT '',
  detail        TEXT NOT NULL DEFAULT '{}',
  resume        TEXT NOT NULL DEFAULT ''
);
CREATE INDEX generations_running ON generations (created_at) WHERE state = 'running';

-- One row for each generation that has not ended, also when it holds nothing.
CREATE TABLE holds (
  generation_id TEXT PRIMARY KEY REFERENCES generations (id),
  key_hash      TEXT NOT NULL REFERENCES keys (hash),
  amount        BIGINT NOT NULL,
  created_at    BIGINT NOT NULL
);
CREATE INDEX holds_by_key ON holds (key_hash);

-- Append only, signed: hold −h, release +h, charge −c. Nothing is written for an amount of zero.
-- sqlite:
CREATE TABLE ledger (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  at            BIGINT NOT NULL,
  key_hash      TEXT NOT NULL REFERENCES keys (hash),
  generation_id TEXT NOT NULL REFERENCES generations (id),
  kind          TEXT NOT NULL CHECK (kind IN ('hold', 'release', 'charge')),
  amount        BIGINT NOT NULL
);
-- postgresql:
CREATE TABLE ledger (
  id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at            BIGINT NOT NULL,
  key_hash      TEXT NOT NULL REFERENCES keys (hash),
  generation_id TEXT NOT NULL REFERENCES generations (id),
  kind          TEXT NOT NULL CHECK (kind IN ('hold', 'release', 'charge')),
  amount        BIGINT NOT NULL
);
CREATE INDEX ledger_by_generation ON ledger (generation_id);
-- sqlite:
CREATE TRIGGER ledger_keeps BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;
-- sqlite:
CREATE TRIGGER ledger_stays BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;
-- postgresql:
CREATE FUNCTION keep_rows() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''the ledger is append only''; END';
-- postgresql:
CREATE TRIGGER ledger_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger EXECUTE FUNCTION keep_rows();

CREATE TABLE pictures (
  generation_id TEXT NOT NULL REFERENCES generations (id),
  idx           BIGINT NOT NULL,
  sha256        TEXT NOT NULL,
  media_type    TEXT NOT NULL,
  bytes         BIGINT NOT NULL,
  width         BIGINT NOT NULL,
  height        BIGINT NOT NULL,
  path          TEXT NOT NULL,
  keep_until    BIGINT,
  PRIMARY KEY (generation_id, idx)
);
CREATE INDEX pictures_by_path ON pictures (path);
CREATE INDEX pictures_by_end ON pictures (keep_until) WHERE keep_until IS NOT NULL;

CREATE TABLE idempotency (
  key_hash        TEXT NOT NULL REFERENCES keys (hash),
  idempotency_key TEXT NOT NULL,
  request_hash    TEXT NOT NULL,
  generation_id   TEXT NOT NULL REFERENCES generations (id),
  created_at      BIGINT NOT NULL,
  PRIMARY KEY (key_hash, idempotency_key)
);

INSERT INTO meta (name, value) VALUES ('key_epoch', 1);
