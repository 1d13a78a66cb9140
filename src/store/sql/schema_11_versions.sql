-- schema_11_versions.sql -- version 4: reports of incidents have versions. Of
-- what was imported before nobody said so, and all of it was the first one.

-- name: v4_incidents_version
ALTER TABLE incidents ADD COLUMN version INTEGER NOT NULL DEFAULT 1
	CHECK (version >= 0)

-- name: v4_incidents_changed_because
ALTER TABLE incidents ADD COLUMN changed_because TEXT NOT NULL DEFAULT ''

-- name: v4_printed_figures
CREATE TABLE printed_figures (
	-- What a version of an incident's reports said, figure by figure, for
	-- the table of changes in the version after it. Times are ms, money is
	-- minor units, estimates are thousandths.
	incident TEXT NOT NULL,
	version INTEGER NOT NULL CHECK (version >= 1),
	n INTEGER NOT NULL,
	name TEXT NOT NULL,
	currency TEXT NOT NULL, -- of a credit; else empty
	digits INTEGER NOT NULL,
	value INTEGER NOT NULL,
	PRIMARY KEY (incident, version, n)
) STRICT, WITHOUT ROWID

-- name: v4_about_printed
UPDATE about SET words = words || ' So do the figures of reports that were '
	|| 'printed (printed_figures): later versions are compared with them.'
WHERE topic = 'derived'
