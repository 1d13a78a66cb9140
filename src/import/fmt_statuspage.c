/*
 * Status pages with the API of Statuspage, version 2: incidents.json,
 * scheduled-maintenances.json and summary.json, also of its look-alikes.
 *
 * What is best known comes first: the changes of components in the updates;
 * else the times shown with the first update and with the one that resolves;
 * else started_at and resolved_at, which are paperwork and can be hours late.
 * People write these times while they work, so a page tells of an outage
 * later, ends it later, and does not tell of those nobody reported. A partial
 * outage and the impact "minor" are a degradation, "none" is no outage.
 * Planned work is what was announced (scheduled_for, scheduled_until) when the
 * notice was made (created_at).
 */
#include "import/formats.h"
#include "import/json_doc.h"

static const char specimen[] =
    "{\"page\":{\"id\":\"p1\",\"name\":\"Example Hosting\"},\"incidents\":[\n"
    "{\"id\":\"i1\",\"name\":\"Shops unreachable\",\"status\":\"resolved\",\n"
    "\"impact\":\"major\",\"created_at\":\"2013-04-11T12:20:00.000-05:00\",\n"
    "\"resolved_at\":\"2013-04-11T15:00:00.000-05:00\",\n"
    "\"incident_updates\":[{\"status\":\"resolved\",\n"
    "\"display_at\":\"2013-04-11T13:00:00.000-05:00\",\n"
    "\"affected_components\":[{\"name\":\"Shops\",\n"
    "\"old_status\":\"major_outage\",\"new_status\":\"operational\"}]},\n"
    "{\"status\":\"investigating\",\n"
    "\"display_at\":\"2013-04-11T12:15:00.000-05:00\",\n"
    "\"affected_components\":[{\"name\":\"Shops\",\n"
    "\"old_status\":\"operational\",\"new_status\":\"major_outage\"}]}]}]}\n";

static const char maintenance_specimen[] =
    "{\"page\":{\"id\":\"p1\",\"name\":\"Example Hosting\"},\n"
    "\"scheduled_maintenances\":[{\"id\":\"m1\",\"name\":\"Kernel update\",\n"
    "\"status\":\"completed\",\"impact\":\"maintenance\",\n"
    "\"created_at\":\"2013-04-15T09:00:00.000+02:00\",\n"
    "\"scheduled_for\":\"2013-04-20T02:00:00.000+02:00\",\n"
    "\"scheduled_until\":\"2013-04-20T04:00:00.000+02:00\",\n"
    "\"components\":[{\"name\":\"Shops\"}]}]}\n";

static int
detect(struct str head)
{
	static const char *const incidents[] = { "page", "incidents", NULL };
	static const char *const planned[] = { "page", "scheduled_maintenances",
		NULL };

	if (jdoc_detect(head, incidents) != 0)
		return 90;
	return jdoc_detect(head, planned);
}

/* What an incident says about all its components. */
struct told {
	const json_t *json;
	struct jdoc_row *update; /* oldest first */
	size_t n_updates;
	bool over;
	int64_t end_at; /* when it was over; NO_INSTANT: nobody says */
	struct str id, note;
};

static void
see(struct jdoc *doc, const struct told *in, struct sighting s)
{
	s.id = in->id;
	s.note = in->note;
	jdoc_see(doc, in->json, &s);
}

/* ---- by component
 * ------------------------------------------------------- */

struct component {
	struct str name;
	enum sight_state state;
	int64_t since_at;
};

struct components {
	struct map names;
	VEC(struct component) v;
	bool bad; /* one of them was not operational */
};

static bool
status_state(struct str status, enum sight_state *ret_state)
{
	static const struct {
		const char *word;
		enum sight_state state;
	} words[] = {
		{ "degraded_performance", SIGHT_DEGRADED },
		{ "full_outage", SIGHT_DOWN },
		{ "major_outage", SIGHT_DOWN },
		{ "operational", SIGHT_UP },
		{ "partial_outage", SIGHT_DEGRADED },
		{ "under_maintenance", SIGHT_MAINTENANCE },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (str_is_nocase(status, words[i].word)) {
			*ret_state = words[i].state;
			return true;
		}
	}
	return false;
}

