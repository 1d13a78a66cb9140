-- schema_1_facts.sql -- version 1: what was imported.
--
-- Fact tables are written once. Nothing in this program updates or deletes a
-- row of them. The comments inside stay in the database.

-- name: v1_about
CREATE TABLE about (
	-- What this database holds and why, in words.
	topic TEXT NOT NULL PRIMARY KEY,
	words TEXT NOT NULL
) STRICT, WITHOUT ROWID

-- name: v1_about_rows
INSERT INTO about (topic, words) VALUES
('purpose',
 'The system of record of one makegood case: what the input files said '
 || '(facts), and what was computed from them (derived).'),
('facts',
 'source_files, source_states, source_texts, customers, services, '
 || 'dependencies, outages, waits, windows, incidents, notices, actions, '
 || 'calls, sites, traffic, rejects. Never updated, never deleted; each row '
 || 'names the version of the file and the line it came from. A changed file '
 || 'becomes a new version; source_states says which version counts.'),
('derived',
 'settle_runs, settlements, settlement_lines, settlement_exclusions, steps, '
 || 'estimates, estimate_points, outputs. Computed from the facts; may be '
 || 'deleted: "makegood settle --all" and "makegood report" make them again.'),
('privacy',
 'Of access logs only counters by site and hour are kept: no address, no '
 || 'user, no path, no line. A log line that could not be read is kept as its '
 || 'place and the reason, never as text; rejects of other files keep a short '
 || 'excerpt. Of customers it holds what customers.csv says, in order to '
 || 'address their statements.'),
('units',
 'Columns ending in _at are UTC milliseconds since 1970-01-01T00:00:00Z, '
 || 'those ending in _ms elapsed milliseconds; spans are half-open, from_at '
 || 'inside and to_at outside. traffic.hour counts hours since 1970. Money is '
 || 'in minor units of its currency; shares and exact amounts are fractions '
 || 'as text. NULL means that nobody said.')

-- name: v1_source_files
CREATE TABLE source_files (
	-- One version of one input file, as it was read.
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL, -- inside the case folder: outages/outages.csv
	kind TEXT NOT NULL,
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
	-- zone and rules of case.yaml it was read by: the same bytes read
	-- by other rules are another version
	read_as TEXT NOT NULL,
	zone TEXT NOT NULL,
	bytes INTEGER NOT NULL CHECK (bytes >= 0),
	rows INTEGER NOT NULL CHECK (rows >= 0),
	rejected INTEGER NOT NULL CHECK (rejected >= 0),
	duplicates INTEGER NOT NULL CHECK (duplicates >= 0),
	first_at INTEGER,
	last_at INTEGER,
	UNIQUE (name, sha256, read_as)
) STRICT

-- name: v1_source_states
CREATE TABLE source_states (
	-- What became of each file name, in order; the last row of a name
	-- holds. current: this version counts. superseded: the name got new
	-- content, superseded_by. same: the same bytes as a file that counts
	-- already, so not counted again. gone: no longer in the folder.
	seq INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	state TEXT NOT NULL
		CHECK (state IN ('current', 'superseded', 'same', 'gone')),
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	superseded_by INTEGER REFERENCES source_files (id),
	CHECK ((state = 'superseded') = (superseded_by IS NOT NULL))
) STRICT

-- name: v1_source_states_by_name
CREATE INDEX source_states_by_name ON source_states (name, seq)

-- name: v1_current_sources
CREATE VIEW current_sources AS
	-- The files that count now: the last state of each name.
	SELECT s.name, s.seq, s.state, s.source_id
	FROM source_states s
	WHERE s.seq = (SELECT max(t.seq) FROM source_states t
			WHERE t.name = s.name)
	AND s.state IN ('current', 'same')

-- name: v1_source_texts
CREATE TABLE source_texts (
	-- case.yaml, contracts and written passages, whole.
	source_id INTEGER PRIMARY KEY REFERENCES source_files (id),
	text TEXT NOT NULL
) STRICT

