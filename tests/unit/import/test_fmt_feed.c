/* Feeds of status pages. Chicago is five hours behind UTC in summer, six in
 * winter; Rome two and one ahead. */
#include "unit/import/sights.h"

static const struct format_info *const atom = &format_info_statuspage_atom;
static const struct format_info *const rss = &format_info_statuspage_rss;

#define FEED(entries)                                                          \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- x -->\n"             \
	"<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Page</title>"      \
	"<updated>2013-05-01T00:00:00Z</updated>" entries "</feed>\n"
#define ENTRY(published, updated, lines)                                       \
	"<entry><id>i1</id><published>" published "</published>"               \
	"<updated>" updated "</updated><title>Shops &amp; mail</title>"        \
	"<content type=\"html\">" lines "</content></entry>"
#define LINE(day, time, zone, word)                                            \
	"&lt;p&gt; &lt;small&gt;" day "&lt;/var&gt;, &lt;var data-var='time'"  \
	"&gt;" time "&lt;/var&gt; " zone "&lt;/small&gt;&lt;br&gt; "           \
	"&lt;strong&gt;" word "&lt;/strong&gt; - It &lt;strong&gt;is&lt;/str"  \
	"ong&gt; so.&lt;/p&gt;"
#define APR "Apr &lt;var data-var='date'&gt;"
#define ITEM(date, lines)                                                      \
	"<rss version=\"2.0\"><channel><title>x</title><item><title>A</title>" \
	"<pubDate>" date "</pubDate><guid>i1</guid><description>" lines        \
	"</description></item></channel></rss>"

static void
incidents(void **state)
{
	(void)state;
	assert_told(atom, atom->specimen,
	    "span down - 2013-04-11T16:30:00Z..2013-04-11T18:00:00Z\n");
	assert_told(rss, rss->specimen,
	    "span down - 2013-04-11T16:30:00Z..2013-04-11T18:00:00Z\n");
	/* the first update to the one that resolves; newest entry first */
	assert_told(atom,
	    FEED(ENTRY("2013-04-12T10:00:00Z", "2013-04-12T10:00:00Z",
		LINE(APR "12", "10:00", "UTC", "Investigating"))
		    ENTRY("2013-04-11T16:37:00Z", "2013-04-11T19:55:00Z",
			LINE(APR "11", "19:55", "UTC", "Resolved")
			    LINE(APR "11", "18:35", "UTC", "Monitoring") LINE(
				APR "11", "16:37", "UTC", "Investigating"))),
	    "span down - 2013-04-11T16:37:00Z..2013-04-11T19:55:00Z\n"
	    "span down - 2013-04-12T10:00:00Z..open\n");
	assert_told(rss,
	    ITEM("Thu, 11 Apr 2013 19:55:00 GMT",
		LINE(APR "11", "21:55", "CEST", "Resolved")
		    LINE(APR "11", "18:37", "CEST", "Identified")),
	    "span down - 2013-04-11T16:37:00Z..2013-04-11T19:55:00Z\n");
}

/* From the last evening of a year to the first morning of the next. */
static void
turn_of_the_year(void **state)
{
	(void)state;
	assert_told(atom,
	    FEED(ENTRY("2012-12-31T22:00:00Z", "2013-01-01T03:00:00Z",
		LINE("Jan &lt;var&gt; 1", "03:00", "UTC", "Resolved") LINE(
		    "Dec &lt;var&gt;31", "22:00", "UTC", "Investigating"))),
	    "span down - 2012-12-31T22:00:00Z..2013-01-01T03:00:00Z\n");
}

/* "CST" is Chicago's, China's and Cuba's. */
static void
zones(void **state)
{
	const char *open = FEED(ENTRY("2013-01-11T12:00:40Z",
	    "2013-01-11T15:10:40Z",
	    LINE("Jan &lt;var&gt;11", "09:05", "CST", "Resolved")
		LINE("Jan &lt;var&gt;11", "08:05", "CST", "Investigating")));
	struct watching *w = watching_new();

	(void)state;
	/* the entry's own time is of the same minute, six hours on */
	assert_told(atom,
	    FEED(ENTRY("2013-01-11T15:05:40Z", "2013-01-11T15:05:40Z",
		LINE("Jan &lt;var&gt;11", "09:05", "CST", "Resolved") LINE(
		    "Jan &lt;var&gt;11", "08:05", "CST", "Investigating"))),
	    "span down - 2013-01-11T14:05:00Z..2013-01-11T15:05:00Z\n");
	/* or is written with the offset of the page: India's half hour */
	assert_told(atom,
	    FEED(ENTRY("2013-01-11T15:05:40+05:30", "2013-01-11T15:05:40+05:30",
		LINE("Jan &lt;var&gt;11", "15:05", "IST", "Resolved") LINE(
		    "Jan &lt;var&gt;11", "14:35", "IST", "Investigating"))),
	    "span down - 2013-01-11T09:05:00Z..2013-01-11T09:35:00Z\n");
	assert_refused(atom, open,
	    "file:3: error: the zone \"CST\" of its times is the name of "
	    "several, or of none");
	assert_int_equal(zone_open(&w->trial->zones, STR("America/Chicago"),
			     &w->trial->rule.zone, &w->trial->e),
	    0);
	watch_text(w, atom, open);
	assert_quiet(w->trial);
	assert_string_equal(w->told.p,
	    "span down - 2013-01-11T14:05:00Z..2013-01-11T15:05:00Z\n");
	watching_free(w);
}

/* 01:30 came twice on 3 November 2013 in Chicago: as CDT, then as CST. */
static void
repeated_hour(void **state)
{
	struct watching *w = watching_new();

	(void)state;
	assert_int_equal(zone_open(&w->trial->zones, STR("America/Chicago"),
			     &w->trial->rule.zone, &w->trial->e),
	    0);
	watch_text(w, atom,
	    FEED(ENTRY("2013-11-03T09:00:10Z", "2013-11-03T09:00:10Z",
		LINE("Nov &lt;var&gt;3", "01:30", "CST", "Resolved") LINE(
		    "Nov &lt;var&gt;3", "01:30", "CDT", "Investigating"))));
	assert_string_equal(w->told.p,
	    "span down - 2013-11-03T06:30:00Z..2013-11-03T07:30:00Z\n");
	watching_free(w);
}

static void
planned_work(void **state)
{
	(void)state;
	assert_told(atom,
	    FEED(ENTRY("2013-04-20T22:00:00Z", "2013-04-21T01:00:00Z",
		"&lt;p&gt;&lt;strong&gt;THIS IS A SCHEDULED EVENT " APR
		"20&lt;/var&gt;, &lt;var&gt;22:00&lt;/var&gt; - &lt;var&gt;"
		"02:00&lt;/var&gt; UTC&lt;/strong&gt;&lt;/p&gt;" LINE(APR "21",
		    "01:00", "UTC", "Completed") LINE(APR "20", "22:05", "UTC",
		    "In progress") LINE(APR "15", "09:00", "UTC", "Scheduled"))
		    ENTRY("2013-04-18T10:00:00Z", "2013-04-18T10:00:00Z",
			LINE(APR "18", "10:00", "UTC", "Completed")
			    LINE(APR "18", "09:00", "UTC", "In progress"))),
	    /* without the line of the event: as it was done */
	    "window maintenance - 2013-04-18T09:00:00Z..2013-04-18T10:00:00Z\n"
	    "window maintenance - 2013-04-20T22:00:00Z..2013-04-21T02:00:00Z"
	    " announced 2013-04-15T09:00:00Z\n");
}

