-- Whom a key belongs to, who made it, what it may do beyond its limit. `parent_hash`: the management
-- key that made it; its children's spending counts against its limit too.
ALTER TABLE keys ADD COLUMN account_id TEXT NOT NULL DEFAULT 'default';
ALTER TABLE keys ADD COLUMN parent_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE keys ADD COLUMN creator TEXT NOT NULL DEFAULT '';
ALTER TABLE keys ADD COLUMN external_user TEXT NOT NULL DEFAULT '';
ALTER TABLE keys ADD COLUMN deleted_at BIGINT;
-- What was spent through keys of the operator's team at providers, in the same periods.
ALTER TABLE keys ADD COLUMN include_byok BIGINT NOT NULL DEFAULT 0;
ALTER TABLE keys ADD COLUMN byok_day BIGINT NOT NULL DEFAULT 0;
ALTER TABLE keys ADD COLUMN byok_week BIGINT NOT NULL DEFAULT 0;
ALTER TABLE keys ADD COLUMN byok_month BIGINT NOT NULL DEFAULT 0;
ALTER TABLE keys ADD COLUMN byok_total BIGINT NOT NULL DEFAULT 0;
-- What is kept of its generations, and how much it may ask for. NULL: what the configuration says.
ALTER TABLE keys ADD COLUMN logging BIGINT NOT NULL DEFAULT 0;
ALTER TABLE keys ADD COLUMN zdr BIGINT NOT NULL DEFAULT 0;
ALTER TABLE keys ADD COLUMN keep_hours BIGINT;
ALTER TABLE keys ADD COLUMN per_minute BIGINT;
ALTER TABLE keys ADD COLUMN pictures_per_minute BIGINT;
ALTER TABLE keys ADD COLUMN pictures_at_once BIGINT;
CREATE INDEX keys_by_parent ON keys (parent_hash);

-- The sums of an account's ledger, kept with it in the same transactions.
CREATE TABLE accounts (
  id      TEXT PRIMARY KEY,
  credits BIGINT NOT NULL,
  spent   BIGINT NOT NULL,
  held    BIGINT NOT NULL
);
INSERT INTO accounts (id, credits, spent, held)
  SELECT 'default', 0, CAST(COALESCE(SUM(usage_total), 0) AS BIGINT),
         (SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM holds)
  FROM keys;

-- Append only: what an account was given (+) or had taken back (-).
CREATE TABLE credits (
  id         TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  at         BIGINT NOT NULL,
  amount     BIGINT NOT NULL,
  note       TEXT NOT NULL,
  made_by    TEXT NOT NULL
);
CREATE INDEX credits_by_time ON credits (account_id, at);
-- sqlite:
CREATE TRIGGER credits_keep BEFORE UPDATE ON credits BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;
-- sqlite:
CREATE TRIGGER credits_stay BEFORE DELETE ON credits BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;
-- postgresql:
CREATE TRIGGER credits_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON credits EXECUTE FUNCTION keep_rows();

-- What an upstream billed, or may have billed, and nobody can fetch any more: the operator's loss.
CREATE TABLE operator_losses (
  generation_id TEXT PRIMARY KEY REFERENCES generations (id),
  at            BIGINT NOT NULL,
  amount        BIGINT NOT NULL,
  certain       BIGINT NOT NULL,
  reason        TEXT NOT NULL
);
CREATE INDEX operator_losses_by_time ON operator_losses (at);

