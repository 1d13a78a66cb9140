/*
 * What every JSON format shares: bounds, damage, instants, names, order; and
 * Prometheus, which has the most values.
 */
#include "unit/import/sights.h"

#include <jansson.h>

#include "import/json_doc.h"

#define PING(values)                                                           \
	"{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\","         \
	"\"result\":[{\"metric\":{\"instance\":\"shop\",\"job\":\"ping\"},"    \
	"\"values\":[" values "]}]}}"

/* Steps of 15 s, one missing at :45, one NaN. */
static void
prometheus(void **state)
{
	(void)state;
	assert_told(&format_info_prometheus,
	    PING("[1365700200,\"1\"],[1365700215,\"0\"],[1365700230,\"0.5\"],"
		 "[1365700260.0,\"NaN\"],[1365700275,\"1\"]"),
	    "sample up shop 2013-04-11T17:10:00Z..2013-04-11T17:10:15Z\n"
	    "sample down shop 2013-04-11T17:10:15Z..2013-04-11T17:10:30Z\n"
	    "sample degraded shop 2013-04-11T17:10:30Z..2013-04-11T17:10:45Z\n"
	    "sample nothing shop 2013-04-11T17:11:00Z..2013-04-11T17:11:15Z\n"
	    "sample up shop 2013-04-11T17:11:15Z..2013-04-11T17:11:30Z\n");
}

/* One value tells no step; whoever knows it may write it down. */
static void
prometheus_step(void **state)
{
	(void)state;
	assert_refused(&format_info_prometheus, PING("[1365700200,\"1\"]"),
	    "no two values tell the step of the question");
	assert_told(&format_info_prometheus,
	    "{\"step\":\"60\",\"data\":{\"resultType\":\"matrix\",\"result\":["
	    "{\"metric\":{\"instance\":\"shop\"},"
	    "\"values\":[[1365700200.25,\"0\"]]}]}}",
	    "sample down shop 2013-04-11T17:10:00.250Z.."
	    "2013-04-11T17:11:00.250Z\n");
}

#define SERIES(labels)                                                         \
	"{\"metric\":{" labels "},\"values\":[[1365700200,\"1\"]]}"
#define MATRIX(series)                                                         \
	"{\"step\":15,\"data\":{\"resultType\":\"matrix\",\"result\":[" series \
	"]}}"
#define UNTIL " 2013-04-11T17:10:00Z..2013-04-11T17:10:15Z\n"

/* As short as it goes while all differ. */
static void
prometheus_names(void **state)
{
	(void)state;
	assert_told(&format_info_prometheus,
	    MATRIX(SERIES("\"instance\":\"a\",\"job\":\"x\"") "," SERIES(
		"\"instance\":\"b\",\"job\":\"x\"")),
	    "sample up a" UNTIL "sample up b" UNTIL);
	assert_told(&format_info_prometheus,
	    MATRIX(SERIES("\"instance\":\"a\",\"job\":\"x\"") "," SERIES(
		"\"instance\":\"a\",\"job\":\"y\"")),
	    "sample up x/a" UNTIL "sample up y/a" UNTIL);
	assert_told(&format_info_prometheus,
	    MATRIX(SERIES("\"job\":\"x\",\"dc.eu\":\"1\"") "," SERIES(
		"\"job\":\"x\",\"dc.eu\":\"2\"")),
	    "sample up job=x,dc.eu=1" UNTIL "sample up job=x,dc.eu=2" UNTIL);
}

static void
prometheus_bad(void **state)
{
	const struct format_info *info = &format_info_prometheus;

	(void)state;
	assert_told_but(info,
	    PING("[1365700200,\"1\"],[1365700215,\"7\"],[1365700230,\"down\"],"
		 "[1365700245],[],7,[\"x\",\"1\"],[1365700260,\"+Inf\"],"
		 "[1365700275,null],[1365700215,\"1\"]"),
	    "sample up shop 2013-04-11T17:10:00Z..2013-04-11T17:10:15Z\n"
	    "sample up shop 2013-04-11T17:10:15Z..2013-04-11T17:10:30Z\n",
	    8, "its value is not from 0 to 1");
	assert_refused(info,
	    "{\"data\":{\"resultType\":\"vector\",\"result\":[]}}",
	    "the answer is of type \"vector\", not a matrix");
	assert_refused(info,
	    "{\"status\":\"error\",\"error\":\"query timed out\"}",
	    "Prometheus refused the question: query timed out");
}

