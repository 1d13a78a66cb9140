#include "flow/run_detect.h"

#include <sys/stat.h>

#include "base/file.h"
#include "domain/accept.h"
#include "domain/timeline.h"
#include "flow/case_holidays.h"
#include "flow/case_load.h"
#include "flow/detect_traffic.h"

#define FILE_BYTES ((size_t)256 << 20)

struct detecting {
	struct journey *j;
	const struct detect_wish *wish;
	struct dossier dossier;
	struct timeline index;
	struct map asked; /* sites, to 1 once they are met */
	VEC(struct detect_site) sites;
};

/* ---- what the case says of a site ---- */

/* The service a site's outage is about: its web site, else its first one. */
static struct str
subject_of(const struct dossier *d, struct str site)
{
	struct str first = STR_NONE;

	for (size_t i = 0; i < d->n_services; i++) {
		const struct service *s = &d->services[i];

		if (!str_eq(s->site, site))
			continue;
		if (str_is(s->kind, "web"))
			return s->id;
		if (first.n == 0)
			first = s->id;
	}
	return first;
}

struct recorded {
	VEC(struct outage) outages;
	struct spans down, planned;
};

static void
find_records(const struct detecting *m, struct str site, struct span all,
    struct arena *scratch, struct recorded *r)
{
	const struct dossier *d = &m->dossier;

	for (size_t i = 0; i < d->n_services; i++) {
		const struct service *s = &d->services[i];
		struct timeline_outages o;
		struct window *w;
		size_t n;

		if (!str_eq(s->site, site))
			continue;
		timeline_build_as(&m->index, VIEWS_PROVIDER | VIEWS_CUSTOMER, s,
		    all, scratch, &o);
		for (size_t k = 0; k < o.n; k++) {
			if (o.v[k].condition == COND_NO_DATA)
				continue;
			*vec_push(scratch, &r->outages) = o.v[k];
			interval_add(scratch, &r->down, o.v[k].span.from_at,
			    o.v[k].span.to_at);
		}
		timeline_windows(&m->index, s, scratch, &w, &n);
		for (size_t k = 0; k < n; k++)
			interval_add(scratch, &r->planned, w[k].span.from_at,
			    w[k].span.to_at);
	}
	interval_clean(&r->down);
	interval_clean(&r->planned);
}

static int64_t
common_ms(const struct spans *set, struct span s, struct arena *scratch)
{
	struct spans part = interval_clip(scratch, set, s);

	return interval_total_ms(&part);
}

static struct str
best_record(const struct recorded *r, struct span s)
{
	struct str best = STR_NONE;
	int64_t most = 0;

	for (size_t i = 0; i < r->outages.n; i++) {
		int64_t ms = span_ms(span_intersect(r->outages.v[i].span, s));

		if (ms > most) {
			most = ms;
			best = r->outages.v[i].id;
		}
	}
	return best;
}

static void
propose(struct detecting *m, struct detect_site *site, const struct recorded *r,
    struct arena *scratch)
{
	struct arena *keep = m->j->keep;
	struct proposal *v = arena_array(keep, site->result.n + 1, sizeof *v);

	for (size_t i = 0; i < site->result.n; i++) {
		const struct detected *d = &site->result.v[i];

		v[i] = (struct proposal){ .id =
					      proposal_id(site->site, d, keep),
			.site = site->site,
			.subject = subject_of(&m->dossier, site->site),
			.found = *d,
			.recorded_ms = common_ms(&r->down, d->span, scratch),
			.planned_ms = common_ms(&r->planned, d->span, scratch),
			.recorded_by = best_record(r, d->span) };
		v[i].accepted =
		    accept_find(&m->dossier.settings, v[i].id) != NULL;
	}
	site->proposals = v;
	site->n = site->result.n;
}

/* ---- one site ---- */

/*
 * Local days are not all equally long: they are laid out as days of a zone
 * without changes, and what is found in them is moved back.
 */
static int64_t
flat_day(const struct zone *zone, int64_t at)
{
	return at + zone_offset_s(zone, at) * MS_SECOND;
}

static int64_t
real_day(const struct zone *zone, int64_t flat)
{
	int64_t at = flat - zone_offset_s(zone, flat) * MS_SECOND;

	/* on the day of a change the offset is the one before it */
	return flat - zone_offset_s(zone, at) * MS_SECOND;
}

static void
make_flat(const struct zone *zone, struct site_cells *cells)
{
	for (size_t i = 0; i < cells->n; i++) {
		int64_t flat = flat_day(zone, cells->v[i].at);

		cells->v[i].at = flat - (flat % MS_DAY + MS_DAY) % MS_DAY;
		cells->v[i].length_ms = MS_DAY;
	}
}

static void
make_real(const struct zone *zone, struct detection *d)
{
	for (size_t i = 0; i < d->n; i++) {
		struct detected *x = &d->v[i];

		x->span.from_at = real_day(zone, x->span.from_at);
		x->span.to_at = real_day(zone, x->span.to_at);
		x->most.from_at = real_day(zone, x->most.from_at);
		x->most.to_at = real_day(zone, x->most.to_at);
	}
}

static int
look_at(struct detecting *m, const struct site_traffic *t,
    struct arena *scratch, struct err *e)
{
	const struct zone *zone = m->dossier.settings.zone;
	struct site_cells cells = proposal_cells(t, scratch);
	struct span all = { t->v[0].at, t->v[t->n - 1].at + t->step_ms };
	struct detect_site site = { .site = str_dup(m->j->keep, t->site) };
	struct detect_input in = { .step_ms = t->step_ms,
		.zone = zone,
		.level = m->wish->level,
		.min_ms = m->wish->min_ms };
	struct recorded r = { 0 };

