-- Pictures that programs keep here to name them in requests: names of uploads, which say where the bytes
-- lie and how long they stay. Ids begin with the moment they were made, so they sort by it.
CREATE TABLE files (
  id         TEXT PRIMARY KEY,
  key_hash   TEXT NOT NULL,
  sha256     TEXT NOT NULL,
  filename   TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  FOREIGN KEY (key_hash, sha256) REFERENCES uploads (key_hash, sha256)
    ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX files_by_upload ON files (key_hash, sha256);
CREATE INDEX files_by_key ON files (key_hash, id);
