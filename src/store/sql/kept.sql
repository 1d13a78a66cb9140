-- kept.sql -- settlements of periods that are no longer settled: the history of
-- those that are.

-- name: kept_periods
SELECT DISTINCT period FROM settlements

-- name: kept_of_service
-- plan: sqlite_autoindex_settlements_1
SELECT id, period, part, from_at, to_at, availability, downtime,
	denominator_ms, credit_minor, currency, digits
FROM settlements WHERE service = ?1 ORDER BY period, part

-- name: kept_used
-- plan: PRIMARY
SELECT kind, used_ms FROM settlement_exclusions
WHERE settlement = ?1 AND used_ms > 0 ORDER BY n

-- name: kept_all
-- plan: sqlite_autoindex_settlements_1
SELECT id, period, part, from_at, to_at, availability, downtime,
	denominator_ms, credit_minor, currency, digits, service
FROM settlements ORDER BY service, period, part

-- name: drop_traces_of
DELETE FROM traces WHERE settlement IN
	(SELECT id FROM settlements WHERE period = ?1)

-- name: drop_lines_of
DELETE FROM settlement_lines WHERE settlement IN
	(SELECT id FROM settlements WHERE period = ?1)

-- name: drop_exclusions_of
DELETE FROM settlement_exclusions WHERE settlement IN
	(SELECT id FROM settlements WHERE period = ?1)

-- name: drop_settlements_of
DELETE FROM settlements WHERE period = ?1
