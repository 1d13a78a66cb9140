/*
 * Calendars. Rome is an hour ahead of UTC in winter and two in summer; in 2013
 * the clocks changed on 31 March and 27 October.
 */
#include "unit/import/sights.h"

#define CALENDAR(events)                                                       \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" events "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"

static const struct format_info *const ical = &format_info_ical;

static void
forms_of_time(void **state)
{
	(void)state;
	assert_told(ical,
	    CALENDAR(EVENT("UID:a\r\nDTSTAMP:20130401T120000Z\r\n"
			   "CREATED:20130330T120000Z\r\n"
			   "DTSTART:20130411T163000Z\r\n"
			   "DTEND:20130411T180000Z\r\n")
		    EVENT("UID:b\r\n"
			  "DTSTART;TZID=Europe/Rome:20130412T023000\r\n"
			  "DURATION:PT1H30M\r\n")
			EVENT("UID:c\r\n"
			      "DTSTART;TZID=\"W. Europe Standard Time\":"
			      "20130413T023000\r\n"
			      "DTEND;VALUE=DATE-TIME:20130413T010000Z\r\n")
			    EVENT("UID:d\r\n"
				  "DTSTART;TZID=/x.org/1/Europe/Rome:"
				  "20130414T020000\r\n"
				  "DURATION:P1DT2H\r\n")),
	    "window maintenance - 2013-04-11T16:30:00Z..2013-04-11T18:00:00Z"
	    " announced 2013-03-30T12:00:00Z\n"
	    /* 02:30 and 04:00 in summer are 00:30 and 02:00 */
	    "window maintenance - 2013-04-12T00:30:00Z..2013-04-12T02:00:00Z\n"
	    "window maintenance - 2013-04-13T00:30:00Z..2013-04-13T01:00:00Z\n"
	    "window maintenance - 2013-04-14T00:00:00Z..2013-04-15T02:00:00Z"
	    "\n");
}

/* Lines break anywhere, also inside of a name; the rest is told from quotes. */
static void
lines(void **state)
{
	struct watching *w = watching_new();

	(void)state;
	w->notes = w->lines = true;
	watch_text(w, ical,
	    "\xEF\xBB\xBF"
	    "begin:vcalendar\nbegin:VEVENT\nUID:a\nDTST\n ART:2013041\n"
	    "\t1T163000Z\nDTEND:20130411T180000Z\n"
	    "SUMMARY;ALTREP=\"http://example.org/a;b:c\";X=y:Disks\\, pow\n"
	    " er\\; \\\\ and \\ncaf\xC3\n \xA9\n"
	    "BEGIN:VALARM\nDURATION:PT9H\nSUMMARY:no\nEND:VALARM\n"
	    "END:VEVENT\nEND:VCALENDAR");
	assert_quiet(w->trial);
	assert_string_equal(w->told.p,
	    "window maintenance - 2013-04-11T16:30:00Z..2013-04-11T18:00:00Z "
	    "line 2 Disks, power; \\ and \ncaf\xC3\xA9\n");
	watching_free(w);
}

static void
zones_that_nobody_declared(void **state)
{
	struct watching *w = watching_new();
	const char *text = CALENDAR(EVENT(
	    "UID:a\r\nDTSTART:20130411T220000\r\nDTEND:20130411T230000\r\n")
		EVENT("UID:b\r\nDTSTART;VALUE=DATE:20130331\r\n"));

	(void)state;
	assert_refused(ical, text,
	    "file:5: error: a time without a zone, or a date, and no rule "
	    "tells the zone of the file");
	assert_refused(ical,
	    CALENDAR(EVENT("UID:a\r\nDTSTART;TZID=Our/House:20130411T220000"
			   "\r\nDURATION:PT1H\r\n")),
	    "file:5: error: unknown time zone \"Our/House\"");
	/* 31 March 2013 had 23 hours in Rome */
	w->trial->rule.zone = w->trial->settings.zone;
	watch_text(w, ical, text);
	assert_quiet(w->trial);
	assert_string_equal(w->told.p,
	    "window maintenance - 2013-03-30T23:00:00Z..2013-03-31T22:00:00Z\n"
	    "window maintenance - 2013-04-11T20:00:00Z..2013-04-11T21:00:00Z"
	    "\n");
	watching_free(w);
}

