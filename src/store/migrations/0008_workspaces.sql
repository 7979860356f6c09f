-- Groups of keys within an account: what they may spend together, who of the members is in them, and a
-- guardrail that holds for all their keys. Whatever says nothing is in the first. owner_hash: the
-- limited management key whose team has it, '' = everybody of the account.
CREATE TABLE workspaces (
  id           TEXT PRIMARY KEY,
  account_id   TEXT NOT NULL DEFAULT 'default',
  owner_hash   TEXT NOT NULL,
  slug         TEXT NOT NULL,
  name         TEXT NOT NULL,
  description  TEXT NOT NULL,
  include_byok BIGINT NOT NULL,
  created_by   TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT,
  UNIQUE (account_id, slug)
);
-- sqlite:
INSERT INTO workspaces (id, owner_hash, slug, name, description, include_byok, created_by, created_at)
  VALUES ('00000000-0000-4000-8000-000000000000', '', 'default', 'Default', '', 0, '',
          CAST(strftime('%s', 'now') AS INTEGER) * 1000000);
-- postgresql:
INSERT INTO workspaces (id, owner_hash, slug, name, description, include_byok, created_by, created_at)
  VALUES ('00000000-0000-4000-8000-000000000000', '', 'default', 'Default', '', 0, '',
          CAST(EXTRACT(EPOCH FROM now()) AS BIGINT) * 1000000);

ALTER TABLE keys ADD COLUMN workspace_id TEXT NOT NULL DEFAULT '00000000-0000-4000-8000-000000000000';
CREATE INDEX keys_by_workspace ON keys (workspace_id);

CREATE TABLE workspace_members (
  id           TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  member_id    TEXT NOT NULL REFERENCES members (id),
  created_at   BIGINT NOT NULL,
  UNIQUE (workspace_id, member_id)
);

-- limit_reset: daily, weekly, monthly, or '' = it never comes back.
CREATE TABLE workspace_budgets (
  id           TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  limit_reset  TEXT NOT NULL,
  money_limit  BIGINT NOT NULL,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  UNIQUE (workspace_id, limit_reset)
);

-- default_of: the workspace for all whose keys it holds; '' = it holds for those it is assigned to.
ALTER TABLE guardrails ADD COLUMN default_of TEXT NOT NULL DEFAULT '';
CREATE INDEX guardrails_by_workspace ON guardrails (default_of) WHERE default_of <> '';
INSERT INTO guardrails (id, owner_hash, name, description, limit_reset, include_byok, rules,
                        created_at, default_of)
  SELECT '00000000-0000-4000-8000-000000000001', '', 'Default', 'Holds for every key of this workspace.',
         '', 0, '{}', created_at, id FROM workspaces;

-- It holds for the keys that a member uses.
CREATE TABLE guardrail_members (
  id           TEXT PRIMARY KEY,
  guardrail_id TEXT NOT NULL REFERENCES guardrails (id),
  member_id    TEXT NOT NULL REFERENCES members (id),
  assigned_by  TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  UNIQUE (guardrail_id, member_id)
);
CREATE INDEX keys_by_creator ON keys (creator) WHERE creator <> '';
