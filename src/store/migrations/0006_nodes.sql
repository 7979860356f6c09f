-- Which server began a generation, where several share a database: it alone knows whether it still
-- runs, and its disk has what had come of it.
ALTER TABLE generations ADD COLUMN node TEXT NOT NULL DEFAULT '';
