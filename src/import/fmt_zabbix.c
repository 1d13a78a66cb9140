/*
 * The problems of Zabbix as its web page exports them: times in the zone and
 * the date format of the user, heads in his language, columns that come and go.
 * Where the heads are of no language known here, the place of a column counts:
 * the first six always stand in this order. Zabbix cuts the export off at a
 * round number of rows without a word.
 */
#include <string.h>

#include "import/formats.h"
#include "import/seen.h"

enum { SEVERITY, TIME, RECOVERY, STATUS, SUBJECT, PROBLEM, COLUMNS };

#define ROUND_ROWS 1000

static const char *const severity_heads[] = { "schweregrad", "severit\303\240",
	"gravit\303\240", "s\303\251v\303\251rit\303\251", "gravedad",
	"severidad", NULL };
static const char *const time_heads[] = { "zeit", "ora", "orario", "heure",
	"hora", "tiempo", NULL };
static const char *const recovery_heads[] = { "recovery_time",
	"wiederherstellungszeit", "zeit_der_wiederherstellung",
	"zeitpunkt_der_wiederherstellung", "tempo_di_ripristino",
	"ora_di_ripristino", "ora_ripristino",
	"heure_de_r\303\251cup\303\251ration", "heure_de_r\303\251tablissement",
	"hora_de_recuperaci\303\263n", "tiempo_de_recuperaci\303\263n", NULL };
static const char *const status_heads[] = { "stato", "\303\251tat", "statut",
	"estado", NULL };
static const char *const host_heads[] = { "host", "h\303\264te", "equipo",
	NULL };
static const char *const problem_heads[] = { "problema", "probl\303\250me",
	NULL };

static const struct table_column columns[COLUMNS] = {
	[SEVERITY] = { "severity", severity_heads, true },
	[TIME] = { "time", time_heads, true },
	[RECOVERY] = { "recovery", recovery_heads, true },
	[STATUS] = { "status", status_heads, false },
	[SUBJECT] = { "subject", host_heads, true },
	[PROBLEM] = { "problem", problem_heads, true },
};
static const int places[COLUMNS] = { 0, 1, 2, 3, 4, 5 };

/* The three lowest severities say that nothing is down yet. */
static const char *const warnings[] = { "Not classified", "Information",
	"Warning", "Nicht klassifiziert", "Warnung", "Non classificato",
	"Informazione", "Informazioni", "Avviso", "Attenzione",
	"Non class\303\251", "Avertissement", "No clasificado",
	"Informaci\303\263n", "Advertencia", NULL };

static enum sight_state
state_of(const struct job *job, struct str severity)
{
	enum sight_state declared;

	if (table_declared(job, severity, &declared))
		return declared;
	for (size_t i = 0; warnings[i] != NULL; i++)
		if (str_is_nocase(severity, warnings[i]))
			return SIGHT_WARNING;
	return SIGHT_DOWN;
}

static void
row(struct seen *s, struct table *t)
{
	struct seen_row *r = seen_span(s, t, TIME, RECOVERY);

	if (r == NULL)
		return;
	r->state = (uint8_t)state_of(s->job, table_cell(t, SEVERITY));
	r->subject = seen_name(s, table_note(t, SUBJECT));
	r->note = seen_note(s, table_note(t, PROBLEM));
}

static int
watch(struct job *job, struct err *e)
{
	static const struct seen_reading how = { columns, COLUMNS, places,
		.row = row };
	struct seen s;
	bool ok;

	seen_init(&s, job);
	s.newest_first = true;
	if (seen_read(&s, &how, &ok, e) != 0)
		return -1;
	if (s.rows.n != 0 && s.rows.n % ROUND_ROWS == 0)
		job_complain(job, DIAG_WARNING, 0,
		    "raise the limit for search in Zabbix, or export shorter "
		    "spans of time",
		    "exactly %zu rows: Zabbix may have cut the export off",
		    s.rows.n);
	if (ok)
		seen_tell_spans(&s);
	return 0;
}

/* "3h 5m 2s" */
static bool
is_duration(struct str s)
{
	size_t units = 0;

	for (size_t i = 0; i < s.n; i++)
		if (memchr("smhdwMy", s.p[i], 7) != NULL)
			units++;
		else if (s.p[i] != ' ' && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
	return units != 0 && s.n >= 2 && s.p[0] >= '0' && s.p[0] <= '9';
}

/* Two rows of a language nobody knows: two times and, later, a duration. */
static bool
shape_fits(const struct csv_record *r)
{
	struct when_column c = { .dates = WHEN_DMY };
	struct when ignored;
	const char *hint;
	bool duration = false;

	if (r->n < 9 || !when_read(&c, r->field[1].text, 1, &ignored, &hint))
		return false;
	if (str_trim(r->field[2].text).n != 0 &&
	    !when_read(&c, r->field[2].text, 1, &ignored, &hint))
		return false;
	for (size_t i = 6; i < r->n; i++)
		duration |= is_duration(str_trim(r->field[i].text));
	return duration;
}

static bool
second_row_fits(struct str head)
{
	struct reader *reader = reader_memory(head);
	struct csv_record record;
	struct csv *csv = NULL;
	struct err e;
	bool more, fits;

	fits = csv_open(reader, &csv, &e) == 0 &&
	       csv_next(csv, &record, &more, &e) == 0 && more &&
	       !record.broken && record.n >= 9 &&
	       csv_next(csv, &record, &more, &e) == 0 && more &&
	       !record.broken && shape_fits(&record);
	csv_close(csv);
	reader_close(reader);
	return fits;
}

static int
detect(struct str head)
{
	if (table_detect(head, columns, COLUMNS) == 100)
		return 95;
	return str_starts(head, "\"") && second_row_fits(head) ? 70 : 0;
}

static const struct format format = { .detect = detect,
	.watch = watch,
	.view = VIEW_PROVIDER,
	.silence_is_up = true };

const struct format_info format_info_zabbix_csv = { "zabbix-csv",
	"Zabbix: export of problems; needs the zone of the user",
	"\"Severity\",\"Time\",\"Recovery time\",\"Status\",\"Host\","
	"\"Problem\",\"Duration\",\"Ack\",\"Actions\",\"Tags\"\n"
	"\"High\",\"2013-04-11 18:30:40\",\"2013-04-11 19:02:10\","
	"\"RESOLVED\",\"web1\",\"www.example.org: no answer\",\"31m 30s\","
	"\"No\",\"\",\"scope: availability\"\n",
	SOURCE_OUTAGES, &format };
