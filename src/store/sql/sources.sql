-- sources.sql -- versions of input files and which of them count.

-- name: source_find
-- plan: sqlite_autoindex_source_files_1
SELECT id FROM source_files WHERE name = ?1 AND sha256 = ?2 AND read_as = ?3

-- name: source_add
INSERT INTO source_files (name, kind, sha256, read_as, zone, bytes, rows,
	rejected, duplicates, first_at, last_at, policy)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)

-- name: source_mark
INSERT INTO source_states (name, state, source_id, superseded_by)
VALUES (?1, ?2, ?3, ?4)

-- name: source_current
-- plan: source_states_by_name
SELECT c.name, c.state, c.source_id, f.kind, f.sha256, f.read_as, f.zone,
	f.bytes, f.rows, f.rejected, f.duplicates, f.first_at, f.last_at,
	f.policy
FROM current_sources c CROSS JOIN source_files f ON f.id = c.source_id
ORDER BY c.name, c.seq

-- name: source_text_add
INSERT INTO source_texts (source_id, text) VALUES (?1, ?2)

-- name: source_texts
-- plan: source_states_by_name
SELECT c.name, f.kind, f.sha256, t.text
FROM current_sources c CROSS JOIN source_files f ON f.id = c.source_id
CROSS JOIN source_texts t ON t.source_id = c.source_id
WHERE c.state = 'current'
ORDER BY c.name, c.seq

-- name: reject_add
INSERT INTO rejects (source_id, seq, line, from_byte, to_byte, reason, excerpt)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
