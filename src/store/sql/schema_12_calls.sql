-- schema_12_calls.sql -- version 4: calls that were made to see whether anybody
-- answers.

-- name: v4_call_tests
CREATE TABLE call_tests (
	-- What a test call met. It says something of its own instant only.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	at INTEGER NOT NULL,
	channel TEXT NOT NULL, -- phone, chat, ...; may be empty
	result TEXT NOT NULL
		CHECK (result IN ('answered', 'engaged', 'dead', 'queue')),
	wait_s INTEGER NOT NULL CHECK (wait_s >= -1), -- -1: not noted
	made_by TEXT NOT NULL,
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v4_about_call_tests
UPDATE about SET words = replace(words, 'holidays, sites',
	'holidays, call_tests, sites')
WHERE topic = 'facts'
