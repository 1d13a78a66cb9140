/*
 * Uptime Kuma, /api/status-page/heartbeat/SLUG: the last beats of each monitor
 * of a status page.
 *
 * A beat holds until the next one. The interval is not told; the most common
 * distance stands for it, and where the next beat comes later than two of them
 * nobody looked after the first. A pending beat is a failure that is being
 * retried. Times are UTC without saying so. Monitors have numbers only; names
 * stand in /api/status-page/SLUG (publicGroupList) and are used when somebody
 * put them into the same file.
 */
#include "import/formats.h"
#include "import/json_doc.h"

static const char specimen[] =
    "{\"heartbeatList\":{\"7\":[\n"
    "{\"status\":1,\"time\":\"2013-04-11 17:10:20.888\",\"ping\":81},\n"
    "{\"status\":0,\"time\":\"2013-04-11 17:11:20.773\",\"msg\":\"\"},\n"
    "{\"status\":1,\"time\":\"2013-04-11 17:12:20.936\",\"ping\":79}]},\n"
    "\"uptimeList\":{\"7_24\":0.99}}\n";

static int
detect(struct str head)
{
	static const char *const keys[] = { "heartbeatList", NULL };

	return jdoc_detect(head, keys);
}

/* Until when each beat holds; a pending one does not end what was before. */
struct beat {
	struct sighting s;
	int64_t until;
};

static bool
read_beat(struct jdoc *doc, const struct jdoc_row *row, struct beat *b)
{
	static const enum sight_state states[] = { SIGHT_DOWN, SIGHT_UP,
		SIGHT_DOWN, SIGHT_MAINTENANCE };
	int64_t status;

	if (!jdoc_int(jdoc_at(row->entry, "status"), &status) || status < 0 ||
	    status > 3) {
		jdoc_reject(doc, row->entry, "its status is not 0, 1, 2 or 3");
		return false;
	}
	b->s = jdoc_sighting(SIGHT_SAMPLE, states[status], row->at, NO_INSTANT);
	b->s.soft = status == 2;
	b->s.note = jdoc_text(doc, row->entry, "msg");
	return true;
}

static void
take_beats(struct jdoc *doc, const json_t *beats, struct str subject)
{
	static const char *const paths[] = { "time", NULL };
	struct jdoc_row *row;
	size_t n = jdoc_rows(doc, beats, paths, &row), used = 0;
	struct beat *b = arena_array(&doc->kept, n, sizeof *b);
	int64_t *at = arena_array(&doc->kept, n, sizeof *at), step;

	for (size_t i = 0; i < n; i++) {
		if (!read_beat(doc, &row[i], &b[used]))
			continue;
		row[used] = row[i];
		at[used++] = row[i].at;
	}
	step = jdoc_step(&doc->kept, at, used, MS_SECOND);
	for (size_t i = used; i-- > 0;) {
		const struct beat *next = i + 1 < used ? &b[i + 1] : NULL;

		if (next == NULL || at[i + 1] - at[i] > 2 * step)
			b[i].until = at[i] + step;
		else
			b[i].until = next->s.soft ? next->until : at[i + 1];
	}
	for (size_t i = 0; i < used; i++) {
		b[i].s.subject = subject;
		b[i].s.to_at = b[i].until;
		jdoc_see(doc, row[i].entry, &b[i].s);
	}
}

/* Names by number, where the file has them. */
struct names {
	struct map by_number;
	VEC(struct str) v;
};

static void
read_names(struct jdoc *doc, struct names *names)
{
	const json_t *groups = jdoc_array(doc->root, "publicGroupList");

	for (size_t i = 0; i < json_array_size(groups); i++) {
		const json_t *list =
		    jdoc_array(json_array_get(groups, i), "monitorList");

		for (size_t k = 0; k < json_array_size(list); k++) {
			const json_t *monitor = json_array_get(list, k);
			struct str name = jdoc_text(doc, monitor, "name");

			if (name.n == 0)
				continue;
			map_put(&names->by_number,
			    jdoc_text(doc, monitor, "id"), (int64_t)names->v.n);
			*vec_push(&doc->kept, &names->v) = name;
		}
	}
}

static void
take(struct jdoc *doc)
{
	json_t *list = json_object_get(doc->root, "heartbeatList"), *beats;
	struct names names = { .by_number.keep = &doc->kept };
	const char *number;
	struct err e;

	if (!json_is_object(list)) {
		jdoc_lacks(doc, "heartbeatList", "beats by monitor");
		return;
	}
	if (zone_open(doc->job->ctx->zones, STR("UTC"), &doc->zone, &e) != 0)
		return;
	read_names(doc, &names);
	json_object_foreach(list, number, beats)
	{
		struct str name = jdoc_plain(doc, str_of(number));
		int64_t known = map_get(&names.by_number, name);

		if (known >= 0)
			name = names.v.v[known];
		if (json_is_array(beats))
			take_beats(doc, beats, name);
		else
			jdoc_reject(doc, list, "its beats are no list");
	}
}

static int
watch(struct job *job, struct err *e)
{
	return jdoc_watch(job, take, e);
}

static const struct format format = { .detect = detect, .watch = watch };

const struct format_info format_info_kuma_page = { "kuma-page",
	"Uptime Kuma: heartbeats of a status page; the last ones only",
	specimen, SOURCE_OUTAGES, &format };
