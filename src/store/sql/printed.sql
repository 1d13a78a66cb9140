-- printed.sql -- the figures of versions of reports that were printed.

-- name: printed_all
SELECT incident, version, name, currency, digits, value
FROM printed_figures ORDER BY incident, version, n

-- name: printed_drop
-- plan: PRIMARY
DELETE FROM printed_figures WHERE incident = ?1 AND version = ?2

-- name: printed_add
INSERT INTO printed_figures (incident, version, n, name, currency, digits,
	value)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