/*
 * Each Sunday at 02:30. On 31 March that hour does not exist: with the offset
 * before the change, 01:30 UTC. 24 March is excepted, 7 April moved to 04:00.
 */
static void
weekly(void **state)
{
	(void)state;
	assert_told(ical,
	    CALENDAR(EVENT("UID:w\r\nDTSTAMP:20130101T000000Z\r\n"
			   "DTSTART;TZID=Europe/Rome:20130317T023000\r\n"
			   "DURATION:PT45M\r\n"
			   "RRULE:FREQ=WEEKLY;BYDAY=SU;UNTIL=20130414T003000Z"
			   "\r\n"
			   "EXDATE;TZID=Europe/Rome:20130324T023000\r\n"
			   "RDATE;TZID=Europe/Rome;VALUE=PERIOD:20130416T"
			   "030000/PT10M,20130417T030000/20130417T032000\r\n")
		    EVENT("UID:w\r\nDTSTAMP:20130403T000000Z\r\n"
			  "RECURRENCE-ID:20130407T003000Z\r\n"
			  "DTSTART;TZID=Europe/Rome:20130407T040000\r\n"
			  "DTEND;TZID=Europe/Rome:20130407T043000\r\n")),
	    "window maintenance - 2013-03-17T01:30:00Z..2013-03-17T02:15:00Z"
	    " announced 2013-01-01T00:00:00Z\n"
	    "window maintenance - 2013-03-31T01:30:00Z..2013-03-31T02:15:00Z"
	    " announced 2013-01-01T00:00:00Z\n"
	    "window maintenance - 2013-04-07T02:00:00Z..2013-04-07T02:30:00Z"
	    " announced 2013-04-03T00:00:00Z\n"
	    "window maintenance - 2013-04-14T00:30:00Z..2013-04-14T01:15:00Z"
	    " announced 2013-01-01T00:00:00Z\n"
	    "window maintenance - 2013-04-16T01:00:00Z..2013-04-16T01:10:00Z"
	    " announced 2013-01-01T00:00:00Z\n"
	    "window maintenance - 2013-04-17T01:00:00Z..2013-04-17T01:20:00Z"
	    " announced 2013-01-01T00:00:00Z\n");
}

static void
repeated_hour(void **state)
{
	(void)state;
	/* 02:30 comes twice on 27 October; the first is summer's, 00:30 UTC */
	assert_told(ical,
	    CALENDAR(EVENT("UID:a\r\n"
			   "DTSTART;TZID=Europe/Rome:20131027T023000\r\n"
			   "DURATION:PT30M\r\n")),
	    "window maintenance - 2013-10-27T00:30:00Z..2013-10-27T01:00:00Z"
	    "\n");
}

static void
which_version_holds(void **state)
{
	struct watching *w = watching_new();

	(void)state;
	watch_text(w, ical,
	    CALENDAR(
		EVENT("UID:moved\r\nSEQUENCE:2\r\nDTSTART:20130411T160000Z\r\n"
		      "DURATION:PT1H\r\n")
		    EVENT("UID:moved\r\nSEQUENCE:1\r\n"
			  "DTSTART:20130410T160000Z\r\nDURATION:PT1H\r\n")
			EVENT("UID:off\r\nDTSTART:20130412T160000Z\r\n"
			      "DURATION:PT1H\r\nSTATUS:CONFIRMED\r\n")
			    EVENT("UID:off\r\nSEQUENCE:1\r\n"
				  "STATUS:CANCELLED\r\n")
				EVENT("UID:maybe\r\nSTATUS:TENTATIVE\r\n"
				      "DTSTART:20130413T160000Z\r\n"
				      "DURATION:PT1H\r\n"))
		CALENDAR("METHOD:CANCEL\r\n" EVENT(
		    "UID:all\r\nDTSTART:20130414T160000Z\r\n"
		    "DURATION:PT1H\r\nSEQUENCE:1\r\n"))
		    CALENDAR(EVENT("UID:all\r\nDTSTART:20130414T160000Z\r\n"
				   "DURATION:PT1H\r\n")));
	assert_string_equal(w->told.p,
	    "window maintenance - 2013-04-11T16:00:00Z..2013-04-11T17:00:00Z"
	    "\n");
	assert_said(w->trial, "warning: 1 event is tentative and excuses "
			      "nothing");
	watching_free(w);
}

