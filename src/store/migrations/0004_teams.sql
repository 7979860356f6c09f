-- What a team shares. `owner_hash`: the limited management key whose team has it, '' = everybody of the
-- account.

-- `designated`: the version that requests get.
CREATE TABLE presets (
  id                TEXT PRIMARY KEY,
  account_id        TEXT NOT NULL DEFAULT 'default',
  owner_hash        TEXT NOT NULL,
  slug              TEXT NOT NULL,
  name              TEXT NOT NULL,
  description       TEXT NOT NULL DEFAULT '',
  status            TEXT NOT NULL CHECK (status IN ('active', 'disabled', 'archived')),
  creator           TEXT NOT NULL,
  created_at        BIGINT NOT NULL,
  updated_at        BIGINT NOT NULL,
  status_updated_at BIGINT,
  designated        BIGINT NOT NULL,
  UNIQUE (account_id, owner_hash, slug)
);
CREATE TABLE preset_versions (
  id            TEXT PRIMARY KEY,
  preset_id     TEXT NOT NULL REFERENCES presets (id),
  version       BIGINT NOT NULL,
  creator       TEXT NOT NULL,
  system_prompt TEXT NOT NULL,
  config        TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  UNIQUE (preset_id, version)
);

-- Credentials of the team at providers. `secret` is sealed (base/vault.h); `seq` is the order in which
-- they are used, within those of a provider. allowed_*: JSON arrays, '' = everything.
CREATE TABLE byok_keys (
  id             TEXT PRIMARY KEY,
  account_id     TEXT NOT NULL DEFAULT 'default',
  owner_hash     TEXT NOT NULL,
  provider       TEXT NOT NULL,
  name           TEXT NOT NULL,
  label          TEXT NOT NULL,
  secret         TEXT NOT NULL,
  disabled       BIGINT NOT NULL,
  is_fallback    BIGINT NOT NULL,
  is_required    BIGINT NOT NULL,
  is_only        BIGINT NOT NULL,
  declared_zdr   BIGINT,
  allowed_models TEXT NOT NULL,
  allowed_keys   TEXT NOT NULL,
  allowed_users  TEXT NOT NULL,
  sort_order     BIGINT NOT NULL,
  created_at     BIGINT NOT NULL
);
CREATE INDEX byok_keys_by_order ON byok_keys (account_id, sort_order);
-- How much of a generation's cost went to the team's own account at a provider.
ALTER TABLE generations ADD COLUMN byok BIGINT NOT NULL DEFAULT 0;

-- `rules` is a JSON object: the fields of the API beside these columns.
CREATE TABLE guardrails (
  id           TEXT PRIMARY KEY,
  account_id   TEXT NOT NULL DEFAULT 'default',
  owner_hash   TEXT NOT NULL,
  name         TEXT NOT NULL,
  description  TEXT NOT NULL,
  money_limit  BIGINT,
  limit_reset  TEXT NOT NULL,
  include_byok BIGINT NOT NULL,
  rules        TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT
);
CREATE TABLE guardrail_keys (
  id           TEXT PRIMARY KEY,
  guardrail_id TEXT NOT NULL REFERENCES guardrails (id),
  key_hash     TEXT NOT NULL REFERENCES keys (hash),
  assigned_by  TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  UNIQUE (guardrail_id, key_hash)
);
CREATE INDEX guardrail_keys_by_key ON guardrail_keys (key_hash);

-- Codes that become keys, once. `id` is the SHA-256 of the code; the code itself is not kept.
CREATE TABLE oauth_codes (
  id               TEXT PRIMARY KEY,
  made_by          TEXT NOT NULL REFERENCES keys (hash),
  callback_url     TEXT NOT NULL,
  challenge        TEXT NOT NULL,
  challenge_method TEXT NOT NULL,
  key_label        TEXT NOT NULL,
  money_limit      BIGINT,
  limit_reset      TEXT NOT NULL,
  key_expires_at   BIGINT,
  created_at       BIGINT NOT NULL,
  used_at          BIGINT
);
