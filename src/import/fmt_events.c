/*
 * Changes of a state as a table, one a row: what every monitor can be turned
 * into. Columns and words that are not ours are declared in case.yaml.
 */
#include "import/formats.h"
#include "import/seen.h"

enum { TIME, STATE, SUBJECT, NOTE, COLUMNS };

static const char *const time_heads[] = { "timestamp", "date_time", "datetime",
	"time_utc", "timestamp_utc", "at", "when", "zeitpunkt", "zeitstempel",
	"zeit", "datum", "data_ora", "data_e_ora", "horodatage", "date_heure",
	"date_et_heure", "fecha_hora", "fecha_y_hora", "date", "data", "fecha",
	NULL };
static const char *const state_heads[] = { "event", "status", "zustand",
	"ereignis", "stato", "evento", "etat", "\303\251tat", "statut",
	"estado", NULL };
static const char *const subject_heads[] = { "monitor", "host", "target",
	"service", "check", "resource", "name", "site", "url", NULL };
static const char *const note_heads[] = { "reason", "message", "cause", "grund",
	"meldung", "output", NULL };

static const struct table_column columns[COLUMNS] = {
	[TIME] = { "time", time_heads, true },
	[STATE] = { "state", state_heads, true },
	[SUBJECT] = { "subject", subject_heads, false },
	[NOTE] = { "note", note_heads, false },
};

static void
row(struct seen *s, struct table *t)
{
	struct str word = table_cell(t, STATE);
	enum sight_state state;
	struct seen_row *r;
	struct when at;

	if (!table_state(s->job, word, &state)) {
		table_reject(t, STATE,
		    "say what it means for this file in case.yaml: columns: { "
		    "down: [...], up: [...] }",
		    "the state \"%.*s\" is not known",
		    STR_ARG(str_sub(word, 0, 60)));
		return;
	}
	if (table_has(t, SUBJECT) && table_cell(t, SUBJECT).n == 0) {
		table_reject(t, SUBJECT, NULL, "\"subject\" is empty");
		return;
	}
	if (!seen_time(s, t, TIME, &at))
		return;
	r = seen_add(s, t->record.line);
	if (r == NULL)
		return;
	r->at = at;
	r->kind = SIGHT_EVENT;
	r->state = (uint8_t)state;
	r->subject = seen_name(s, table_note(t, SUBJECT));
	r->note = seen_note(s, table_note(t, NOTE));
}

static int
watch(struct job *job, struct err *e)
{
	static const struct seen_reading how = { columns, COLUMNS, .row = row,
		.tell = seen_tell_events };

	return seen_watch(job, &how, e);
}

/* Anybody's table has a time; whatever is known by name comes first. */
static int
detect(struct str head)
{
	return table_detect(head, columns, COLUMNS) == 100 ? 60 : 0;
}

static const struct format format = {
	.detect = detect, .watch = watch, .view = VIEW_PROBE
};

const struct format_info format_info_events = { "events",
	"changes of a state, one a row: time, subject, state",
	"time,subject,state,reason\n"
	"2013-04-11T18:30:40+02:00,www.example.org,down,no answer\n"
	"2013-04-11T19:02:10+02:00,www.example.org,up,\n",
	SOURCE_OUTAGES, &format };
