-- schema_2_derived.sql -- version 1: what was computed. Droppable.

-- name: v1_settle_runs
CREATE TABLE settle_runs (
	-- The one run whose results stand in the tables below.
	id INTEGER PRIMARY KEY CHECK (id = 1),
	input_sha256 TEXT NOT NULL, -- of all current sources and the program
	program TEXT NOT NULL,
	as_of_at INTEGER NOT NULL
) STRICT

-- name: v1_settlements
CREATE TABLE settlements (
	-- One service in one period.
	service TEXT NOT NULL,
	period TEXT NOT NULL,
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
	PRIMARY KEY (service, period),
	CONSTRAINT "every millisecond of a period is in exactly one state" CHECK (
		up_ms + degraded_ms + down_counted_ms + down_excluded_ms
		+ no_data_ms + off_hours_ms = period_ms)
) STRICT, WITHOUT ROWID

-- name: v1_settlement_lines
CREATE TABLE settlement_lines (
	-- What became of each outage record.
	service TEXT NOT NULL,
	period TEXT NOT NULL,
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
	PRIMARY KEY (service, period, n),
	FOREIGN KEY (service, period) REFERENCES settlements (service, period)
) STRICT, WITHOUT ROWID

-- name: v1_settlement_exclusions
CREATE TABLE settlement_exclusions (
	-- Excluded time by reason.
	service TEXT NOT NULL,
	period TEXT NOT NULL,
	n INTEGER NOT NULL,
	kind TEXT NOT NULL,
	clause TEXT NOT NULL,
	down_ms INTEGER NOT NULL,
	window_ms INTEGER NOT NULL,
	accepted INTEGER NOT NULL,
	refused INTEGER NOT NULL,
	refused_why TEXT NOT NULL,
	PRIMARY KEY (service, period, n),
	FOREIGN KEY (service, period) REFERENCES settlements (service, period)
) STRICT, WITHOUT ROWID

-- name: v1_steps
CREATE TABLE steps (
	-- The trace: how the credit came about, step by step.
	service TEXT NOT NULL,
	period TEXT NOT NULL,
	n INTEGER NOT NULL,
	key TEXT NOT NULL,
	clause TEXT NOT NULL,
	delta_ms INTEGER, -- NULL for the steps about money
	left_ms INTEGER,
	facts TEXT NOT NULL, -- a JSON object: values by name
	PRIMARY KEY (service, period, n),
	FOREIGN KEY (service, period) REFERENCES settlements (service, period)
) STRICT, WITHOUT ROWID

-- name: v1_estimates
CREATE TABLE estimates (
	-- Lost traffic of one site in the window of one incident.
	n INTEGER PRIMARY KEY,
	incident TEXT NOT NULL,
	site TEXT NOT NULL,
	unit TEXT NOT NULL,
	insufficient INTEGER NOT NULL,
	reason TEXT NOT NULL,
	from_at INTEGER NOT NULL,
	to_at INTEGER NOT NULL,
	expected REAL NOT NULL,
	lo80 REAL NOT NULL,
	hi80 REAL NOT NULL,
	lo95 REAL NOT NULL,
	hi95 REAL NOT NULL,
	observed REAL NOT NULL,
	lost REAL NOT NULL,
	lost_lo80 REAL NOT NULL,
	lost_hi80 REAL NOT NULL,
	lost_lo95 REAL NOT NULL,
	lost_hi95 REAL NOT NULL,
	grade TEXT NOT NULL,
	used_after INTEGER NOT NULL,
	one_sided REAL NOT NULL,
	rebound REAL NOT NULL,
	has_rebound INTEGER NOT NULL,
	n_windows INTEGER NOT NULL,
	neff REAL NOT NULL,
	backtest_median REAL NOT NULL,
	backtest_p90 REAL NOT NULL,
	backtest_bias REAL NOT NULL,
	inside80 INTEGER NOT NULL,
	inside95 INTEGER NOT NULL,
	lastweek_median REAL NOT NULL,
	history_hours INTEGER NOT NULL,
	missing_bins INTEGER NOT NULL,
	masked_bins INTEGER NOT NULL,
	UNIQUE (incident, site)
) STRICT

-- name: v1_estimate_points
CREATE TABLE estimate_points (
	estimate INTEGER NOT NULL REFERENCES estimates (n),
	at INTEGER NOT NULL,
	expected REAL NOT NULL,
	observed REAL NOT NULL, -- negative: no row
	PRIMARY KEY (estimate, at)
) STRICT, WITHOUT ROWID

-- name: v1_outputs
CREATE TABLE outputs (
	-- Report files written, and from what.
	file TEXT NOT NULL PRIMARY KEY, -- inside reports/
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	input_sha256 TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID

-- name: v1_application_id
PRAGMA application_id = 0x4d4b4744

-- name: v1_version
PRAGMA user_version = 1
