-- schema_10_regulatory.sql -- version 4: what is stated for the regulatory sheet,
-- and what authorities were sent. Of customers imported before nobody said
-- whether they are financial entities.

-- name: v4_customers_financial_entity
ALTER TABLE customers ADD COLUMN financial_entity TEXT NOT NULL DEFAULT 'unknown'
	CHECK (financial_entity IN ('unknown', 'no', 'yes'))

-- name: v4_regulatory_facts
CREATE TABLE regulatory_facts (
	-- What a person states about an incident: regulatory.csv. The name
	-- tells what the value is.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	incident TEXT NOT NULL,
	name TEXT NOT NULL,
	at INTEGER, -- of an instant
	number INTEGER NOT NULL, -- 0 or 1, a count, EUR cents, milliseconds
	share TEXT, -- of 1, a fraction
	source TEXT NOT NULL, -- on whose word
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v4_submissions
CREATE TABLE submissions (
	-- What was handed to an authority, and when: submissions.csv.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	incident TEXT NOT NULL,
	regime TEXT NOT NULL CHECK (regime IN ('nis2', 'dora', 'gdpr')),
	step TEXT NOT NULL CHECK (step IN ('early_warning', 'notification',
		'intermediate', 'progress', 'final', 'initial', 'controller')),
	submitted_at INTEGER NOT NULL,
	reference TEXT NOT NULL, -- file number, receipt; may be empty
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v4_about_regulatory
UPDATE about SET words = replace(words, 'incidents, notices',
	'incidents, regulatory_facts, submissions, notices')
WHERE topic = 'facts'
