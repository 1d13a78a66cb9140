-- open.sql -- how a database is opened, and transactions.
--
-- Statements whose names share a prefix ("open_", "v1_") are run in the order
-- in which they stand here; those of "write_" only where it can be written.

-- name: open_busy_timeout
PRAGMA busy_timeout = 5000

-- name: open_foreign_keys
PRAGMA foreign_keys = ON

-- name: open_trusted_schema
PRAGMA trusted_schema = OFF

-- name: open_cache
PRAGMA cache_size = -65536

-- name: write_page
-- of a new database: a trace is some 2 KB, and two of them waste half of 4 KB
PRAGMA page_size = 16384

-- name: open_temp
PRAGMA temp_store = MEMORY

-- name: write_journal
PRAGMA journal_mode = WAL

-- name: write_synchronous
PRAGMA synchronous = FULL

-- name: application_id
PRAGMA application_id

-- name: user_version
PRAGMA user_version

-- name: table_count
SELECT count(*) FROM sqlite_schema

-- name: begin
BEGIN IMMEDIATE

-- name: commit
COMMIT

-- name: rollback
ROLLBACK

-- name: checkpoint
PRAGMA wal_checkpoint(TRUNCATE)