-- name: v1_customers
CREATE TABLE customers (
	-- seq is the place of the fact within its file, from 0.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	lang TEXT NOT NULL,
	segment TEXT NOT NULL,
	country TEXT NOT NULL,
	contact TEXT NOT NULL,
	address TEXT NOT NULL,
	email TEXT NOT NULL,
	vat_id TEXT NOT NULL,
	consumer INTEGER NOT NULL CHECK (consumer IN (0, 1)),
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v1_services
CREATE TABLE services (
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	id TEXT NOT NULL,
	customer TEXT NOT NULL,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	site TEXT NOT NULL,
	contract TEXT NOT NULL,
	fee_minor INTEGER NOT NULL, -- net, per billing period
	fee_currency TEXT NOT NULL,
	fee_digits INTEGER NOT NULL,
	hourly_minor INTEGER NOT NULL,
	hourly_currency TEXT NOT NULL,
	hourly_digits INTEGER NOT NULL,
	in_from_at INTEGER, -- life of the service
	in_to_at INTEGER,
	PRIMARY KEY (source_id, seq),
	CONSTRAINT "a service ends after it begins" CHECK (in_from_at < in_to_at)
) STRICT, WITHOUT ROWID

-- name: v1_dependencies
CREATE TABLE dependencies (
	-- Members of one group stand in for each other; all groups are needed.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	service TEXT NOT NULL,
	resource TEXT NOT NULL,
	"group" TEXT NOT NULL,
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v1_outages
CREATE TABLE outages (
	-- What each source says; overlaps and contradictions are kept.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	id TEXT NOT NULL,
	subject TEXT NOT NULL, -- a resource or a service
	from_at INTEGER NOT NULL,
	to_at INTEGER, -- NULL: no end was recorded
	condition TEXT NOT NULL
		CHECK (condition IN ('down', 'degraded', 'no_data', 'substitute')),
	view TEXT NOT NULL -- whose word it is
		CHECK (view IN ('provider', 'customer', 'probe', 'traffic')),
	incident TEXT NOT NULL,
	note TEXT NOT NULL,
	detected_at INTEGER,
	reported_at INTEGER,
	ticket_at INTEGER,
	weight TEXT NOT NULL, -- share of users affected, a fraction
	feed TEXT NOT NULL,
	excluded_kind TEXT NOT NULL,
	approved_by TEXT NOT NULL,
	PRIMARY KEY (source_id, seq),
	CONSTRAINT "an outage ends after it begins" CHECK (from_at < to_at)
) STRICT, WITHOUT ROWID

-- name: v1_waits
CREATE TABLE waits (
	-- Parts of an outage spent waiting for the customer.
	source_id INTEGER NOT NULL,
	outage_seq INTEGER NOT NULL,
	n INTEGER NOT NULL,
	from_at INTEGER NOT NULL,
	to_at INTEGER NOT NULL,
	PRIMARY KEY (source_id, outage_seq, n),
	FOREIGN KEY (source_id, outage_seq) REFERENCES outages (source_id, seq),
	CONSTRAINT "a wait ends after it begins" CHECK (from_at < to_at)
) STRICT, WITHOUT ROWID

-- name: v1_windows
CREATE TABLE windows (
	-- Announced maintenance, suspension, ...: candidates for exclusion.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	subject TEXT NOT NULL, -- empty: everything
	from_at INTEGER NOT NULL,
	to_at INTEGER NOT NULL,
	announced_at INTEGER,
	approved_by TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (source_id, seq),
	CONSTRAINT "a window ends after it begins" CHECK (from_at < to_at)
) STRICT, WITHOUT ROWID

-- name: v1_incidents
CREATE TABLE incidents (
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	id TEXT NOT NULL,
	title TEXT NOT NULL,
	severity TEXT NOT NULL,
	status TEXT NOT NULL,
	cause TEXT NOT NULL,
	fault_at INTEGER,
	first_impact_at INTEGER,
	clear_impact_at INTEGER,
	detected_at INTEGER,
	declared_at INTEGER,
	mitigated_at INTEGER,
	restored_at INTEGER,
	closed_at INTEGER,
	author TEXT NOT NULL, -- who stated those instants
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v1_notices
CREATE TABLE notices (
	-- Every message to customers, also those removed later.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	id TEXT NOT NULL,
	incident TEXT NOT NULL,
	channel TEXT NOT NULL,
	at INTEGER NOT NULL,
	promised_at INTEGER,
	author TEXT NOT NULL,
	text TEXT NOT NULL,
	public INTEGER NOT NULL CHECK (public IN (0, 1)),
	hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v1_actions
CREATE TABLE actions (
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	id TEXT NOT NULL,
	incident TEXT NOT NULL,
	text TEXT NOT NULL,
	type TEXT NOT NULL,
	owner TEXT NOT NULL,
	state TEXT NOT NULL,
	due_at INTEGER,
	done_at INTEGER,
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v1_calls
CREATE TABLE calls (
	-- Support load of one local day and channel.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	day_at INTEGER NOT NULL, -- first instant of the local day
	channel TEXT NOT NULL,
	received INTEGER NOT NULL,
	answered INTEGER NOT NULL,
	abandoned INTEGER NOT NULL,
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID

-- name: v1_sites
CREATE TABLE sites (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
) STRICT

-- name: v1_traffic
CREATE TABLE traffic (
	-- Counters of one site in one UTC hour, as one file counted them.
	-- Files of several machines add up; the program adds, not the query.
	-- No REFERENCES here: checking them costs half as much again as
	-- writing these rows, of which there are millions, and both ids are
	-- made in the same transaction.
	site_id INTEGER NOT NULL,
	hour INTEGER NOT NULL, -- hours since 1970-01-01T00Z
	source_id INTEGER NOT NULL,
	hits INTEGER NOT NULL,
	views INTEGER NOT NULL,
	errors INTEGER NOT NULL,
	bytes INTEGER NOT NULL,
	PRIMARY KEY (site_id, hour, source_id)
) STRICT, WITHOUT ROWID

-- name: v1_rejects
CREATE TABLE rejects (
	-- Lines that could not be read. excerpt is empty for access logs.
	source_id INTEGER NOT NULL REFERENCES source_files (id),
	seq INTEGER NOT NULL,
	line INTEGER NOT NULL,
	from_byte INTEGER NOT NULL,
	to_byte INTEGER NOT NULL,
	reason TEXT NOT NULL,
	excerpt TEXT NOT NULL,
	PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID
