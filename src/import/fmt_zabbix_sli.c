/*
 * Zabbix, API sla.getsli: per service and period the seconds up and down.
 *
 * Sums say how long, not when, so no outage can come of them: they serve to
 * compare, and the export of problems serves to settle. What the answer does
 * tell with both ends is excluded downtime, which is planned work; nobody says
 * when it was announced.
 */
#include "import/formats.h"
#include "import/json_doc.h"

static const char specimen[] =
    "{\"jsonrpc\":\"2.0\",\"result\":{\"periods\":[\n"
    "{\"period_from\":1364767200,\"period_to\":1367359200}],\n"
    "\"serviceids\":[5],\"sli\":[[{\"uptime\":2590000,\"downtime\":2000,\n"
    "\"sli\":99.92,\"error_budget\":-1,\"excluded_downtimes\":[\n"
    "{\"name\":\"kernel update\",\"period_from\":1366416000,\n"
    "\"period_to\":1366423200}]}]]},\"id\":1}\n";

static int
detect(struct str head)
{
	static const char *const keys[] = { "periods", "serviceids", "sli",
		NULL };

	return jdoc_detect(head, keys);
}

static void
take_window(struct jdoc *doc, const json_t *json, struct str service)
{
	struct sighting s = jdoc_sighting(
	    SIGHT_WINDOW, SIGHT_MAINTENANCE, NO_INSTANT, NO_INSTANT);

	if (!jdoc_needs_time(doc, json, "period_from", &s.at) ||
	    !jdoc_needs_time(doc, json, "period_to", &s.to_at))
		return;
	s.subject = service;
	s.note = jdoc_text(doc, json, "name");
	jdoc_see(doc, json, &s);
}

/* Row p of sli is a period, its column k the service of serviceids[k]. */
static void
take_cell(struct jdoc *doc, const json_t *result, size_t p, size_t k)
{
	const json_t *rows = jdoc_array(result, "sli");
	const json_t *cell = json_array_get(json_array_get(rows, p), k);
	const json_t *list = jdoc_array(cell, "excluded_downtimes");
	struct str id = jdoc_text(
	    doc, json_array_get(jdoc_array(result, "serviceids"), k), "");

	for (size_t i = 0; i < json_array_size(list); i++)
		take_window(doc, json_array_get(list, i), id);
}

static void
take(struct jdoc *doc)
{
	const json_t *result = jdoc_at(doc->root, "result");
	const json_t *rows;

	if (result == NULL)
		result = doc->root;
	rows = jdoc_array(result, "sli");
	if (rows == NULL) {
		jdoc_lacks(doc, "result.sli", "the answer of sla.getsli");
		return;
	}
	for (size_t p = 0; p < json_array_size(rows); p++)
		for (size_t k = 0; k < json_array_size(json_array_get(rows, p));
		     k++)
			take_cell(doc, result, p, k);
	if (doc->n_sights == 0 && doc->job->batch->source.rejected == 0)
		job_complain(doc->job, DIAG_ERROR, 1,
		    "export the problems (Monitoring > Problems > Export to "
		    "CSV)",
		    "sums of seconds do not tell when the outages were");
}

static int
watch(struct job *job, struct err *e)
{
	return jdoc_watch(job, take, e);
}

static const struct format format = { .detect = detect, .watch = watch };

const struct format_info format_info_zabbix_sli = { "zabbix-sli",
	"Zabbix: sla.getsli; windows only, its sums do not tell when", specimen,
	SOURCE_MAINTENANCE, &format };
