#include "flow/reading.h"

#include <fnmatch.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/utf8.h"
#include "domain/contract.h"
#include "flow/case_robots.h"
#include "flow/digest.h"
#include "flow/keep_batch.h"
#include "import/robot_rules.h"
#include "store/sources.h"

/* Raised when a reader changes what the same bytes mean. */
#define READER_GENERATION  2
#define COUNTER_GENERATION 2
#define TEXT_BYTES         ((size_t)16 << 20)
#define RULES_BYTES        ((size_t)65536)
#define MAX_REJECTS        1000

static void
on_progress(void *arg, int64_t done, int64_t all)
{
	const struct reading *r = arg;
	char what[80];

	snprintf(what, sizeof what, "%.*s", STR_ARG(r->current));
	r->j->progress(what, done, all);
}

int
reading_begin(struct reading *r, struct journey *j,
    const struct folder_file *config, struct err *e)
{
	struct file_rule *rules;
	struct str text;

	*r = (struct reading){ .j = j };
	if (file_read(config->path, TEXT_BYTES, j->keep, &text, e) != 0)
		return -1;
	if (settings_parse(text, config->name, &j->zones, j->keep, &r->settings,
		&rules, &r->ctx.n_rules, &j->diags) != 0)
		return err_set(e, ERR_INPUT, "case.yaml cannot be used");
	r->ctx.settings = &r->settings;
	r->ctx.rules = rules;
	r->ctx.zones = &j->zones;
	r->ctx.max_rejects = MAX_REJECTS;
	r->ctx.digested = true;
	r->ctx.progress = j->progress != NULL ? on_progress : NULL;
	r->ctx.progress_arg = r;
	r->ctx.visits = str_is(r->settings.traffic_unit, "visits");
	r->ctx.visitors = r->settings.visitors;
	return case_robots_read(j, &r->settings, &r->ctx.robots, e);
}

void
reading_counters(const struct import_context *ctx, struct buf *to)
{
	buf_addf(to, "; robots %.12s%s%s", robot_rules_digest(ctx->robots),
	    ctx->visits ? ", visits" : "", ctx->visitors ? ", visitors" : "");
}

/* All rules that match, in their order: so it is right whichever of them wins.
 */
struct str
reading_rules(const struct reading *r, const struct folder_file *f)
{
	struct arena *keep = r->j->keep;
	struct buf b;
	struct str s;

	if (f->role != ROLE_FACTS)
		return STR("text");
	buf_init(&b, RULES_BYTES);
	buf_addf(&b, "reader %d, zone %.*s",
	    f->kind == SOURCE_TRAFFIC ? COUNTER_GENERATION : READER_GENERATION,
	    STR_ARG(r->settings.zone_name));
	for (size_t i = 0; i < r->ctx.n_rules; i++) {
		const struct file_rule *rule = &r->ctx.rules[i];
		struct str zone =
		    rule->zone != NULL ? rule->zone->name : STR("-");

		if (fnmatch(str_cstr(keep, rule->pattern),
			str_cstr(keep, f->name), 0) != 0)
			continue;
		buf_addf(&b, "; zone %.*s, repeated %d, missing %d",
		    STR_ARG(zone), (int)rule->repeated, (int)rule->missing);
		buf_addf(&b, ", site %.*s, format %.*s", STR_ARG(rule->site),
		    STR_ARG(rule->format));
		buf_addf(&b, "; %.*s", STR_ARG(file_rule_policy(keep, rule)));
		if (f->kind == SOURCE_TRAFFIC)
			buf_addf(&b, "; layer %.*s, log_format %.*s",
			    STR_ARG(rule->layer), STR_ARG(rule->log_format));
	}
	if (f->kind == SOURCE_TRAFFIC)
		reading_counters(&r->ctx, &b);
	/* who is who in the log of a monitor depends on what the case knows */
	if (f->kind == SOURCE_OUTAGES || f->kind == SOURCE_MAINTENANCE)
		buf_addf(&b, "; subjects %.12s", r->known_digest);
	s = str_dup(keep, buf_str(&b));
	buf_release(&b);
	return s;
}

static void
know(struct reading *r, struct str name, struct str id)
{
	if (name.n != 0)
		*vec_push(r->j->keep, &r->known) =
		    (struct known_subject){ name, id };
}

/* Complaints are told when the file itself is imported. */
static int
know_file(struct reading *r, const struct folder_file *f, struct err *e)
{
	struct batch batch = { 0 };
	struct diags unheard;

	diags_init(&unheard, r->j->keep);
	*e = (struct err){ 0 };
	if (import_file(&r->ctx, f->kind, f->path, f->name, r->j->keep, &batch,
		&unheard, e) != 0)
		return e->kind == ERR_ENV ? -1 : 0;
	for (size_t i = 0; i < batch.services.n; i++)
		know(r, batch.services.v[i].id, batch.services.v[i].id);
	for (size_t i = 0; i < batch.dependencies.n; i++)
		know(r, batch.dependencies.v[i].resource,
		    batch.dependencies.v[i].resource);
	/* ids win over names, names over sites */
	for (size_t i = 0; i < batch.services.n; i++)
		know(r, batch.services.v[i].name, batch.services.v[i].id);
	for (size_t i = 0; i < batch.services.n; i++)
		know(r, batch.services.v[i].site, batch.services.v[i].id);
	return 0;
}

int
reading_knows(
    struct reading *r, const struct folder_file *files, size_t n, struct err *e)
{
	struct buf b;

	for (size_t i = 0; i < n; i++)
		if (files[i].role == ROLE_FACTS &&
		    (files[i].kind == SOURCE_SERVICES ||
			files[i].kind == SOURCE_RESOURCES) &&
		    know_file(r, &files[i], e) != 0)
			return -1;
	r->ctx.knows = true;
	r->ctx.known = r->known.v;
	r->ctx.n_known = r->known.n;
	buf_init(&b, (size_t)1 << 30);
	for (size_t i = 0; i < r->known.n; i++)
		buf_addf(&b, "%.*s\n%.*s\n", STR_ARG(r->known.v[i].name),
		    STR_ARG(r->known.v[i].id));
	digest_bytes(buf_str(&b), r->known_digest);
	buf_release(&b);
	return 0;
}

static int64_t
stamp_of(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

int
reading_digest(struct folder_file *f, struct err *e)
{
	struct stat st;

	if (stat(f->path, &st) != 0)
		return err_errno(e, "could not read \"%s\"", f->path);
	f->stamp = stamp_of(&st);
	return digest_or_blocks(f->path,
	    f->role == ROLE_FACTS && f->kind == SOURCE_TRAFFIC
		? DIGEST_WHOLE_UP_TO
		: INT64_MAX,
	    f->sha256, &f->bytes, e);
}

/* A log that still grows would be kept under the digest of its beginning. */
static int
check_steady(const struct folder_file *f, struct err *e)
{
	struct stat st;

	if (stat(f->path, &st) == 0 && st.st_size == f->bytes &&
	    stamp_of(&st) == f->stamp)
		return 0;
	return err_set(e, ERR_ENV,
	    "\"%.*s\" changed while it was being read; import a copy",
	    STR_ARG(f->name));
}

static bool
text_ok(struct reading *r, const struct folder_file *f, struct str text)
{
	struct place at = { .file = f->name, .line = 1 };
	size_t bad;

	if (utf8_ok(text, &bad))
		return true;
	for (size_t i = 0; i < bad; i++)
		at.line += text.p[i] == '\n';
	diag_add(&r->j->diags, DIAG_ERROR, at, "save the file as UTF-8",
	    "this is no valid text");
	return false;
}

static int
keep_text(struct reading *r, const struct folder_file *f, struct store *s,
    int64_t *ret_id, struct err *e)
{
	struct source source = { .file = f->name,
		.kind = str_of(f->kind_name),
		.sha256 = str_of(f->sha256),
		.zone = STR(""),
		.bytes = f->bytes,
		.rows = 1,
		.first_at = NO_INSTANT,
		.last_at = NO_INSTANT };
	struct str text;

	if (file_read(f->path, TEXT_BYTES, r->j->keep, &text, e) != 0 ||
	    check_steady(f, e) != 0)
		return -1;
	if (!text_ok(r, f, text))
		return 0;
	if (store_add_source(s, &source, f->read_as, ret_id, e) != 0)
		return -1;
	return store_add_text(s, *ret_id, text, e);
}

static int
keep_facts(struct reading *r, const struct folder_file *f, struct store *s,
    int64_t *ret_id, struct err *e)
{
	/* what counts is in the database; complaints have their own words */
	struct arena keep = { 0 };
	size_t errors = r->j->diags.errors;
	struct batch batch = { 0 };
	int rc = -1;

	e->kind = ERR_NONE;
	r->current = f->name;
	if (import_file(&r->ctx, f->kind, f->path, f->name, &keep, &batch,
		&r->j->diags, e) != 0) {
		/* a file that makes no sense has complained */
		rc = e->kind == ERR_NONE || e->kind == ERR_INPUT ? 0 : -1;
		goto out;
	}
	if (check_steady(f, e) != 0)
		goto out;
	rc = 0;
	if (r->j->diags.errors != errors)
		goto out;
	batch.source.file = f->name;
	batch.source.kind = str_of(f->kind_name);
	batch.source.sha256 = str_of(f->sha256);
	batch.source.bytes = f->bytes;
	rc = store_add_source(s, &batch.source, f->read_as, ret_id, e);
	if (rc == 0)
		rc = keep_batch(s, &batch, *ret_id, e);
out:
	arena_release(&keep);
	return rc;
}

int
reading_file(struct reading *r, const struct folder_file *f, struct store *s,
    int64_t *ret_id, struct err *e)
{
	*ret_id = 0;
	if (f->role == ROLE_FACTS)
		return keep_facts(r, f, s, ret_id, e);
	return keep_text(r, f, s, ret_id, e);
}

int
reading_contract(struct journey *j, const struct folder_file *f, struct err *e)
{
	struct contract ignored;
	struct str text;

	if (file_read(f->path, TEXT_BYTES, j->keep, &text, e) != 0)
		return -1;
	if (contract_parse(
		text, f->name, &j->zones, j->keep, &ignored, &j->diags) != 0)
		return 0;
	return 0;
}

int
reading_blind(struct journey *j, const struct folder_file *f, struct err *e)
{
	struct settings settings = { .zone_name = STR("UTC"),
		.as_of = INT64_MAX };
	struct import_context ctx = { .settings = &settings,
		.zones = &j->zones,
		.max_rejects = 1,
		.digested = true };
	struct batch ignored = { 0 };

	if (zone_open(&j->zones, STR("UTC"), &settings.zone, e) != 0)
		return -1;
	e->kind = ERR_NONE;
	if (import_file(&ctx, f->kind, f->path, f->name, j->keep, &ignored,
		&j->diags, e) != 0 &&
	    e->kind == ERR_ENV)
		return -1;
	return 0;
}
