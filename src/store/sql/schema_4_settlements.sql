-- schema_4_settlements.sql -- version 2 of what was computed: settlements have
-- a number, what belongs to one is found by it, and a trace is one row.
--
-- What version 1 computed is thrown away; "makegood settle" makes it again.

-- name: v2_drop_steps
DROP TABLE steps

-- name: v2_drop_lines
DROP TABLE settlement_lines

-- name: v2_drop_exclusions
DROP TABLE settlement_exclusions

-- name: v2_drop_settlements
DROP TABLE settlements

-- name: v2_drop_runs
DELETE FROM settle_runs

-- name: v2_settlements
CREATE TABLE settlements (
	-- One service in one period, or in one part of it.
	id INTEGER PRIMARY KEY,
	service TEXT NOT NULL,
	period TEXT NOT NULL,
	part INTEGER NOT NULL, -- 0: the whole period; else counted from 1
	customer TEXT NOT NULL,
	contract TEXT NOT NULL,
	target TEXT,
	tier TEXT, -- the row that applied, as printed; NULL: none
	extension TEXT, -- where the remedy is time
	claim_deadline_at INTEGER,
	terms TEXT NOT NULL,
	from_at INTEGER NOT NULL,
	to_at INTEGER NOT NULL,
	currency TEXT NOT NULL,
	digits INTEGER NOT NULL,
	period_ms INTEGER NOT NULL,
	up_ms INTEGER NOT NULL,
	degraded_ms INTEGER NOT NULL,
	down_counted_ms INTEGER NOT NULL,
	down_excluded_ms INTEGER NOT NULL,
	no_data_ms INTEGER NOT NULL,
	off_hours_ms INTEGER NOT NULL,
	down_ignored_ms INTEGER NOT NULL, -- part of down_excluded_ms
	downtime_ms INTEGER NOT NULL, -- after rounding and weights
	downtime TEXT, -- the same exactly
	recovery_ms INTEGER NOT NULL, -- brief recoveries count as down
	min_recovery_ms INTEGER NOT NULL,
	excluded_ms INTEGER NOT NULL,
	denominator_ms INTEGER NOT NULL,
	availability TEXT,
	availability_low TEXT,
	experienced TEXT,
	undecided INTEGER NOT NULL,
	breached INTEGER NOT NULL,
	tier_hole INTEGER NOT NULL,
	base_minor TEXT,
	percent TEXT,
	exact_minor TEXT, -- before rounding
	credit_minor INTEGER NOT NULL,
	capped INTEGER NOT NULL,
	dropped INTEGER NOT NULL,
	raised INTEGER NOT NULL,
	deferred INTEGER NOT NULL,
	automatic INTEGER NOT NULL,
	extension_unit TEXT NOT NULL,
	UNIQUE (service, period, part),
	CONSTRAINT "every millisecond of a period is in exactly one state" CHECK (
		up_ms + degraded_ms + down_counted_ms + down_excluded_ms
		+ no_data_ms + off_hours_ms = period_ms)
) STRICT

-- name: v2_settlement_lines
CREATE TABLE settlement_lines (
	-- What became of each outage record.
	settlement INTEGER NOT NULL REFERENCES settlements (id),
	n INTEGER NOT NULL,
	outage TEXT NOT NULL,
	file TEXT NOT NULL,
	line INTEGER NOT NULL,
	from_at INTEGER NOT NULL,
	to_at INTEGER NOT NULL,
	raw_ms INTEGER NOT NULL,
	inside_ms INTEGER NOT NULL,
	clock_ms INTEGER NOT NULL, -- before the contract's clock, and waits
	short_ms INTEGER NOT NULL,
	outside_ms INTEGER NOT NULL,
	off_hours_ms INTEGER NOT NULL,
	excluded_ms INTEGER NOT NULL,
	overlap_ms INTEGER NOT NULL,
	counted_ms INTEGER NOT NULL,
	reason TEXT NOT NULL,
	clause TEXT NOT NULL,
	PRIMARY KEY (settlement, n)
) STRICT, WITHOUT ROWID

-- name: v2_settlement_exclusions
CREATE TABLE settlement_exclusions (
	-- Excluded time by reason.
	settlement INTEGER NOT NULL REFERENCES settlements (id),
	n INTEGER NOT NULL,
	kind TEXT NOT NULL,
	clause TEXT NOT NULL,
	down_ms INTEGER NOT NULL,
	window_ms INTEGER NOT NULL,
	accepted INTEGER NOT NULL,
	refused INTEGER NOT NULL,
	refused_why TEXT NOT NULL,
	used_ms INTEGER NOT NULL, -- accepted, as allowances count it
	PRIMARY KEY (settlement, n)
) STRICT, WITHOUT ROWID

-- name: v2_traces
CREATE TABLE traces (
	-- How the credit came about: a JSON list of steps. See the view "steps".
	settlement INTEGER PRIMARY KEY REFERENCES settlements (id),
	steps TEXT NOT NULL
) STRICT

-- name: v2_steps
CREATE VIEW steps (settlement, service, period, part, n, key, clause, delta_ms,
	left_ms, facts) AS
	-- The traces, a row for each step; delta_ms and left_ms are NULL for
	-- the steps about money, facts is a JSON object: values by name.
SELECT s.id, s.service, s.period, s.part, x.key, x.value ->> '$.step',
	x.value ->> '$.clause', x.value ->> '$.delta_ms',
	x.value ->> '$.left_ms', x.value -> '$.facts'
FROM settlements s JOIN traces t ON t.settlement = s.id, json_each(t.steps) x

-- name: v2_about_derived
UPDATE about SET words = replace(words, 'settlement_exclusions, steps',
	'settlement_exclusions, traces')
WHERE topic = 'derived'