static void
see_component(struct jdoc *doc, const struct told *in,
    const struct component *c, int64_t to_at)
{
	struct sighting s =
	    jdoc_sighting(SIGHT_SPAN, c->state, c->since_at, to_at);

	if (c->state == SIGHT_UP)
		return;
	s.subject = c->name;
	see(doc, in, s);
}

static void
change(struct jdoc *doc, const struct told *in, struct components *all,
    struct component now)
{
	int64_t i = map_get(&all->names, now.name);
	struct component *c;

	all->bad |= now.state != SIGHT_UP;
	if (i < 0) {
		map_put(&all->names, now.name, (int64_t)all->v.n);
		*vec_push(&doc->kept, &all->v) = now;
		return;
	}
	c = &all->v.v[i];
	if (c->state == now.state)
		return;
	see_component(doc, in, c, now.since_at);
	*c = now;
}

/* False when no update tells of a component that failed. */
static bool
by_component(struct jdoc *doc, const struct told *in)
{
	static const char *const name[] = { "name", "code", NULL };
	struct components all = { .names.keep = &doc->kept };

	for (size_t i = 0; i < in->n_updates; i++) {
		const json_t *list =
		    jdoc_array(in->update[i].entry, "affected_components");

		for (size_t k = 0; k < json_array_size(list); k++) {
			const json_t *c = json_array_get(list, k);
			struct component now = {
				.name = jdoc_texts(doc, c, name),
				.since_at = in->update[i].at,
			};

			if (status_state(
				jdoc_text(doc, c, "new_status"), &now.state))
				change(doc, in, &all, now);
		}
	}
	/* what nobody set back ended with the incident, at the latest */
	for (size_t i = 0; i < all.v.n; i++) {
		const struct component *c = &all.v.v[i];
		bool late =
		    in->end_at == NO_INSTANT || in->end_at > c->since_at;

		if (late)
			see_component(doc, in, c, in->end_at);
	}
	return all.bad;
}

/* ---- by incident
 * ------------------------------------------------------- */

static bool
impact_state(struct str impact, enum sight_state *ret_state)
{
	if (str_is(impact, "none"))
		return false;
	if (str_is(impact, "minor"))
		*ret_state = SIGHT_DEGRADED;
	else if (str_is(impact, "maintenance"))
		*ret_state = SIGHT_MAINTENANCE;
	else
		*ret_state = SIGHT_DOWN;
	return true;
}

/* The same for each component that is named, or once without a subject. */
static void
for_components(struct jdoc *doc, const struct told *in, struct sighting s)
{
	const json_t *list = jdoc_array(in->json, "components");
	size_t n = json_array_size(list);

	for (size_t i = 0; i < n; i++) {
		s.subject = jdoc_text(doc, json_array_get(list, i), "name");
		see(doc, in, s);
	}
	if (n == 0)
		see(doc, in, s);
}

static void
by_incident(struct jdoc *doc, const struct told *in)
{
	struct str impact = jdoc_text(doc, in->json, "impact");
	struct sighting s =
	    jdoc_sighting(SIGHT_SPAN, SIGHT_DOWN, NO_INSTANT, in->end_at);

	if (!impact_state(impact, &s.state)) {
		jdoc_reject(doc, in->json, "impact \"none\" is no outage");
		return;
	}
	if (in->n_updates != 0)
		s.at = in->update[0].at;
	else if (!jdoc_may_time(doc, in->json, "started_at", &s.at))
		return;
	if (s.at == NO_INSTANT &&
	    !jdoc_needs_time(doc, in->json, "created_at", &s.at))
		return;
	for_components(doc, in, s);
}

static bool
is_over(struct str status)
{
	return str_is(status, "resolved") || str_is(status, "completed") ||
	       str_is(status, "postmortem");
}

