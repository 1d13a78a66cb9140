-- facts.sql -- facts in, facts out.
--
-- Every insert takes the version of the file, the place within it and the
-- line, then the columns in the order of fact_tables.c; every query gives them
-- back so, in the order of file names and places, which does not depend on the
-- order of imports.

-- name: customers_add
INSERT INTO customers (source_id, seq, line, id, name, lang, segment, country,
	contact, address, email, vat_id, consumer, financial_entity)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)

-- name: customers_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.id, x.name, x.lang, x.segment, x.country,
	x.contact, x.address, x.email, x.vat_id, x.consumer, x.financial_entity
FROM current_sources c CROSS JOIN customers x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: services_add
INSERT INTO services (source_id, seq, line, id, customer, kind, name, site,
	contract, fee_minor, fee_currency, fee_digits, hourly_minor,
	hourly_currency, hourly_digits, in_from_at, in_to_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
	?17)

-- name: services_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.id, x.customer, x.kind, x.name, x.site,
	x.contract, x.fee_minor, x.fee_currency, x.fee_digits, x.hourly_minor,
	x.hourly_currency, x.hourly_digits, x.in_from_at, x.in_to_at
FROM current_sources c CROSS JOIN services x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: dependencies_add
INSERT INTO dependencies (source_id, seq, line, service, resource, "group",
	in_from_at, in_to_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)

-- name: dependencies_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.service, x.resource, x."group",
	x.in_from_at, x.in_to_at
FROM current_sources c CROSS JOIN dependencies x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: outages_add
INSERT INTO outages (source_id, seq, line, id, subject, from_at, to_at,
	condition, view, incident, note, detected_at, reported_at, ticket_at,
	weight, feed, excluded_kind, approved_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
	?17, ?18)

-- name: outages_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.id, x.subject, x.from_at, x.to_at,
	x.condition, x.view, x.incident, x.note, x.detected_at, x.reported_at,
	x.ticket_at, x.weight, x.feed, x.excluded_kind, x.approved_by
FROM current_sources c CROSS JOIN outages x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: waits_add
INSERT INTO waits (source_id, outage_seq, n, from_at, to_at)
VALUES (?1, ?2, ?3, ?4, ?5)

-- name: waits_all
-- plan: PRIMARY
SELECT x.source_id, x.outage_seq, x.from_at, x.to_at
FROM current_sources c CROSS JOIN waits x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.outage_seq, x.n

-- name: windows_add
INSERT INTO windows (source_id, seq, line, id, kind, subject, from_at, to_at,
	announced_at, approved_by, note)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)

-- name: windows_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.id, x.kind, x.subject, x.from_at, x.to_at,
	x.announced_at, x.approved_by, x.note
FROM current_sources c CROSS JOIN windows x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: incidents_add
INSERT INTO incidents (source_id, seq, line, id, title, severity, status, cause,
	fault_at, first_impact_at, clear_impact_at, detected_at, declared_at,
	mitigated_at, restored_at, closed_at, author, data_access,
	access_confirmed_by, access_confirmed_at, access_basis, version,
	changed_because)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
	?17, ?18, ?19, ?20, ?21, ?22, ?23)

-- name: incidents_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.id, x.title, x.severity, x.status, x.cause,
	x.fault_at, x.first_impact_at, x.clear_impact_at, x.detected_at,
	x.declared_at, x.mitigated_at, x.restored_at, x.closed_at, x.author,
	x.data_access, x.access_confirmed_by, x.access_confirmed_at,
	x.access_basis, x.version, x.changed_because
FROM current_sources c CROSS JOIN incidents x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: notices_add
INSERT INTO notices (source_id, seq, line, id, incident, channel, at,
	promised_at, author, text, public, hidden, direction, says, moderation,
	has_scope, has_impact, has_action, has_next_time, moderated_at,
	evidence, reach)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
	?17, ?18, ?19, ?20, ?21, ?22)

-- name: notices_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.id, x.incident, x.channel, x.at,
	x.promised_at, x.author, x.text, x.public, x.hidden, x.direction,
	x.says, x.moderation, x.has_scope, x.has_impact, x.has_action,
	x.has_next_time, x.moderated_at, x.evidence, x.reach