/* ---- shared ---- */

static const char *
when_text(struct jdoc *doc, const char *json, int64_t *ret_at)
{
	static const char *const words[] = { "given", "none", "bad" };
	json_t *v = json_loads(json, JSON_DECODE_ANY, NULL);
	enum jdoc_when w;

	assert_non_null(v);
	*ret_at = 0;
	w = jdoc_when(doc, v, ret_at);
	json_decref(v);
	return words[w];
}

static void
instants(void **state)
{
	static const struct {
		const char *json, *word;
		int64_t at;
	} rows[] = {
		/* the same second in four units, and as texts */
		{ "1365700200", "given", 1365700200000 },
		{ "1365700200123", "given", 1365700200123 },
		{ "1365700200123456", "given", 1365700200123 },
		{ "1365700200123456789", "given", 1365700200123 },
		{ "1365700200.1236", "given", 1365700200124 },
		{ "1365700200.0", "given", 1365700200000 },
		{ "1.3657002e12", "given", 1365700200000 },
		{ "\"1365700200\"", "given", 1365700200000 },
		{ "\" 1365700200.5\"", "given", 1365700200500 },
		{ "\"2013-04-11T19:10:00.123456789+02:00\"", "given",
		    1365700200123 },
		{ "\"2013-04-11T17:10:00Z\"", "given", 1365700200000 },
		{ "1", "given", 1000 },
		{ "0", "none", 0 },
		{ "0.0", "none", 0 },
		{ "null", "none", 0 },
		{ "\"\"", "none", 0 },
		{ "\"0001-01-01T00:00:00Z\"", "none", 0 },
		{ "\"0000-00-00 00:00:00\"", "none", 0 },
		{ "-1", "bad", 0 },
		{ "-0.5", "bad", 0 },
		{ "9223372036854775807", "bad", 0 },
		{ "1e308", "bad", 0 },
		{ "\"NaN\"", "bad", 0 },
		{ "\"-inf\"", "bad", 0 },
		{ "\"2013-04-11\"", "bad", 0 },
		{ "\"2013-02-30T00:00:00Z\"", "bad", 0 },
		{ "\"2013-04-11T17:10:00\"", "bad", 0 },
		{ "true", "bad", 0 },
		{ "{}", "bad", 0 },
	};
	struct job job = { .zone_given = false };
	struct jdoc doc = { .job = &job };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t then;
		const char *word = when_text(&doc, rows[i].json, &then);

		if (strcmp(word, rows[i].word) != 0)
			fail_msg("%s is %s", rows[i].json, word);
		if (strcmp(word, "given") == 0)
			assert_int_equal(then, rows[i].at);
	}
	assert_true(doc.zoneless);
}

/* Lines of entries in a document of many; the first line is 1. */
static void
lines(void **state)
{
	struct watching *w = watching_new();

	(void)state;
	w->lines = w->notes = true;
	watch_text(w, &format_info_betterstack,
	    "{\n\"data\": [\n"
	    " {\"attributes\": {\"name\": \"a{[\\\"\",\n"
	    "  \"cause\": \"tab\\there \\u0007\",\n"
	    "  \"started_at\": \"2013-04-11T17:10:00Z\"}},\n"
	    " {\"attributes\": {\"name\": \"b\",\n"
	    "  \"started_at\": \"2013-04-11T17:11:00Z\"}},\n"
	    " {\"attributes\": {\n"
	    "  \"started_at\": \"x\"}}\n]}\n");
	assert_string_equal(w->told.p,
	    "span down a{[\" 2013-04-11T17:10:00Z..open line 3 tab here\n"
	    "span down b 2013-04-11T17:11:00Z..open line 6 \n");
	assert_int_equal(w->trial->batch.rejects.v[0].line, 8);
	assert_str(
	    w->trial->batch.rejects.v[0].excerpt, "{\"started_at\":\"x\"}");
	watching_free(w);
}

