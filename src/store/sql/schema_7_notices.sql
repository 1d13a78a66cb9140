-- schema_7_notices.sql -- version 3 of messages: which way they went, what they
-- claim and tell, and what became of them. What was imported before was not
-- looked at for that and says so. The last statement of this file must not add a
-- column: the words behind it would become part of the table.

-- name: v3_notices_direction
ALTER TABLE notices ADD COLUMN direction TEXT NOT NULL DEFAULT 'out'
	CHECK (direction IN ('out', 'in'))

-- name: v3_notices_says
ALTER TABLE notices ADD COLUMN says TEXT NOT NULL DEFAULT 'nothing'
	CHECK (says IN ('nothing', 'investigating', 'identified',
		'monitoring', 'resolved'))

-- name: v3_notices_moderation
ALTER TABLE notices ADD COLUMN moderation TEXT NOT NULL DEFAULT 'none'
	CHECK (moderation IN ('none', 'hidden', 'deleted'))

-- name: v3_notices_has_scope
ALTER TABLE notices ADD COLUMN has_scope TEXT NOT NULL DEFAULT 'unknown'
	CHECK (has_scope IN ('unknown', 'no', 'yes'))

-- name: v3_notices_has_impact
ALTER TABLE notices ADD COLUMN has_impact TEXT NOT NULL DEFAULT 'unknown'
	CHECK (has_impact IN ('unknown', 'no', 'yes'))

-- name: v3_notices_has_action
ALTER TABLE notices ADD COLUMN has_action TEXT NOT NULL DEFAULT 'unknown'
	CHECK (has_action IN ('unknown', 'no', 'yes'))

-- name: v3_notices_has_next_time
ALTER TABLE notices ADD COLUMN has_next_time TEXT NOT NULL DEFAULT 'unknown'
	CHECK (has_next_time IN ('unknown', 'no', 'yes'))

-- name: v3_notices_moderated
ALTER TABLE notices ADD COLUMN moderated_at INTEGER

-- name: v3_notices_evidence
ALTER TABLE notices ADD COLUMN evidence TEXT NOT NULL DEFAULT ''

-- name: v3_notices_reach
ALTER TABLE notices ADD COLUMN reach TEXT NOT NULL DEFAULT ''

-- name: v3_notices_moderated_before
UPDATE notices SET moderation = 'hidden' WHERE hidden = 1