FROM current_sources c CROSS JOIN notices x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: actions_add
INSERT INTO actions (source_id, seq, line, id, incident, text, type, owner,
	state, due_at, done_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)

-- name: actions_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.id, x.incident, x.text, x.type, x.owner,
	x.state, x.due_at, x.done_at
FROM current_sources c CROSS JOIN actions x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: calls_add
INSERT INTO calls (source_id, seq, line, day_at, channel, received, answered,
	abandoned)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)

-- name: calls_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.day_at, x.channel, x.received, x.answered,
	x.abandoned
FROM current_sources c CROSS JOIN calls x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: past_add
INSERT INTO past_periods (source_id, seq, line, service, period, availability,
	minutes, has_credit, credit_minor, credit_currency, credit_digits, kind,
	used_minutes, restated)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)

-- name: past_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.service, x.period, x.availability,
	x.minutes, x.has_credit, x.credit_minor, x.credit_currency,
	x.credit_digits, x.kind, x.used_minutes, x.restated
FROM current_sources c CROSS JOIN past_periods x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: claims_add
INSERT INTO claims (source_id, seq, line, service, period, claimed_at,
	anchor_at, ticket_at, paid_at, has_paid, paid_minor, paid_currency,
	paid_digits)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)

-- name: claims_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.service, x.period, x.claimed_at,
	x.anchor_at, x.ticket_at, x.paid_at, x.has_paid, x.paid_minor,
	x.paid_currency, x.paid_digits
FROM current_sources c CROSS JOIN claims x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: amounts_add
INSERT INTO amounts (source_id, seq, line, service, name, period, amount_minor,
	amount_currency, amount_digits)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)

-- name: holidays_add
INSERT INTO holidays (source_id, seq, line, day, site, name)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)

-- name: holidays_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.day, x.site, x.name
FROM current_sources c CROSS JOIN holidays x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: regulatory_add
INSERT INTO regulatory_facts (source_id, seq, line, incident, name, at, number,
	share, source)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)

-- name: regulatory_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.incident, x.name, x.at, x.number, x.share,
	x.source
FROM current_sources c CROSS JOIN regulatory_facts x
	ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: submissions_add
INSERT INTO submissions (source_id, seq, line, incident, regime, step,
	submitted_at, reference)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)

-- name: submissions_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.incident, x.regime, x.step, x.submitted_at,
	x.reference
FROM current_sources c CROSS JOIN submissions x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: amounts_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.service, x.name, x.period, x.amount_minor,
	x.amount_currency, x.amount_digits
FROM current_sources c CROSS JOIN amounts x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: backups_add
INSERT INTO backups (source_id, seq, line, incident, customer, service,
	last_good_at, restore_point_at, restored_from, note)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)

-- name: backups_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.incident, x.customer, x.service,
	x.last_good_at, x.restore_point_at, x.restored_from, x.note
FROM current_sources c CROSS JOIN backups x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: restorations_add
INSERT INTO restorations (source_id, seq, line, incident, at, object, lost,
	restored, reissued, source)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)

-- name: restorations_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.incident, x.at, x.object, x.lost,
	x.restored, x.reissued, x.source
FROM current_sources c CROSS JOIN restorations x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: call_tests_add
INSERT INTO call_tests (source_id, seq, line, at, channel, result, wait_s, made_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)

-- name: call_tests_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.at, x.channel, x.result, x.wait_s,
	x.made_by
FROM current_sources c CROSS JOIN call_tests x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: coverage_add
INSERT INTO coverage (source_id, seq, line, subject, view, from_at, to_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)

-- name: coverage_all
-- plan: PRIMARY
SELECT c.source_id, x.seq, x.line, x.subject, x.view, x.from_at, x.to_at
FROM current_sources c CROSS JOIN coverage x ON x.source_id = c.source_id
WHERE c.state = 'current' ORDER BY c.name, c.seq, x.seq

-- name: site_find
-- plan: sqlite_autoindex_sites_1
SELECT id FROM sites WHERE name = ?1

-- name: site_add
INSERT INTO sites (name) VALUES (?1)

-- name: sites_all
-- plan: sqlite_autoindex_sites_1
SELECT id, name FROM sites ORDER BY name
