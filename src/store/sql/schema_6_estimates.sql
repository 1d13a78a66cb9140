-- schema_6_estimates.sql -- version 3 of the estimates: all windows of a site,
-- and everything a report tells about them; and the days that count as Sundays.
--
-- What was estimated before is thrown away; "makegood settle" makes it again.

-- name: v3_drop_estimate_points
DROP TABLE estimate_points

-- name: v3_drop_estimates
DROP TABLE estimates

-- name: v3_drop_settle_runs
DELETE FROM settle_runs

-- name: v3_holidays
CREATE TABLE holidays (
	-- Local dates on which people come as on a Sunday.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	day INTEGER NOT NULL, -- days since 1970
	site TEXT NOT NULL, -- empty: every site
	name TEXT NOT NULL,
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v3_about_holidays
UPDATE about SET words = replace(words, 'amounts, sites',
	'amounts, holidays, sites')
WHERE topic = 'facts'

-- name: v3_estimates
CREATE TABLE estimates (
	-- Lost traffic of one site in one window of one incident.
	n INTEGER PRIMARY KEY,
	incident TEXT NOT NULL,
	site TEXT NOT NULL,
	unit TEXT NOT NULL,
	insufficient INTEGER NOT NULL,
	reason TEXT NOT NULL,
	claimed_from_at INTEGER NOT NULL,
	claimed_to_at INTEGER NOT NULL,
	from_at INTEGER NOT NULL, -- as used: whole bins
	to_at INTEGER NOT NULL,
	step_ms INTEGER NOT NULL,
	daily INTEGER NOT NULL,
	first_at INTEGER, -- of the history
	expected REAL NOT NULL,
	lo80 REAL NOT NULL,
	hi80 REAL NOT NULL,
	lo95 REAL NOT NULL,
	hi95 REAL NOT NULL,
	observed REAL NOT NULL,
	inside_bins INTEGER NOT NULL, -- of the window, with a row
	lost REAL NOT NULL,
	lost_lo80 REAL NOT NULL,
	lost_hi80 REAL NOT NULL,
	lost_lo95 REAL NOT NULL,
	lost_hi95 REAL NOT NULL,
	grade TEXT NOT NULL,
	h80 REAL NOT NULL, -- half-widths, logarithms
	h95 REAL NOT NULL,
	unseen REAL NOT NULL, -- share of the window at hours never seen
	used_after INTEGER NOT NULL,
	guard_ms INTEGER NOT NULL,
	one_sided REAL NOT NULL,
	one_sided_lo80 REAL NOT NULL,
	one_sided_hi80 REAL NOT NULL,
	sides_differ INTEGER NOT NULL,
	rebound REAL NOT NULL,
	rebound_lo80 REAL NOT NULL,
	rebound_hi80 REAL NOT NULL,
	has_rebound INTEGER NOT NULL,
	n_windows INTEGER NOT NULL, -- of the backtest
	neff REAL NOT NULL,
	backtest_median REAL NOT NULL,
	backtest_p90 REAL NOT NULL,
	backtest_bias REAL NOT NULL,
	error_median REAL NOT NULL,
	inside80 INTEGER NOT NULL,
	inside95 INTEGER NOT NULL,
	has_lastweek INTEGER NOT NULL,
	lastweek_median REAL NOT NULL,
	history_hours INTEGER NOT NULL,
	missing_bins INTEGER NOT NULL,
	masked_bins INTEGER NOT NULL,
	holidays_before INTEGER NOT NULL,
	holidays_inside INTEGER NOT NULL,
	requests INTEGER NOT NULL, -- up to the end of the window
	robots INTEGER NOT NULL,
	UNIQUE (incident, site, from_at)
) STRICT

-- name: v3_estimate_points
CREATE TABLE estimate_points (
	estimate INTEGER NOT NULL REFERENCES estimates (n),
	at INTEGER NOT NULL,
	expected REAL NOT NULL,
	observed REAL NOT NULL, -- negative: no row
	PRIMARY KEY (estimate, at)
) STRICT, WITHOUT ROWID