static bool
read_end(struct jdoc *doc, struct told *in)
{
	in->end_at = NO_INSTANT;
	in->over = is_over(jdoc_text(doc, in->json, "status"));
	/* the first word that it is over, unless it began again */
	for (size_t i = 0; i < in->n_updates; i++) {
		struct str status =
		    jdoc_text(doc, in->update[i].entry, "status");

		if (str_is(status, "postmortem"))
			continue;
		if (!is_over(status))
			in->end_at = NO_INSTANT;
		else if (in->end_at == NO_INSTANT)
			in->end_at = in->update[i].at;
	}
	if (!in->over) {
		in->end_at = NO_INSTANT;
		return true;
	}
	if (in->end_at != NO_INSTANT)
		return true;
	return jdoc_needs_time(doc, in->json, "resolved_at", &in->end_at);
}

static void
begin(struct jdoc *doc, const json_t *json, struct told *in)
{
	*in = (struct told){ .json = json,
		.id = jdoc_text(doc, json, "id"),
		.note = jdoc_text(doc, json, "name") };
}

static void
take_incident(struct jdoc *doc, const json_t *json)
{
	static const char *const shown[] = { "display_at", "created_at", NULL };
	struct told in;

	begin(doc, json, &in);
	in.n_updates = jdoc_rows(
	    doc, jdoc_array(json, "incident_updates"), shown, &in.update);
	if (read_end(doc, &in) && !by_component(doc, &in))
		by_incident(doc, &in);
}

/* ---- planned work
 * ------------------------------------------------------- */

static void
take_planned(struct jdoc *doc, const json_t *json)
{
	struct sighting s = jdoc_sighting(
	    SIGHT_WINDOW, SIGHT_MAINTENANCE, NO_INSTANT, NO_INSTANT);
	struct str status = jdoc_text(doc, json, "status");
	struct told in;

	begin(doc, json, &in);
	if (str_starts(status, "cancel")) {
		jdoc_reject(doc, json, "it was cancelled");
		return;
	}
	if (jdoc_needs_time(doc, json, "scheduled_for", &s.at) &&
	    jdoc_needs_time(doc, json, "scheduled_until", &s.to_at) &&
	    jdoc_may_time(doc, json, "created_at", &s.announced_at))
		for_components(doc, &in, s);
}

static void
take_both(struct jdoc *doc, bool incidents)
{
	const json_t *list = jdoc_array(doc->root, "incidents");
	const json_t *planned = jdoc_array(doc->root, "scheduled_maintenances");

	if (list == NULL && planned == NULL)
		jdoc_lacks(doc, "incidents", "the answer of incidents.json");
	for (size_t i = 0; incidents && i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);

		/* some pages keep both in one list */
		if (jdoc_at(one, "scheduled_until") != NULL)
			take_planned(doc, one);
		else
			take_incident(doc, one);
	}
	for (size_t i = 0; i < json_array_size(planned); i++)
		take_planned(doc, json_array_get(planned, i));
}

static void
take(struct jdoc *doc)
{
	take_both(doc, true);
}

static void
take_windows(struct jdoc *doc)
{
	take_both(doc, false);
}

static int
watch(struct job *job, struct err *e)
{
	return jdoc_watch(job, take, e);
}

static int
watch_windows(struct job *job, struct err *e)
{
	return jdoc_watch(job, take_windows, e);
}

static const struct format format = {
	.detect = detect, .watch = watch, .silence_is_up = true
};
static const struct format maintenance = { .detect = detect,
	.watch = watch_windows };

const struct format_info format_info_statuspage_json = { "statuspage-json",
	"status page: incidents.json; times as people wrote them", specimen,
	SOURCE_OUTAGES, &format };

const struct format_info format_info_statuspage_maintenance = {
	"statuspage-maintenance", "status page: scheduled-maintenances.json",
	maintenance_specimen, SOURCE_MAINTENANCE, &maintenance
};
