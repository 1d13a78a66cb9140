-- schema_9_recovery.sql -- version 4: what an incident cost in data. Backups and
-- what they bring back, objects lost and restored, and who may have seen data.
-- Of incidents imported before nobody said so, and that is what they say. The
-- files of version 4 run in the order of their names, schema_10 before this one,
-- and none may need another.

-- name: v4_incidents_data_access
ALTER TABLE incidents ADD COLUMN data_access TEXT NOT NULL DEFAULT 'not_supplied'
	CHECK (data_access IN ('not_supplied', 'no', 'yes', 'unknown'))

-- name: v4_incidents_access_confirmed_by
ALTER TABLE incidents ADD COLUMN access_confirmed_by TEXT NOT NULL DEFAULT ''

-- name: v4_incidents_access_confirmed_at
ALTER TABLE incidents ADD COLUMN access_confirmed_at INTEGER

-- name: v4_incidents_access_basis
ALTER TABLE incidents ADD COLUMN access_basis TEXT NOT NULL DEFAULT ''

-- name: v4_backups
CREATE TABLE backups (
	-- What was left of the data of a service, of a customer or of everybody:
	-- the last good backup, and the instant the data was brought back to.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	incident TEXT NOT NULL,
	customer TEXT NOT NULL, -- empty: every customer
	service TEXT NOT NULL, -- empty: every service of the customer
	last_good_at INTEGER,
	restore_point_at INTEGER,
	restored_from TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v4_restorations
CREATE TABLE restorations (
	-- How many objects of a kind were lost and had come back at an instant,
	-- each count since the beginning of the incident.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	incident TEXT NOT NULL,
	at INTEGER NOT NULL,
	object TEXT NOT NULL,
	lost INTEGER NOT NULL CHECK (lost >= 0),
	restored INTEGER NOT NULL CHECK (restored >= 0),
	reissued INTEGER NOT NULL CHECK (reissued >= 0),
	source TEXT NOT NULL,
	PRIMARY KEY (source_id, seq),
	CONSTRAINT "no more comes back than was lost"
		CHECK (restored <= lost - reissued)
) STRICT, WITHOUT ROWID

-- name: v4_about_recovery
UPDATE about SET words = replace(words, 'calls, past_periods',
	'calls, backups, restorations, past_periods')
WHERE topic = 'facts'

-- name: v4_version
PRAGMA user_version = 4
