/*
 * section_timeline.c -- the clocks of the incident: every instant in local time
 * and UTC, how long after first impact, and whose word it is.
 */
#include "report/sections.h"

static const struct column_spec columns[] = {
	{ "event", false, 30, false },
	{ "local_time", false, 25, false },
	{ "utc", false, 22, false },
	{ "since", true, 18, false },
	{ "said_by", false, 18, false },
};

/* Whose word an instant is. */
static struct str
said_by(struct build *b, const struct instant_figures *one)
{
	const struct incident *in = b->incident.incident;

	if (str_is(str_of(one->key), "report"))
		return STR("makegood");
	if (str_is(str_of(one->key), "first_notice"))
		return TEXT(b, "timeline.messages");
	if (one->when.said_at != NO_INSTANT)
		return FILL(b, "timeline.overruled",
		    { "stated", show_instant(b, one->when.said_at, b->zone) });
	if (!one->when.stated)
		return TEXT(b, "timeline.computed");
	return in->author.n ? in->author : TEXT(b, "timeline.stated");
}

int
section_timeline(struct build *b, struct err *e)
{
	const struct incident_figures *f = &b->incident;
	struct table *t;

	(void)e;
	chapter(b, "head.timeline");
	t = TABLE(b, "timeline", columns);
	t->caption = FILL(b, "timeline.caption", { "zone", b->zone->name });
	for (size_t i = 0; i < INCIDENT_INSTANTS; i++) {
		const struct instant_figures *one = &f->instants[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);
		struct str key = str_format(b->keep, "instant.%s", one->key);

		r->cell[0] =
		    cell_text(lang_text(b->lang, str_cstr(b->keep, key)));
		if (one->when.at == NO_INSTANT) {
			r->cell[1] = cell_text(TEXT(b, "words.not_known"));
			r->cell[1].tone = TONE_MUTED;
			continue;
		}
		r->cell[1] = cell_instant(one->when.at, b->zone);
		r->cell[2] = cell_text(iso_utc(b->keep, one->when.at));
		if (one->has_since)
			r->cell[3] = cell_duration(one->since_ms);
		r->cell[4] = cell_text(said_by(b, one));
	}
	return 0;
}