/* In a stream the line of each record; texts outlive it. */
static void
lines_of_a_stream(void **state)
{
	struct watching *w = watching_new();

	(void)state;
	w->lines = w->notes = true;
	watch_text(w, &format_info_icinga2_events,
	    "\xef\xbb\xbf{\"type\":\"StateChange\",\"host\":\"a\",\"state\":1,"
	    "\"state_type\":1,\"timestamp\":1365700260,"
	    "\"check_result\":{\"output\":\"first\"}}\n\nrubbish\n"
	    "{\"type\":\"StateChange\",\"host\":\"b\",\"state\":0,"
	    "\"state_type\":1,\"timestamp\":1365700200,"
	    "\"check_result\":{\"output\":\"second\"}}");
	assert_string_equal(w->told.p,
	    "event up b 2013-04-11T17:10:00Z line 4 second\n"
	    "event down a 2013-04-11T17:11:00Z line 1 first\n");
	assert_int_equal(w->trial->batch.source.rejected, 1);
	assert_int_equal(w->trial->batch.rejects.v[0].line, 3);
	assert_int_equal(w->trial->batch.source.rows, 2);
	watching_free(w);
}

/* What a shell of Windows writes: UTF-16 with a byte order mark. */
static void
utf16(void **state)
{
	const char *text = "{\"data\":[{\"attributes\":{\"name\":\"a\","
			   "\"resolved_at\":null,"
			   "\"started_at\":\"2013-04-11T17:10:00Z\"}}]}";
	struct watching *w = watching_new();
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	buf_adds(&b, "\xff\xfe");
	for (; *text != '\0'; text++) {
		buf_addc(&b, *text);
		buf_addc(&b, '\0');
	}
	assert_true(format_info_betterstack.format->detect(buf_str(&b)) >= 50);
	watch_bytes(w, &format_info_betterstack, buf_str(&b));
	assert_string_equal(
	    w->told.p, "span down a 2013-04-11T17:10:00Z..open\n");
	buf_release(&b);
	watching_free(w);
}

