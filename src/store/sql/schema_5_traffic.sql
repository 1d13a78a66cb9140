-- schema_5_traffic.sql -- version 3: traffic as packed days of parts of logs.
--
-- A part goes in at the end of each table, in order of site and day: nothing is
-- split, and a log of each day costs what it holds. Reading puts the parts
-- together (store/traffic_read.c).

-- name: v3_parts
CREATE TABLE parts (
	-- A stretch of one log: counted once, however many files bring it.
	-- Bytes are plain ones, after decompression. Of what version 1 and 2
	-- imported, fingerprint and tail are the digest of the whole file.
	id INTEGER PRIMARY KEY,
	fingerprint TEXT NOT NULL, -- SHA-256 of the log's first 4096 bytes
	tail TEXT NOT NULL, -- of the last 4096 before to_byte
	from_byte INTEGER NOT NULL,
	to_byte INTEGER NOT NULL CHECK (to_byte >= from_byte),
	lines INTEGER NOT NULL,
	rejected INTEGER NOT NULL,
	first_at INTEGER,
	last_at INTEGER,
	name TEXT NOT NULL,
	layer TEXT NOT NULL, -- only one layer may count; empty: none named
	read_as TEXT NOT NULL, -- dialect and rules it was counted by
	UNIQUE (fingerprint, from_byte, to_byte, layer, read_as)
) STRICT

-- name: v3_source_parts
CREATE TABLE source_parts (
	-- Which versions of files bring which parts.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	part_id INTEGER NOT NULL REFERENCES parts (id),
	PRIMARY KEY (source_id, part_id)
) STRICT, WITHOUT ROWID

-- name: v3_source_parts_by_part
CREATE INDEX source_parts_by_part ON source_parts (part_id)

-- name: v3_counting_parts
CREATE TABLE counting_parts (
	-- What counts now: each import says so anew.
	part_id INTEGER PRIMARY KEY REFERENCES parts (id)
) STRICT

-- name: v3_part_hours
CREATE TABLE part_hours (
	-- The UTC hours in which a part has a row of any site: bit h of hours
	-- is hour h. Where a log was alive, a site without a row had nothing.
	part_id INTEGER NOT NULL,
	day INTEGER NOT NULL,
	hours INTEGER NOT NULL,
	PRIMARY KEY (part_id, day)
) STRICT, WITHOUT ROWID

-- name: v3_site_days
CREATE TABLE site_days (
	-- Counters of one site by hour of one UTC day, as one part has them;
	-- for packed, see "packed" in the table about. No REFERENCES here:
	-- checking them costs half as much again as writing these rows, of
	-- which there are millions, and all ids are made in the same
	-- transaction.
	part_id INTEGER NOT NULL,
	site_id INTEGER NOT NULL,
	day INTEGER NOT NULL,
	packed BLOB NOT NULL,
	PRIMARY KEY (part_id, site_id, day)
) STRICT, WITHOUT ROWID

-- name: v3_site_minutes
CREATE TABLE site_minutes (
	-- The days that were counted by minute; site_days has their hours.
	-- By rowid, because a busy day is larger than an index likes.
	id INTEGER PRIMARY KEY,
	part_id INTEGER NOT NULL,
	site_id INTEGER NOT NULL,
	day INTEGER NOT NULL,
	packed BLOB NOT NULL,
	UNIQUE (part_id, site_id, day)
) STRICT

-- name: v3_local_days
CREATE TABLE local_days (
	-- Totals of local days, for sites of which nothing finer is known.
	part_id INTEGER NOT NULL,
	site_id INTEGER NOT NULL,
	at INTEGER NOT NULL, -- first instant of the local day, UTC ms
	hits INTEGER NOT NULL,
	views INTEGER NOT NULL,
	errors INTEGER NOT NULL,
	bytes INTEGER NOT NULL,
	robots INTEGER NOT NULL,
	redirects INTEGER NOT NULL,
	client_errors INTEGER NOT NULL,
	visits INTEGER NOT NULL,
	PRIMARY KEY (part_id, site_id, at)
) STRICT, WITHOUT ROWID

