/*
 * Alertmanager: bodies of webhooks (version 4), one JSON object a line, and
 * the answer of /api/v2/alerts.
 *
 * An alert is told again and again while it fires: the same fingerprint and
 * startsAt are one. endsAt counts only once it is resolved; before, it is
 * empty in a webhook and a guess in the API. Alerts lag: startsAt comes after
 * the rule's `for:`, endsAt an evaluation after the recovery. The severity
 * decides what an alert means: info and none are no outage, warning is a
 * degradation, everything else is down.
 */
#include <stdlib.h>

#include "import/formats.h"
#include "import/json_doc.h"

static const char specimen[] =
    "{\"version\":\"4\",\"status\":\"firing\",\"alerts\":[{\"status\":"
    "\"firing\",\"labels\":{\"alertname\":\"SiteDown\",\"instance\":"
    "\"https://www.example.org/\"},\"startsAt\":\"2013-04-11T17:10:00.000Z\","
    "\"endsAt\":\"0001-01-01T00:00:00Z\",\"fingerprint\":\"1c93eec3511dc156\"}]"
    "}\n"
    "{\"version\":\"4\",\"status\":\"resolved\",\"alerts\":[{\"status\":"
    "\"resolved\",\"labels\":{\"alertname\":\"SiteDown\",\"instance\":"
    "\"https://www.example.org/\"},\"startsAt\":\"2013-04-11T17:10:00.000Z\","
    "\"endsAt\":\"2013-04-11T17:15:00Z\",\"fingerprint\":\"1c93eec3511dc156\"}]"
    "}\n";

struct alert {
	struct str key, subject, note, id;
	enum sight_state state;
	int64_t from_at, to_at, line;
};

struct alerts {
	struct map keys;
	VEC(struct alert) v;
};

static int
detect(struct str head)
{
	static const char *const keys[] = { "labels", "startsAt", "fingerprint",
		NULL };

	return jdoc_detect(head, keys);
}

static struct str
key_of(struct jdoc *doc, const json_t *alert, int64_t from_at)
{
	struct str print = jdoc_text(doc, alert, "fingerprint");

	/* older senders have none: the labels are what it is made of */
	if (print.n == 0) {
		const json_t *labels = jdoc_at(alert, "labels");
		char *dump = json_dumps(labels, JSON_COMPACT | JSON_SORT_KEYS);

		if (dump != NULL)
			print = str_dup(&doc->texts, str_of(dump));
		free(dump);
	}
	return str_format(
	    &doc->texts, "%.*s %lld", STR_ARG(print), (long long)from_at);
}

static enum sight_state
state_of(struct str severity)
{
	static const struct {
		const char *word;
		enum sight_state state;
	} words[] = {
		{ "debug", SIGHT_OK },
		{ "info", SIGHT_OK },
		{ "low", SIGHT_DEGRADED },
		{ "minor", SIGHT_DEGRADED },
		{ "none", SIGHT_OK },
		{ "warning", SIGHT_DEGRADED },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is_nocase(severity, words[i].word))
			return words[i].state;
	return SIGHT_DOWN;
}

static struct str
note_of(struct jdoc *doc, const json_t *alert)
{
	static const char *const paths[] = { "annotations.summary",
		"annotations.description", NULL };
	struct str name = jdoc_text(doc, alert, "labels.alertname");
	struct str text = jdoc_texts(doc, alert, paths);

	return str_format(&doc->kept, "%.*s%s%.*s", STR_ARG(name),
	    name.n != 0 && text.n != 0 ? ": " : "", STR_ARG(text));
}

static void
add(struct jdoc *doc, const json_t *json, struct alerts *all, struct alert a)
{
	static const char *const paths[] = { "labels.instance", "labels.target",
		"labels.host", "labels.service", "labels.job",
		"labels.alertname", NULL };
	struct str key = key_of(doc, json, a.from_at);
	int64_t i = map_get(&all->keys, key);

	if (i >= 0) {
		/* the last word counts, but a repeat knows no end */
		if (a.to_at != NO_INSTANT)
			all->v.v[i].to_at = a.to_at;
		return;
	}
	if (all->v.n == JDOC_MAX_SIGHTS) {
		doc->dropped++;
		return;
	}
	a.key = str_dup(&doc->kept, key);
	a.subject = str_dup(&doc->kept, jdoc_texts(doc, json, paths));
	a.id = str_dup(&doc->kept, jdoc_text(doc, json, "fingerprint"));
	a.note = note_of(doc, json);
	a.line = jdoc_line(doc, json);
	map_put(&all->keys, a.key, (int64_t)all->v.n);
	*vec_push(&doc->kept, &all->v) = a;
}

static void
take_alert(struct jdoc *doc, const json_t *json, struct alerts *all)
{
	struct str severity = jdoc_text(doc, json, "labels.severity");
	struct alert a = { .state = state_of(severity) };
	bool resolved =
	    str_is(jdoc_text(doc, json, "status"), "resolved") ||
	    str_is(jdoc_text(doc, json, "status.state"), "resolved");

	if (!jdoc_needs_time(doc, json, "startsAt", &a.from_at) ||
	    !jdoc_may_time(doc, json, "endsAt", &a.to_at))
		return;
	if (!json_is_object(jdoc_at(json, "labels"))) {
		jdoc_reject(doc, json, "it has no labels");
		return;
	}
	if (a.state == SIGHT_OK) {
		jdoc_reject(doc, json, "severity \"%.*s\" is no outage",
		    STR_ARG(severity));
		return;
	}
	if (!resolved)
		a.to_at = NO_INSTANT;
	if (a.to_at != NO_INSTANT && a.to_at < a.from_at) {
		jdoc_reject(doc, json, "it ends before it begins");
		return;
	}
	add(doc, json, all, a);
}

/* The body of a webhook, or one alert of the API. */
static void
take(struct jdoc *doc, const json_t *record, void *arg)
{
	const json_t *list = jdoc_array(record, "alerts");

	if (list == NULL)
		list = jdoc_array(record, "data");
	if (list == NULL)
		take_alert(doc, record, arg);
	for (size_t i = 0; i < json_array_size(list); i++)
		take_alert(doc, json_array_get(list, i), arg);
}

static int
watch(struct job *job, struct err *e)
{
	struct alerts all = { 0 };
	struct jdoc doc;
	int rc;

	all.keys.keep = &doc.kept;
	rc = jdoc_records(job, &doc, take, &all, e);
	for (size_t i = 0; rc == 0 && i < all.v.n; i++) {
		const struct alert *a = &all.v.v[i];
		struct sighting s =
		    jdoc_sighting(SIGHT_SPAN, a->state, a->from_at, a->to_at);

		s.subject = a->subject;
		s.id = a->id;
		s.note = a->note;
		s.line = a->line;
		jdoc_see(&doc, NULL, &s);
	}
	if (rc == 0)
		jdoc_tell(&doc);
	jdoc_close(&doc);
	return rc;
}

static const struct format format = {
	.detect = detect, .watch = watch, .silence_is_up = true
};

const struct format_info format_info_alertmanager = { "alertmanager",
	"Alertmanager: webhooks or /api/v2/alerts; later than the failure",
	specimen, SOURCE_OUTAGES, &format };