static void
bad_entries(void **state)
{
	const char *told =
	    "span down - 2013-04-11T16:37:00Z..2013-04-11T17:00:00Z\n";

	(void)state;
#define GOOD                                                                   \
	ENTRY("2013-04-11T16:37:00Z", "2013-04-11T17:00:00Z",                  \
	    LINE(APR "11", "17:00", "UTC", "Resolved")                         \
		LINE(APR "11", "16:37", "UTC", "Investigating"))
	assert_told_but(atom,
	    FEED(GOOD ENTRY(
		"then", "now", LINE(APR "12", "17:00", "UTC", "Resolved"))),
	    told, 1, "its own time cannot be read");
	assert_told_but(atom,
	    FEED(GOOD ENTRY("2013-04-11T16:37:00Z", "2013-04-11T16:37:00Z",
		"Only &lt;b&gt;words")),
	    told, 1, "it has no updates with times");
	assert_told_but(atom,
	    FEED(GOOD ENTRY("2013-04-11T16:37:00Z", "2013-04-11T16:37:00Z",
		LINE(APR "11", "25:00", "UTC", "Resolved"))),
	    told, 1, "it has no updates with times");
	assert_told_but(atom,
	    FEED(GOOD ENTRY("2013-04-11T17:00:00Z", "2013-04-11T17:00:00Z",
		LINE(APR "12", "17:00", "UTC", "Resolved")
		    LINE(APR "12", "17:00", "UTC", "Investigating"))),
	    told, 1, "all of its updates are of the same minute");
	assert_told_but(atom,
	    FEED(GOOD ENTRY("2013-04-11T17:00:00Z", "2013-04-11T17:00:00Z",
		LINE(APR "12", "17:00", "UTC", "Canceled")
		    LINE(APR "12", "16:00", "UTC", "Scheduled"))),
	    told, 1, "it was cancelled");
}

static void
hostile(void **state)
{
	struct watching *w = watching_new();
	struct buf b;

	(void)state;
	assert_refused(atom,
	    "<!DOCTYPE feed [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">]>"
	    "<feed><entry><title>&b;</title></entry></feed>",
	    "file:1: error: the feed cannot be read: it declares a document "
	    "type");
	assert_refused(
	    atom, "<feed><entry></feed>", "cannot be read: mismatched tag");
	assert_refused(atom, "<feed>\xC3(</feed>", "not well-formed");
	buf_init(&b, 64 << 20);
	buf_adds(&b, "<feed>");
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, "<a>");
	watch_bytes(w, atom, buf_str(&b));
	assert_said(w->trial, "its elements are nested too deeply");
	watching_free(w);
	w = watching_new();
	buf_clear(&b);
	buf_adds(&b, "<feed>");
	for (int i = 0; i < 10001; i++)
		buf_adds(&b, "<entry></entry>");
	watch_bytes(w, atom, buf_str(&b));
	assert_said(w->trial, "it has too many entries");
	watching_free(w);
	w = watching_new();
	buf_clear(&b);
	buf_adds(&b, "<feed><entry><content>");
	for (int i = 0; i < 2 << 20; i++)
		buf_addc(&b, 'x');
	buf_adds(&b, "</content></entry></feed>");
	watch_bytes(w, atom, buf_str(&b));
	assert_said(w->trial, "its entries are too large");
	watching_free(w);
	buf_release(&b);
}

/* The case is of April; what was before the 11th is not in the feed. */
static void
how_far_back(void **state)
{
	struct watching *w = watching_new();
	struct str periods[] = { STR("2013-04") };

	(void)state;
	w->trial->settings.periods = periods;
	w->trial->settings.n_periods = 1;
	watch_text(w, atom, FEED(GOOD));
	assert_said(w->trial, "warning: the feed holds 1 entry and goes back "
			      "to 2013-04-11T16:37:00Z only");
	watching_free(w);
	w = watching_new();
	watch_text(w, atom, FEED(""));
	assert_said(w->trial, "warning: the feed has no entries");
	watching_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(incidents),
		cmocka_unit_test(turn_of_the_year),
		cmocka_unit_test(zones),
		cmocka_unit_test(repeated_hour),
		cmocka_unit_test(planned_work),
		cmocka_unit_test(bad_entries),
		cmocka_unit_test(hostile),
		cmocka_unit_test(how_far_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