-- delivery: 0 = as usual, 1 = told in full after all, 2 = whoever asked left before all was told.
ALTER TABLE generations ADD COLUMN account_id TEXT NOT NULL DEFAULT 'default';
ALTER TABLE generations ADD COLUMN api_type TEXT NOT NULL DEFAULT '';
ALTER TABLE generations ADD COLUMN external_user TEXT NOT NULL DEFAULT '';
ALTER TABLE generations ADD COLUMN session_id TEXT NOT NULL DEFAULT '';
ALTER TABLE generations ADD COLUMN referer TEXT NOT NULL DEFAULT '';
ALTER TABLE generations ADD COLUMN app TEXT NOT NULL DEFAULT '';
ALTER TABLE generations ADD COLUMN request_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE generations ADD COLUMN delivery BIGINT NOT NULL DEFAULT 0;
ALTER TABLE generations ADD COLUMN zdr BIGINT NOT NULL DEFAULT 0;
ALTER TABLE generations ADD COLUMN milliseconds BIGINT NOT NULL DEFAULT 0;
ALTER TABLE generations ADD COLUMN prompt_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE generations ADD COLUMN completion_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE generations ADD COLUMN reasoning_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE generations ADD COLUMN pictures_out BIGINT NOT NULL DEFAULT 0;
ALTER TABLE generations ADD COLUMN deleted_at BIGINT;
CREATE INDEX generations_by_time ON generations (account_id, created_at, id);
CREATE INDEX generations_by_key ON generations (key_hash, created_at, id);
CREATE INDEX generations_by_user ON generations (external_user, created_at) WHERE external_user <> '';
CREATE INDEX generations_by_session ON generations (session_id, created_at) WHERE session_id <> '';
CREATE INDEX generations_undelivered ON generations (key_hash, request_hash) WHERE delivery = 2;

-- What was asked and answered, for keys that log. `words` is the prompt in lower case, to search.
CREATE TABLE contents (
  generation_id TEXT PRIMARY KEY REFERENCES generations (id),
  input         TEXT NOT NULL,
  output        TEXT NOT NULL,
  words         TEXT NOT NULL,
  keep_until    BIGINT
);
CREATE INDEX contents_by_end ON contents (keep_until) WHERE keep_until IS NOT NULL;

-- What clients said of a generation: "trace.trace_id", "metadata.project" … and their values.
CREATE TABLE labels (
  generation_id TEXT NOT NULL REFERENCES generations (id),
  name          TEXT NOT NULL,
  value         TEXT NOT NULL,
  PRIMARY KEY (generation_id, name)
);
CREATE INDEX labels_by_value ON labels (name, value);

CREATE TABLE feedback (
  id            TEXT PRIMARY KEY,
  generation_id TEXT NOT NULL REFERENCES generations (id),
  key_hash      TEXT NOT NULL,
  category      TEXT NOT NULL,
  comment       TEXT NOT NULL,
  created_at    BIGINT NOT NULL
);
CREATE INDEX feedback_by_generation ON feedback (generation_id);

-- Sums of ended generations by hour, written as each ends; what tables and charts are drawn from.
CREATE TABLE activity (
  account_id        TEXT NOT NULL,
  hour              BIGINT NOT NULL,
  key_hash          TEXT NOT NULL,
  model             TEXT NOT NULL,
  provider          TEXT NOT NULL,
  api_type          TEXT NOT NULL,
  app               TEXT NOT NULL,
  requests          BIGINT NOT NULL,
  failures          BIGINT NOT NULL,
  spent             BIGINT NOT NULL,
  byok              BIGINT NOT NULL,
  prompt_tokens     BIGINT NOT NULL,
  completion_tokens BIGINT NOT NULL,
  reasoning_tokens  BIGINT NOT NULL,
  pictures          BIGINT NOT NULL,
  milliseconds      BIGINT NOT NULL,
  PRIMARY KEY (account_id, hour, key_hash, model, provider, api_type, app)
);
INSERT INTO activity (account_id, hour, key_hash, model, provider, api_type, app, requests, failures,
                      spent, byok, prompt_tokens, completion_tokens, reasoning_tokens, pictures,
                      milliseconds)
  SELECT 'default', created_at / 3600000000, key_hash, model, provider, '', '', COUNT(*),
         CAST(SUM(CASE WHEN state = 'done' THEN 0 ELSE 1 END) AS BIGINT), CAST(SUM(cost) AS BIGINT),
         0, 0, 0, 0, 0, 0
  FROM generations WHERE finished_at IS NOT NULL
  GROUP BY created_at / 3600000000, key_hash, model, provider;
