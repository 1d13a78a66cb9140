-- traffic.sql -- parts of logs and their counters.
--
-- What counts is what counting_parts names. Rows come in the order they stand
-- in, by part, site id and day; the program puts the parts together.

-- name: part_add
INSERT INTO parts (fingerprint, tail, from_byte, to_byte, lines, rejected,
	first_at, last_at, name, layer, read_as)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)

-- name: parts_find
-- plan: sqlite_autoindex_parts_1
SELECT p.id, c.part_id IS NOT NULL, p.from_byte, p.to_byte, p.lines,
	p.rejected, p.first_at, p.last_at, p.name, p.layer, p.read_as,
	p.fingerprint, p.tail
FROM parts p LEFT JOIN counting_parts c ON c.part_id = p.id
WHERE p.fingerprint = ?1 ORDER BY p.from_byte, p.to_byte, p.layer, p.read_as

-- name: parts_of_source
-- plan: PRIMARY
SELECT p.id, c.part_id IS NOT NULL, p.from_byte, p.to_byte, p.lines,
	p.rejected, p.first_at, p.last_at, p.name, p.layer, p.read_as,
	p.fingerprint, p.tail
FROM source_parts l CROSS JOIN parts p ON p.id = l.part_id
LEFT JOIN counting_parts c ON c.part_id = p.id
WHERE l.source_id = ?1 ORDER BY l.part_id

-- name: parts_counting
-- plan: INTEGER
SELECT p.id, 1, p.from_byte, p.to_byte, p.lines,
	p.rejected, p.first_at, p.last_at, p.name, p.layer, p.read_as,
	p.fingerprint, p.tail
FROM counting_parts c CROSS JOIN parts p ON p.id = c.part_id
ORDER BY c.part_id

-- name: part_link
INSERT INTO source_parts (source_id, part_id) VALUES (?1, ?2)
ON CONFLICT DO NOTHING

-- name: parts_choose_none
DELETE FROM counting_parts

-- name: parts_choose
INSERT INTO counting_parts (part_id) VALUES (?1)

-- name: part_hours_add
INSERT INTO part_hours (part_id, day, hours) VALUES (?1, ?2, ?3)
ON CONFLICT (part_id, day) DO UPDATE SET hours = hours | excluded.hours

-- name: part_hours_all
-- plan: PRIMARY
SELECT h.part_id, h.day, h.hours
FROM counting_parts c CROSS JOIN part_hours h ON h.part_id = c.part_id
ORDER BY c.part_id, h.day

-- name: counting_links
-- plan: source_states_by_name
SELECT c.source_id, l.part_id
FROM current_sources c CROSS JOIN source_parts l ON l.source_id = c.source_id
WHERE c.state = 'current'

-- name: site_day_add
INSERT INTO site_days (part_id, site_id, day, packed) VALUES (?1, ?2, ?3, ?4)

-- name: site_minutes_add
INSERT INTO site_minutes (part_id, site_id, day, packed)
VALUES (?1, ?2, ?3, ?4)

-- name: local_day_add
INSERT INTO local_days (part_id, site_id, at, hits, views, errors, bytes,
	robots, redirects, client_errors, visits)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)

-- name: visitors_add
INSERT INTO visitors (part_id, site_id, day, sketch) VALUES (?1, ?2, ?3, ?4)

-- name: site_days_all
-- plan: PRIMARY
SELECT d.part_id, d.site_id, d.day, d.packed
FROM counting_parts c CROSS JOIN site_days d ON d.part_id = c.part_id
ORDER BY c.part_id, d.site_id, d.day

-- name: site_minutes_all
-- plan: sqlite_autoindex_site_minutes_1
SELECT d.part_id, d.site_id, d.day, d.packed
FROM counting_parts c CROSS JOIN site_minutes d ON d.part_id = c.part_id
ORDER BY c.part_id, d.site_id, d.day

-- name: local_days_all
-- plan: PRIMARY
SELECT d.part_id, d.site_id, d.at, d.hits, d.views, d.errors, d.bytes,
	d.robots, d.redirects, d.client_errors, d.visits
FROM counting_parts c CROSS JOIN local_days d ON d.part_id = c.part_id
ORDER BY c.part_id, d.site_id, d.at

-- name: visitors_all
-- plan: PRIMARY
SELECT d.part_id, d.site_id, d.day, d.sketch
FROM counting_parts c CROSS JOIN visitors d ON d.part_id = c.part_id
ORDER BY c.part_id, d.site_id, d.day

-- name: site_days_of
-- plan: PRIMARY
SELECT part_id, site_id, day, packed FROM site_days
WHERE part_id = ?1 ORDER BY site_id, day

-- name: site_minutes_of
-- plan: sqlite_autoindex_site_minutes_1
SELECT part_id, site_id, day, packed FROM site_minutes
WHERE part_id = ?1 ORDER BY site_id, day

-- name: local_days_of
-- plan: PRIMARY
SELECT part_id, site_id, at, hits, views, errors, bytes, robots, redirects,
	client_errors, visits
FROM local_days WHERE part_id = ?1 ORDER BY site_id, at

-- name: visitors_of
-- plan: PRIMARY
SELECT part_id, site_id, day, sketch FROM visitors
WHERE part_id = ?1 ORDER BY site_id, day