-- name: v3_visitors
CREATE TABLE visitors (
	-- How many different visitors a site had on a UTC day: a sketch.
	part_id INTEGER NOT NULL,
	site_id INTEGER NOT NULL,
	day INTEGER NOT NULL,
	sketch BLOB NOT NULL,
	PRIMARY KEY (part_id, site_id, day)
) STRICT, WITHOUT ROWID

-- name: v3_about_facts
UPDATE about SET words = replace(words, 'sites, traffic, rejects.',
	'sites, parts, source_parts, part_hours, site_days, site_minutes, '
	|| 'local_days, visitors, rejects.')
	|| ' Rows of traffic name a part, a stretch of one log, which is there '
	|| 'once however many files bring it; counting_parts says which parts '
	|| 'count, and every import says so anew.'
WHERE topic = 'facts'

-- name: v3_about_privacy
UPDATE about SET words = replace(words,
	'only counters by site and hour are kept:',
	'only counters by site and hour are kept (by minute on days that an '
	|| 'outage touches or that were asked for):')
	|| ' Where visitors were asked for, a sketch by site and day allows an '
	|| 'estimate of how many there were; it holds no address, and nobody '
	|| 'can be told from it.'
WHERE topic = 'privacy'

-- name: v3_about_units
UPDATE about SET words = replace(words, 'traffic.hour counts hours since 1970.',
	'day counts days since 1970, in UTC.')
WHERE topic = 'units'

-- name: v3_about_packed
INSERT INTO about (topic, words) VALUES
('packed',
 'site_days.packed and site_minutes.packed hold the bins of one site on one '
 || 'UTC day. Byte 0: upper half 1, the form; 1: bins are minutes, else hours; '
 || '2: the bins are the first n of the day; 4: no bin is without a hit. Byte '
 || '1: which counters follow, lowest bit first: hits, views, errors (answers '
 || '5xx), bytes, robots (hits by them), redirects (3xx), client_errors (4xx), '
 || 'visits; one that is not there is zero all day. Then bits, from the lowest '
 || 'of each byte on: n less one (5 bits for hours, 11 for minutes); unless '
 || 'flag 2, a column of how many bins are left out before each; a column for '
 || 'each counter (hits less one where flag 4); zeros up to a whole byte. A '
 || 'column is k in 6 bits, then for each bin a value v as v >> k ones, a zero '
 || 'and the lowest k bits of v; or 24 ones, the length of v less one in 6 '
 || 'bits, and v. "makegood dump" prints all of it as a table.')

-- name: v3_version
PRAGMA user_version = 3

-- name: v3old_sources
CREATE TEMP TABLE old_sources AS SELECT DISTINCT source_id FROM traffic

-- name: v3old_parts
-- What earlier versions imported: a part of each version of a file. Versions
-- with the same bytes and rules hold the same rows and share one.
INSERT INTO parts (fingerprint, tail, from_byte, to_byte, lines, rejected,
	first_at, last_at, name, layer, read_as)
SELECT f.sha256, f.sha256, 0, f.bytes, f.rows + f.rejected, f.rejected,
	f.first_at, f.last_at, f.name, '', f.read_as
FROM source_files f
WHERE f.id IN (SELECT source_id FROM old_sources)
ORDER BY f.id
ON CONFLICT DO NOTHING

-- name: v3old_source_parts
INSERT INTO source_parts (source_id, part_id)
SELECT f.id, p.id
FROM source_files f JOIN parts p ON p.fingerprint = f.sha256
	AND p.to_byte = f.bytes AND p.read_as = f.read_as
WHERE f.id IN (SELECT source_id FROM old_sources)

-- name: v3old_counting_parts
INSERT INTO counting_parts (part_id)
SELECT DISTINCT l.part_id
FROM current_sources c JOIN source_parts l ON l.source_id = c.source_id
WHERE c.state = 'current'

-- name: v3cells_parts
-- each part once, though versions may share it
SELECT min(source_id) AS source_id, part_id FROM source_parts
GROUP BY part_id ORDER BY 1

-- name: v3cells_sites
SELECT id, name FROM sites ORDER BY id DESC

-- name: v3cells_traffic
SELECT source_id, site_id, hour, hits, views, errors, bytes
FROM traffic ORDER BY site_id, hour, source_id

-- name: v3end_traffic
DROP TABLE traffic

-- name: v3end_sources
DROP TABLE old_sources