	if (t->step_ms == MS_DAY) {
		make_flat(zone, &cells);
		if (zone_open(&m->j->zones, STR("UTC"), &in.zone, e) != 0)
			return -1;
	}
	in.cells = cells.v;
	in.n_cells = cells.n;
	find_records(m, t->site, all, scratch, &r);
	in.known = interval_union(scratch, &r.down, &r.planned);
	case_holidays(
	    &m->dossier, t->site, scratch, &in.holidays, &in.n_holidays);
	if (detect_outages(&in, m->j->keep, &site.result, e) != 0)
		return err_while(e, "traffic of \"%.*s\"", STR_ARG(t->site));
	if (t->step_ms == MS_DAY)
		make_real(zone, &site.result);
	else
		for (size_t i = 0; i < cells.no_data.n; i++)
			interval_add(m->j->keep, &site.no_data,
			    cells.no_data.v[i].from_at,
			    cells.no_data.v[i].to_at);
	propose(m, &site, &r, scratch);
	*vec_push(m->j->keep, &m->sites) = site;
	return 0;
}

static int
see_site(void *arg, const struct site_traffic *t, struct err *e)
{
	struct detecting *m = arg;
	struct arena scratch = { 0 };
	int rc;

	if (m->wish->n_sites != 0 && map_get(&m->asked, t->site) < 0)
		return 0;
	if (m->wish->n_sites != 0)
		map_put(&m->asked, str_dup(m->j->keep, t->site), 1);
	rc = look_at(m, t, &scratch, e);
	arena_release(&scratch);
	return rc;
}

/* ---- the file ---- */

static const char *const states[] = { [DETECT_SILENT] = "down",
	[DETECT_COLLAPSED] = "degraded",
	[DETECT_ERRORS] = "down" };

static void
add_quoted(struct buf *b, struct str s)
{
	buf_addc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_addc(b, '"');
		buf_addc(b, s.p[i]);
	}
	buf_addc(b, '"');
}

static void
add_proposal(struct buf *b, const struct proposal *p, struct arena *scratch)
{
	const struct detected *d = &p->found;
	struct str chance = proposal_chance(d, scratch);

	add_quoted(b, p->id);
	buf_addc(b, ',');
	add_quoted(b, p->subject);
	buf_addf(b, ",%.*s,%.*s,%s,traffic,",
	    STR_ARG(iso_utc(scratch, d->span.from_at)),
	    STR_ARG(iso_utc(scratch, d->span.to_at)), states[d->kind]);
	add_quoted(
	    b, str_format(scratch,
		   "%s: %.0f of %.0f expected answers served, %.0f errors; "
		   "at least %lld s, at most %lld s; %.*s",
		   detect_kinds[d->kind], d->observed, d->expected, d->errors,
		   (long long)(span_ms(d->span) / MS_SECOND),
		   (long long)(span_ms(d->most) / MS_SECOND), STR_ARG(chance)));
	buf_addc(b, '\n');
}

static int
write_file(struct detecting *m, struct detect_result *r, struct err *e)
{
	const char *path = journey_path(m->j, DETECTED_FILE);
	struct arena scratch = { 0 };
	struct buf text;
	int rc;

	if (journey_lock(m->j, e) != 0)
		return -1;
	buf_init(&text, FILE_BYTES);
	buf_adds(&text, "id,subject,from,to,state,view,note\n");
	for (size_t i = 0; i < m->sites.n; i++)
		for (size_t k = 0; k < m->sites.v[i].n; k++)
			if (m->sites.v[i].proposals[k].subject.n != 0)
				add_proposal(&text, &m->sites.v[i].proposals[k],
				    &scratch);
	/* it may be there already */
	mkdir(journey_path(m->j, "outages"), 0777);
	rc = file_write(path, buf_str(&text), e);
	buf_release(&text);
	arena_release(&scratch);
	if (rc == 0)
		r->written = STR(DETECTED_FILE);
	return rc;
}

/* ---- all of it ---- */

static int
check_asked(const struct detecting *m, struct err *e)
{
	for (size_t i = 0; i < m->wish->n_sites; i++)
		if (map_get(&m->asked, str_of(m->wish->sites[i])) != 1)
			return err_set(e, ERR_USAGE,
			    "the case has no traffic of \"%s\"",
			    m->wish->sites[i]);
	return 0;
}

int
run_detect(struct journey *j, const struct detect_wish *wish,
    struct detect_result *ret_result, struct err *e)
{
	struct detecting m = { .j = j, .wish = wish };
	struct detect_result r = { 0 };

	m.asked.keep = j->keep;
	for (size_t i = 0; i < wish->n_sites; i++)
		map_put(&m.asked, str_of(wish->sites[i]), 0);
	if (journey_store(j, e) != 0 ||
	    case_load(j, NULL, &j->diags, &m.dossier, e) != 0)
		return -1;
	timeline_index(&m.dossier, j->keep, &m.index);
	if (detect_each_site(j, see_site, &m, e) != 0 ||
	    check_asked(&m, e) != 0)
		return -1;
	r.sites = m.sites.v;
	r.n_sites = m.sites.n;
	r.zone = m.dossier.settings.zone;
	if (wish->write && write_file(&m, &r, e) != 0)
		return -1;
	*ret_result = r;
	return 0;
}