static void
notes_of_carriers(void **state)
{
	struct watching *w = watching_new();

	(void)state;
#define NOTE(uid, more)                                                        \
	EVENT("UID:" uid                                                       \
	      "\r\nDTSTART:20130411T160000Z\r\nDURATION:PT1H\r\n" more)
	watch_text(w, ical,
	    CALENDAR(
		NOTE("1", "X-MAINTNOTE-IMPACT:OUTAGE\r\n"
			  "X-MAINTNOTE-OBJECT-ID:circuit-1\r\n"
			  "X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT="
			  "\"DEGRADED\":circuit-2\r\n"
			  "X-MAINTNOTE-STATUS:CONFIRMED\r\n")
		    NOTE("2", "X-MAINTNOTE-IMPACT:NO-IMPACT\r\n"
			      "X-MAINTNOTE-OBJECT-ID:circuit-3\r\n")
			NOTE("3", "X-MAINTNOTE-IMPACT:OUTAGE\r\n"
				  "X-MAINTNOTE-OBJECT-ID:circuit-4\r\n"
				  "X-MAINTNOTE-STATUS:CANCELLED\r\n")
			    NOTE("4", "X-MAINTNOTE-IMPACT:DEGRADED\r\n"
				      "X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-"
				      "OBJECT-IMPACT=OUTAGE:circuit-5\r\n"
				      "X-MAINTNOTE-OBJECT-ID:circuit-6\r\n")));
	assert_string_equal(w->told.p,
	    "window maintenance circuit-1 "
	    "2013-04-11T16:00:00Z..2013-04-11T17:00:00Z\n"
	    "window maintenance circuit-5 "
	    "2013-04-11T16:00:00Z..2013-04-11T17:00:00Z\n");
	assert_said(w->trial, "1 note announces no outage, and excuses none");
	watching_free(w);
}

static void
subjects_and_kinds(void **state)
{
	struct trial *t = trial_new();
	const struct known_subject names[] = { { STR("Rack 7"), STR("db1") } };

	(void)state;
	t->ctx.known = names;
	t->ctx.n_known = 1;
	trial_text(t, SOURCE_MAINTENANCE,
	    CALENDAR(NOTE("1", "X-MAKEGOOD-SUBJECT:web1,web2\r\n"
			       "CATEGORIES:Network,Emergency\r\n")
		    NOTE("2", "LOCATION:Rack 7\r\nCATEGORIES:MAINTENANCE\r\n")
			NOTE("3", "LOCATION:Somewhere\r\n")));
	assert_quiet(t);
	assert_int_equal(t->batch.windows.n, 4);
	assert_str(t->batch.windows.v[0].subject, "web1");
	assert_str(t->batch.windows.v[0].kind, "emergency");
	assert_str(t->batch.windows.v[1].subject, "web2");
	assert_str(t->batch.windows.v[2].subject, "Rack 7");
	assert_str(t->batch.windows.v[2].kind, "maintenance");
	assert_int_equal(t->batch.windows.v[3].subject.n, 0);
	trial_free(t);
}

/* The day of each instance, as text; UTC, so that only the rule is tried. */
static void
assert_days(const char *start, const char *rule, const char *expected)
{
	struct watching *w = watching_new();
	struct str periods[] = { STR("2013-04") };
	struct buf text, days;
	const char *at;

	w->trial->settings.periods = periods;
	w->trial->settings.n_periods = 1;
	buf_init(&text, 1 << 20);
	buf_init(&days, 1 << 20);
	buf_addf(&text,
	    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:%sT100000Z\n"
	    "DURATION:PT1M\nRRULE:%s\nEND:VEVENT\nEND:VCALENDAR\n",
	    start, rule);
	watch_bytes(w, ical, buf_str(&text));
	assert_quiet(w->trial);
	for (at = w->told.p; (at = strchr(at, ' ')) != NULL; at++)
		if (at[1] == '2')
			buf_addf(&days, "%.10s ", at + 1);
	buf_addc(&days, '\0');
	assert_string_equal(days.p, expected);
	buf_release(&text);
	buf_release(&days);
	watching_free(w);
}

