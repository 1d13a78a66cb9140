-- schema_13_coverage.sql -- version 4: when monitors knew how their subjects
-- were.

-- name: v4_coverage
CREATE TABLE coverage (
	-- Where it tells no failure of the subject, the source says it was up.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	subject TEXT NOT NULL, -- a resource or a service
	view TEXT NOT NULL -- whose word it is
		CHECK (view IN ('provider', 'customer', 'probe', 'traffic')),
	from_at INTEGER NOT NULL,
	to_at INTEGER NOT NULL CHECK (to_at > from_at),
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v4_about_coverage
UPDATE about SET words = replace(words, 'call_tests, sites',
	'call_tests, coverage, sites')
WHERE topic = 'facts'