static void
damaged(void **state)
{
	static const struct {
		const char *text, *said;
	} rows[] = {
		{ "", "the file is empty" },
		{ " \n\t\n", "the file is empty" },
		{ "{\"data\":[", "file:1: error: this is no JSON: " },
		{ "<html>\nplease log in", "this is no JSON: " },
		{ "{\"data\":[],\n\"data\":[]}",
		    "file:2: error: this is no JSON: duplicate object key" },
		{ "{\"data\":[\n\"\xff\"]}",
		    "file:2: error: this is no valid UTF-8 text" },
		{ "{\"data\":[1e999]}", "real number overflow" },
		{ "{\"data\":[\"\\u0000\"]}", "this is no JSON: " },
		{ "{\"data\":7}", "there is no list \"data\": incidents" },
		{ "[]", "there is no list \"data\": incidents" },
		{ "{\"data\":[{},{},[]]}", "no entry could be used" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_refused(
		    &format_info_betterstack, rows[i].text, rows[i].said);
}

static void
nothing_is_no_good_news(void **state)
{
	struct watching *w = watching_new();

	(void)state;
	watch_text(w, &format_info_betterstack, "{\"data\":[]}");
	assert_int_equal(w->rc, 0);
	assert_int_equal(w->trial->diags.errors, 0);
	assert_said(w->trial, "the file tells of nothing");
	assert_said(w->trial, "no data is not the same as no outage");
	watching_free(w);
}

static void
fill(struct buf *b, const char *piece, size_t times)
{
	while (times-- != 0)
		buf_adds(b, piece);
}

static void
assert_bounded(const char *head, const char *piece, size_t times,
    const char *tail, const char *said)
{
	struct watching *w = watching_new();
	struct buf b;

	buf_init(&b, (size_t)80 << 20);
	buf_adds(&b, head);
	fill(&b, piece, times);
	buf_adds(&b, tail);
	watch_bytes(w, &format_info_betterstack, buf_str(&b));
	assert_string_equal(w->told.p, "");
	assert_said(w->trial, said);
	buf_release(&b);
	watching_free(w);
}

static void
too_much(void **state)
{
	(void)state;
	assert_bounded("{\"data\":", "[", 63, "", "this is no JSON: ");
	assert_bounded(
	    "{\"data\":", "[", 64, "", "more than 64 levels of brackets");
	assert_bounded("", "[", 1000000, "", "more than 64 levels of brackets");
	/* 3 + 1 units each: more than 16 Mi of them */
	assert_bounded("{\"data\":[", "\"\",", 4200000, "1]}",
	    "more values than one file may hold");
	assert_bounded("{\"data\":[\"", "xxxxxxxxxxxxxxxx", 4200000, "\"]}",
	    "the document is larger than 64 MB");
	/* a million numbers are many entries without a time, and no more */
	assert_bounded(
	    "{\"data\":[", "7,", 1000000, "7]}", "no entry could be used");
}

/* An integer beyond 2^63 somewhere else does not spoil the file. */
static void
huge_numbers(void **state)
{
	(void)state;
	assert_told(&format_info_betterstack,
	    "{\"data\":[{\"id\":123456789012345678901234567890,"
	    "\"attributes\":{\"name\":\"a\",\"resolved_at\":1365700500,"
	    "\"started_at\":1365700200123456789}}]}",
	    "span down a 2013-04-11T17:10:00.123Z..2013-04-11T17:15:00Z\n");
}

static void
long_names(void **state)
{
	struct watching *w = watching_new();
	struct buf b;

	(void)state;
	/* 67 characters of three bytes are 201 bytes: the last goes */
	buf_init(&b, 1 << 16);
	buf_adds(&b, "{\"data\":[{\"attributes\":{\"started_at\":1365700200,"
		     "\"name\":\"");
	fill(&b, "\xe2\x82\xac", 67);
	buf_adds(&b, "\"}}]}");
	watch_bytes(w, &format_info_betterstack, buf_str(&b));
	buf_clear(&b);
	buf_adds(&b, "span down ");
	fill(&b, "\xe2\x82\xac", 66);
	buf_adds(&b, " 2013-04-11T17:10:00Z..open\n");
	buf_addc(&b, '\0');
	assert_string_equal(w->told.p, b.p);
	buf_release(&b);
	watching_free(w);
}

static const struct format_info *const formats[] = {
	&format_info_alertmanager,
	&format_info_betterstack,
	&format_info_gatus,
	&format_info_icinga2_events,
	&format_info_kuma_page,
	&format_info_opsgenie,
	&format_info_pagerduty_json,
	&format_info_pingdom,
	&format_info_prometheus,
	&format_info_statuscake,
	&format_info_statuspage_json,
	&format_info_statuspage_maintenance,
	&format_info_uptimerobot_json,
	&format_info_zabbix_sli,
};

/* Each specimen is told by its content, and by its own format alone. */
static void
specimens(void **state)
{
	size_t n = sizeof formats / sizeof *formats;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct str text = str_of(formats[i]->specimen);
		struct watching *w = watching_new();

		watch_bytes(w, formats[i], text);
		assert_quiet(w->trial);
		assert_int_equal(w->trial->batch.source.rejected, 0);
		assert_true(w->n > 0);
		watching_free(w);
		for (size_t k = 0; k < n; k++) {
			int share = formats[k]->format->detect(text);

			if (i == k)
				assert_true(share >= 50);
			else if (formats[k]->kind == formats[i]->kind)
				assert_int_equal(share, 0);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prometheus),
		cmocka_unit_test(prometheus_step),
		cmocka_unit_test(prometheus_names),
		cmocka_unit_test(prometheus_bad),
		cmocka_unit_test(instants),
		cmocka_unit_test(lines),
		cmocka_unit_test(lines_of_a_stream),
		cmocka_unit_test(utf16),
		cmocka_unit_test(damaged),
		cmocka_unit_test(nothing_is_no_good_news),
		cmocka_unit_test(too_much),
		cmocka_unit_test(huge_numbers),
		cmocka_unit_test(long_names),
		cmocka_unit_test(specimens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
