-- schema_3_ledger.sql -- version 2: what earlier periods left, claims, amounts;
-- a settlement of each part of a period, and settlements that stay.
--
-- A database of version 1 keeps its facts. Its settlements are made anew: they
-- do not say which part of the period they are for.

-- name: v2_dependencies_from
ALTER TABLE dependencies ADD COLUMN in_from_at INTEGER

-- name: v2_dependencies_to
ALTER TABLE dependencies ADD COLUMN in_to_at INTEGER

-- name: v2_source_policy
-- how the states of a monitor were taken; empty for other files
ALTER TABLE source_files ADD COLUMN policy TEXT NOT NULL DEFAULT ''

-- name: v2_past_periods
CREATE TABLE past_periods (
	-- Earlier periods that this case did not settle itself: history.csv.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	service TEXT NOT NULL,
	period TEXT NOT NULL,
	availability TEXT, -- share of 1, a fraction
	minutes TEXT, -- of downtime, a fraction
	has_credit INTEGER NOT NULL CHECK (has_credit IN (0, 1)),
	credit_minor INTEGER NOT NULL,
	credit_currency TEXT NOT NULL,
	credit_digits INTEGER NOT NULL,
	kind TEXT NOT NULL, -- exclusion with an allowance; empty: none
	used_minutes TEXT, -- of that allowance
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v2_claims
CREATE TABLE claims (
	-- Credits that were asked for, and when.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	service TEXT NOT NULL,
	period TEXT NOT NULL,
	claimed_at INTEGER,
	anchor_at INTEGER, -- invoice or posting
	ticket_at INTEGER,
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v2_amounts
CREATE TABLE amounts (
	-- Amounts that caps and bases of contracts refer to by name.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	service TEXT NOT NULL,
	name TEXT NOT NULL,
	period TEXT NOT NULL, -- empty: every other period
	amount_minor INTEGER NOT NULL,
	amount_currency TEXT NOT NULL,
	amount_digits INTEGER NOT NULL,
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v2_about_facts
UPDATE about SET words = replace(words, 'calls, sites',
	'calls, past_periods, claims, amounts, sites')
WHERE topic = 'facts'

-- name: v2_about_ledger
UPDATE about SET words = words || ' Settlements of periods that case.yaml no '
	|| 'longer names are the exception: they stay as history, and nothing '
	|| 'makes them again.'
WHERE topic = 'derived'

-- name: v2_version
PRAGMA user_version = 2