/* By the calendars of 2012 to 2014: 1 January 2013 was a Tuesday. */
static void
rules(void **state)
{
	(void)state;
	assert_days("20130130", "FREQ=DAILY;INTERVAL=2;COUNT=3",
	    "2013-01-30 2013-02-01 2013-02-03 ");
	/* no 31st in February and April */
	assert_days("20130131", "FREQ=MONTHLY;COUNT=3",
	    "2013-01-31 2013-03-31 2013-05-31 ");
	assert_days("20130131", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3",
	    "2013-01-31 2013-02-28 2013-03-31 ");
	/* patch Tuesdays */
	assert_days("20130108", "FREQ=MONTHLY;BYDAY=2TU;COUNT=4",
	    "2013-01-08 2013-02-12 2013-03-12 2013-04-09 ");
	assert_days("20130125", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20130329",
	    "2013-01-25 2013-02-22 2013-03-29 ");
	/* the last working day of a month */
	assert_days("20130131",
	    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
	    "2013-01-31 2013-02-28 2013-03-29 ");
	assert_days("20130913", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3",
	    "2013-09-13 2013-12-13 2014-06-13 ");
	/* days of one week: which, depends on where it begins */
	assert_days("20130428",
	    "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
	    "2013-04-28 2013-05-07 2013-05-12 2013-05-21 ");
	assert_days("20130428",
	    "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
	    "2013-04-28 2013-04-30 2013-05-12 2013-05-14 ");
	assert_days("20120229", "FREQ=YEARLY;COUNT=2", "2012-02-29 ");
	assert_days("20130331", "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU;COUNT=4",
	    "2013-03-31 2013-10-27 2014-03-30 2014-10-26 ");
	/* the 20th Monday of the year */
	assert_days("20130520", "FREQ=YEARLY;BYDAY=20MO;COUNT=2",
	    "2013-05-20 2014-05-19 ");
	/* never: only the start itself */
	assert_days(
	    "20130131", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2013-01-31 ");
}

/* Without an end it is followed from 2012 to 2014, and from its start. */
static void
endless(void **state)
{
	struct watching *w = watching_new();
	struct str periods[] = { STR("2013-04") };
	size_t n = 0;

	(void)state;
	w->trial->settings.periods = periods;
	w->trial->settings.n_periods = 1;
	watch_text(w, ical,
	    CALENDAR(EVENT("UID:a\r\nDTSTART:19990101T100000Z\r\n"
			   "DURATION:PT1M\r\nRRULE:FREQ=DAILY\r\n")));
	assert_quiet(w->trial);
	for (const char *at = w->told.p; (at = strstr(at, "window")) != NULL;
	     at++)
		n++;
	/* 366 + 365 + 365, the first, and up to two days before for safety */
	assert_in_range(n, 1097, 1099);
	assert_non_null(strstr(w->told.p, " 1999-01-01T"));
	assert_null(strstr(w->told.p, " 2015-"));
	assert_null(strstr(w->told.p, " 2011-12-29"));
	watching_free(w);
}

static void
what_is_refused(void **state)
{
#define RULE(rule) CALENDAR(NOTE("a", "RRULE:" rule "\r\n"))
	(void)state;
	assert_refused(ical, RULE("FREQ=HOURLY"),
	    "file:7: error: the event of line 3 repeats by FREQ, which is not "
	    "DAILY, WEEKLY, MONTHLY or YEARLY");
	assert_refused(ical, RULE("FREQ=YEARLY;BYWEEKNO=20"),
	    "repeats by a part of RRULE that is not known here");
	assert_refused(ical, RULE("FREQ=DAILY;COUNT=3;UNTIL=20130501"),
	    "has both COUNT and UNTIL");
	assert_refused(ical, RULE("FREQ=WEEKLY;BYDAY=1MO"),
	    "counts weekdays where there is no month or year");
	assert_refused(ical, RULE("FREQ=WEEKLY;INTERVAL=0"), "bad INTERVAL");
	assert_refused(ical,
	    CALENDAR(NOTE("a", "RECURRENCE-ID;RANGE=THISANDFUTURE:"
			       "20130411T160000Z\r\n")),
	    "RANGE=THISANDFUTURE is not supported");
}

static void
bad_events_are_left_out(void **state)
{
	const char *good = "window maintenance - "
			   "2013-04-11T16:00:00Z..2013-04-11T17:00:00Z\n";

	(void)state;
	assert_told_but(ical,
	    CALENDAR(EVENT("UID:b\r\nDTSTART:20130230T000000Z\r\n"
			   "DURATION:PT1H\r\n") NOTE("a", "")),
	    good, 1, "has a time that cannot be read");
	assert_told_but(ical,
	    CALENDAR(EVENT("DTSTART:20130430T000000Z\r\n") NOTE("a", "")), good,
	    1, "has no UID");
	assert_told_but(ical,
	    CALENDAR(
		EVENT("UID:b\r\nDTSTART:20130430T000000Z\r\n") NOTE("a", "")),
	    good, 1, "has no end");
	assert_told_but(ical,
	    CALENDAR(EVENT("UID:b\r\nDURATION:PT1H\r\n") NOTE("a", "")), good,
	    1, "has no DTSTART");
	assert_told_but(ical,
	    CALENDAR(EVENT("UID:b\r\nDTSTART:20130430T000000Z\r\n"
			   "DURATION:-PT1H\r\n") NOTE("a", "")),
	    good, 1, "has a DURATION that cannot be read");
	assert_told_but(ical,
	    CALENDAR(EVENT("UID:b\r\nDTSTART 20130430T000000Z\r\nDTSTART\r\n")
		    NOTE("a", "")),
	    good, 1, "has a line that is too long, or has no colon");
	assert_told_but(ical,
	    CALENDAR(NOTE("a", "")) "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
				    "UID:b\r\nDTSTART:2013",
	    good, 1, "is cut off: no END:VEVENT");
}

/* Many endless rules, and one event with as many dates as it likes. */
static void
too_much(void **state)
{
	struct watching *w = watching_new();
	struct buf b;

	(void)state;
	buf_init(&b, 64 << 20);
	buf_adds(&b, "BEGIN:VCALENDAR\n");
	for (int i = 0; i < 2000; i++)
		buf_addf(&b,
		    "BEGIN:VEVENT\nUID:%d\nDTSTART:19710101T000000Z\n"
		    "DURATION:PT1M\nRRULE:FREQ=DAILY;BYMONTH=2;"
		    "BYMONTHDAY=30\nEND:VEVENT\n",
		    i);
	watch_bytes(w, ical, buf_str(&b));
	assert_said(w->trial, "the events repeat too often: more than 200000 "
			      "windows, or too long a search");
	watching_free(w);

	w = watching_new();
	buf_clear(&b);
	buf_adds(&b, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n");
	for (int i = 0; i < 30000; i++)
		buf_adds(&b, "EXDATE:20130411T000000Z,20130411T000000Z,"
			     "20130411T000000Z,20130411T000000Z,"
			     "20130411T000000Z,20130411T000000Z,"
			     "20130411T000000Z\n");
	watch_bytes(w, ical, buf_str(&b));
	assert_said(w->trial, "more than 100000 events, or 200000 dates");
	watching_free(w);

	/* one logical line that never ends */
	w = watching_new();
	buf_clear(&b);
	buf_adds(&b, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:2013");
	for (int i = 0; i < 1000000; i++)
		buf_adds(&b, "\n 0");
	buf_adds(&b, "\nEND:VEVENT\n");
	watch_bytes(w, ical, buf_str(&b));
	assert_int_equal(w->trial->batch.source.rejected, 1);
	watching_free(w);
	buf_release(&b);
}

static void
specimen(void **state)
{
	(void)state;
	assert_told(ical, ical->specimen,
	    "window maintenance db1 2013-04-20T00:00:00Z..2013-04-20T02:00:00Z"
	    " announced 2013-04-15T07:00:00Z\n");
	assert_int_equal(ical->format->detect(STR("BEGIN:VCARD\n")), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_of_time),
		cmocka_unit_test(lines),
		cmocka_unit_test(zones_that_nobody_declared),
		cmocka_unit_test(weekly),
		cmocka_unit_test(repeated_hour),
		cmocka_unit_test(which_version_holds),
		cmocka_unit_test(notes_of_carriers),
		cmocka_unit_test(subjects_and_kinds),
		cmocka_unit_test(rules),
		cmocka_unit_test(endless),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(bad_events_are_left_out),
		cmocka_unit_test(too_much),
		cmocka_unit_test(specimen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
