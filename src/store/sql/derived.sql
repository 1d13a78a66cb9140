-- derived.sql -- what was computed: thrown away and written anew as a whole.

-- name: drop_traces
DELETE FROM traces

-- name: drop_lines
DELETE FROM settlement_lines

-- name: drop_exclusions
DELETE FROM settlement_exclusions

-- name: drop_settlements
DELETE FROM settlements

-- name: drop_points
DELETE FROM estimate_points

-- name: drop_estimates
DELETE FROM estimates

-- name: drop_runs
DELETE FROM settle_runs

-- name: run_add
INSERT INTO settle_runs (id, input_sha256, program, as_of_at)
VALUES (1, ?1, ?2, ?3)

-- name: run_last
SELECT input_sha256 FROM settle_runs WHERE id = 1

-- name: settlement_add
INSERT INTO settlements (service, period, part, customer, contract, target,
	tier, extension, claim_deadline_at, terms, from_at, to_at, currency,
	digits, period_ms, up_ms, degraded_ms, down_counted_ms,
	down_excluded_ms, no_data_ms, off_hours_ms, down_ignored_ms,
	downtime_ms, downtime, recovery_ms, min_recovery_ms, excluded_ms,
	denominator_ms, availability, availability_low, experienced, undecided,
	breached, tier_hole, base_minor, percent, exact_minor, credit_minor,
	capped, dropped, raised, deferred, automatic, extension_unit)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
	?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30,
	?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, ?42, ?43, ?44)

-- name: line_add
INSERT INTO settlement_lines (settlement, n, outage, file, line, from_at,
	to_at, raw_ms, inside_ms, clock_ms, short_ms, outside_ms,
	off_hours_ms, excluded_ms, overlap_ms, counted_ms, reason, clause)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
	?17, ?18)

-- name: exclusion_add
INSERT INTO settlement_exclusions (settlement, n, kind, clause, down_ms,
	window_ms, accepted, refused, refused_why, used_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)

-- name: trace_add
INSERT INTO traces (settlement, steps) VALUES (?1, ?2)

-- name: estimate_add
INSERT INTO estimates (n, incident, site, unit, insufficient, reason,
	claimed_from_at, claimed_to_at, from_at, to_at, step_ms, daily,
	first_at, expected, lo80, hi80, lo95, hi95, observed, inside_bins,
	lost, lost_lo80, lost_hi80, lost_lo95, lost_hi95, grade, h80, h95,
	unseen, used_after, guard_ms, one_sided, one_sided_lo80,
	one_sided_hi80, sides_differ, rebound, rebound_lo80, rebound_hi80,
	has_rebound, n_windows, neff, backtest_median, backtest_p90,
	backtest_bias, error_median, inside80, inside95, has_lastweek,
	lastweek_median, history_hours, missing_bins, masked_bins,
	holidays_before, holidays_inside, requests, robots)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
	?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30,
	?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, ?42, ?43, ?44,
	?45, ?46, ?47, ?48, ?49, ?50, ?51, ?52, ?53, ?54, ?55, ?56)

-- name: estimates_all
SELECT n, incident, site, unit, insufficient, reason, claimed_from_at,
	claimed_to_at, from_at, to_at, step_ms, daily, first_at, expected,
	lo80, hi80, lo95, hi95, observed, inside_bins, lost, lost_lo80,
	lost_hi80, lost_lo95, lost_hi95, grade, h80, h95, unseen, used_after,
	guard_ms, one_sided, one_sided_lo80, one_sided_hi80, sides_differ,
	rebound, rebound_lo80, rebound_hi80, has_rebound, n_windows, neff,
	backtest_median, backtest_p90, backtest_bias, error_median, inside80,
	inside95, has_lastweek, lastweek_median, history_hours, missing_bins,
	masked_bins, holidays_before, holidays_inside, requests, robots
FROM estimates ORDER BY n

-- name: point_add
INSERT INTO estimate_points (estimate, at, expected, observed)
VALUES (?1, ?2, ?3, ?4)

-- name: points_of_estimate
-- plan: PRIMARY
SELECT at, expected, observed FROM estimate_points
WHERE estimate = ?1 ORDER BY at

-- name: output_put
INSERT INTO outputs (file, kind, subject, input_sha256, sha256, bytes)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (file) DO UPDATE SET kind = excluded.kind,
	subject = excluded.subject, input_sha256 = excluded.input_sha256,
	sha256 = excluded.sha256, bytes = excluded.bytes

-- name: output_drop
-- plan: PRIMARY
DELETE FROM outputs WHERE file = ?1

-- name: outputs_all
SELECT file, kind, subject, input_sha256, sha256, bytes
FROM outputs ORDER BY file
