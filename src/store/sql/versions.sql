-- versions.sql -- what an import of traffic asks before it reads anything.

-- name: versions_of
-- plan: sqlite_autoindex_source_files_1
SELECT id, read_as, first_at, last_at FROM source_files
WHERE name = ?1 AND sha256 = ?2

-- name: parts_known
-- plan: sqlite_autoindex_parts_1
SELECT p.id, p.from_byte, p.to_byte, p.lines, p.rejected, p.first_at,
	p.last_at, p.layer, p.read_as, p.tail, f.read_as
FROM parts p
CROSS JOIN source_parts l ON l.part_id = p.id
CROSS JOIN source_files f ON f.id = l.source_id
WHERE p.fingerprint = ?1 AND f.kind = 'traffic'

-- name: outage_spans
-- plan: PRIMARY
SELECT x.from_at, x.to_at
FROM current_sources c CROSS JOIN outages x ON x.source_id = c.source_id
WHERE c.state = 'current'

-- name: layers_meet
SELECT s.name, min(p.layer), max(p.layer)
FROM (SELECT d.part_id, d.site_id FROM counting_parts c
	CROSS JOIN site_days d ON d.part_id = c.part_id
	UNION
	SELECT d.part_id, d.site_id FROM counting_parts c
	CROSS JOIN local_days d ON d.part_id = c.part_id) x
JOIN parts p ON p.id = x.part_id
JOIN sites s ON s.id = x.site_id
GROUP BY s.name HAVING min(p.layer) < max(p.layer)
ORDER BY s.name LIMIT 1

-- name: days_left_out
SELECT min(s.name), count(*)
FROM (SELECT DISTINCT d.site_id FROM counting_parts c
	CROSS JOIN local_days d ON d.part_id = c.part_id) x
JOIN sites s ON s.id = x.site_id
WHERE EXISTS (SELECT 1 FROM counting_parts c
	CROSS JOIN site_days d ON d.part_id = c.part_id
		AND d.site_id = x.site_id)

-- name: layers_named
SELECT count(DISTINCT p.layer)
FROM counting_parts c CROSS JOIN parts p ON p.id = c.part_id
