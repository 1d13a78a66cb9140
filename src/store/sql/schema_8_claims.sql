-- schema_8_claims.sql -- version 3 of claims: what was paid, and when; of
-- history: why a figure that was told is another now. Nobody said so of what was
-- imported before. The last statement must not add a column,
-- see schema_7_notices.sql.

-- name: v3_past_restated
ALTER TABLE past_periods ADD COLUMN restated TEXT NOT NULL DEFAULT ''

-- name: v3_claims_has_paid
ALTER TABLE claims ADD COLUMN has_paid INTEGER NOT NULL DEFAULT 0
	CHECK (has_paid IN (0, 1))

-- name: v3_claims_paid_minor
ALTER TABLE claims ADD COLUMN paid_minor INTEGER NOT NULL DEFAULT 0

-- name: v3_claims_paid_currency
ALTER TABLE claims ADD COLUMN paid_currency TEXT NOT NULL DEFAULT ''

-- name: v3_claims_paid_digits
ALTER TABLE claims ADD COLUMN paid_digits INTEGER NOT NULL DEFAULT 0

-- name: v3_claims_paid_at
ALTER TABLE claims ADD COLUMN paid_at INTEGER

-- name: v3_claims_paid_never
UPDATE claims SET paid_at = NULL WHERE has_paid = 0
