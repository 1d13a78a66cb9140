/*
 * The fast way through access logs: marks found, and every line, ordinary or
 * broken, read as the complete parser reads it.
 */
#include "unit/support.h"

#include "import/access_fast.h"
#include "import/scan.h"
#include "unit/import/both_ways.h"

enum { SLACK = 64, TEXT_MAX = 700 };

/* Every way of this machine against a loop over bytes. */
static void
marks(void **state)
{
	static const char few[] = "\"\nab \"\n!#\x0b\xa2";
	uint32_t found[TEXT_MAX + SCAN_SLACK], wanted[TEXT_MAX];
	uint64_t seed = 7;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		char *text = calloc(1, TEXT_MAX + SLACK);
		size_t n = (size_t)dice_between(&seed, 0, TEXT_MAX), k = 0;
		bool dense = dice(&seed) % 2 == 0;

		for (size_t i = 0; i < n + SLACK && i < TEXT_MAX + SLACK; i++)
			text[i] = dense || dice(&seed) % 40 == 0
				      ? few[dice(&seed) % (sizeof few - 1)]
				      : (char)dice(&seed);
		for (size_t i = 0; i < n; i++)
			if (text[i] == '"' || text[i] == '\n')
				wanted[k++] = (uint32_t)i;
		for (int way = 0; scan_number(way) != NULL; way++) {
			size_t got = scan_number(way)(text, n, found);

			assert_int_equal(got, k);
			assert_memory_equal(found, wanted, k * sizeof *wanted);
		}
		free(text);
	}
}

static const char *
pick(uint64_t *seed, const char *const *from, size_t n)
{
	return from[dice(seed) % n];
}

#define PICK(seed, from) pick((seed), (from), sizeof(from) / sizeof *(from))

/* An ordinary line, or nearly one: each field now and then an odd one. */
static void
add_line(struct buf *b, enum access_kind kind, uint64_t *seed)
{
	static const char *const sites[] = { "www.example.org:443 ",
		"shop.example.net:80 ", "WWW.Example.ORG:443 ",
		"a-very-long-name-of-a-site-of-some-customer.example.org:8080 ",
		"exactly-32-bytes.of.a.name.exam1:1 ",
		"exactly-31-bytes.of.a.name.exa1:12345 ", "x:1 ",
		"www.example.org:443443 ",
		"www.example.org: ", "www.example.org ", "sh_op:80 ", ":80 ",
		"a.b:c:80 " };
	static const char *const clients[] = { "192.0.2.7 - - ",
		"2001:db8:9776:a9d::3e6e - - ", "192.0.2.7 - mary ",
		"192.0.2.7 - mary ann ", "192.0.2.7 ident - ", "192.0.2.7  - ",
		" - - ", "192.0.2.7 - ", "- - - ",
		"a-host-name-that-is-longer-than-sixty-four-bytes.of.some."
		"provider.example.com - - " };
	static const char *const stamps[] = { "[11/Apr/2013:18:30:05 +0200] ",
		"[11/Apr/2013:18:59:60 +0200] ",
		"[11/Apr/2013:18:30:61 +0200] ",
		"[11/Apr/2013:19:00:00 +0530] ",
		"[11/Apr/2013:19:60:00 +0530] ",
		"[31/Feb/2013:18:30:05 +0200] ",
		"[10/Apr/2013:01:10:05 -0330] ",
		"[11/Apr/2013:18:3x:05 +0200] ",
		"[11/Apr/2013 18:30:05 +0200] ",
		"[01/Jan/1970:00:30:00 +0100] ",
		"[11/Apr/2013:18:30:05 +0200]" };
	static const char *const requests[] = { "GET / HTTP/1.1",
		"GET /a.png HTTP/1.1", "GET /a.PNG?x=1.html HTTP/1.1",
		"GET /a/b.c/d HTTP/2.0", "POST /x HTTP/1.1",
		"GET /app.webmanifest HTTP/1.1", "GET /f.woff2#x HTTP/1.1",
		"GET /shoes/big/with/a/path/that/is/longer/than/sixty/"
		"four/bytes/and/more.css HTTP/1.1",
		"GET /x.", "GET .js", "GET ", "GET", "-", "",
		"GET /?q=\\\"shoes\\\" HTTP/1.1", "GET /a\\\\", "GET /x.j s",
		"GET /a.abcdefghi HTTP/1.1", "GET /a.b.svgz" };
	static const char *const numbers[] = { "200 5120", "304 -", "200 0",
		"404 12345678", "503 123456789", "200 ", "2x0 1", "20 1",
		"302 1-", "200 999999999999999", "200 9999999999999999",
		"099 00000001", "999 7" };
	static const char *const agents[] = { "Mozilla/5.0 (X11; Linux x86_64)",
		"Mozilla/5.0 (compatible; ExampleBot/2.1)", "-", "",
		"curl/7.88.1",
		"Mozilla/5.0 (Linux; Android 12; CUBOT P20) AppleWebKit/537.36 "
		"(KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36 and "
		"a bit more, so that it is longer than one hundred and twenty-"
		"eight bytes are",
		"a \\\"quoted\\\" agent", "slash\\\\" };
	static const char *const ends[] = { "\n", "\n", "\n", "\r\n", " 1.5\n",
		" \"more\"\n", " x\n", "\"\n", " \n" };
	bool odd = dice(seed) % 3 == 0;

	/* the first of each row is the plain one */
	if (kind == ACCESS_VHOST)
		buf_adds(b, odd ? PICK(seed, sites) : sites[dice(seed) % 6]);
	buf_adds(b, odd ? PICK(seed, clients) : clients[dice(seed) % 4]);
	buf_adds(b, odd ? PICK(seed, stamps) : stamps[dice(seed) % 2]);
	buf_addf(b, "\"%s\" %s",
	    odd ? PICK(seed, requests) : requests[dice(seed) % 8],
	    odd ? PICK(seed, numbers) : numbers[dice(seed) % 3]);
	if (kind != ACCESS_COMMON)
		buf_addf(b, " \"%s\" \"%s\"",
		    dice(seed) % 2 == 0 ? "-" : "https://www.example.org/",
		    odd ? PICK(seed, agents) : agents[dice(seed) % 3]);
	buf_adds(b, odd ? PICK(seed, ends) : "\n");
}

/* Replace, remove or repeat a few bytes. */
static void
spoil(struct buf *b, uint64_t *seed)
{
	static const char bytes[] = "\"\n\\ []:-09xA\r\t\0\xff";

	for (int64_t i = dice_between(seed, 0, 6); i > 0 && b->n > 1; i--) {
		size_t at = dice(seed) % b->n;

		if (dice(seed) % 3 == 0) {
			memmove(b->p + at, b->p + at + 1, b->n - at - 1);
			b->n--;
		} else {
			b->p[at] = bytes[dice(seed) % (sizeof bytes - 1)];
		}
	}
}

static void
same_as_the_complete_parser(void **state)
{
	uint64_t seed = 20130411;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		enum access_kind kind = (enum access_kind)(round % 3);
		struct buf b;
		const char *why;

		buf_init(&b, 1 << 20);
		for (int64_t i = dice_between(&seed, 1, 30); i > 0; i--)
			add_line(&b, kind, &seed);
		if (round % 2 == 0)
			spoil(&b, &seed);
		if (dice(&seed) % 5 == 0 && b.n > 0)
			b.n -= dice(&seed) % b.n;
		why = both_ways(kind, buf_str(&b));
		if (why != NULL)
			fail_msg("round %d: %s differ in\n%.*s", round, why,
			    (int)b.n, b.p);
		buf_release(&b);
	}
}

/*
 * All that one way says of a text: where it stopped, and what it counted.
 * False: there is no such way.
 */
static bool
tell(struct buf *said, enum access_kind kind, int way, struct str text)
{
	struct access_fast *f = access_fast_number(kind, way);
	struct access_clock clock = { 0 };
	struct count c = { .tally = tally_new(NULL, 0),
		.agents = agents_take(NULL, NULL),
		.first_s = INT64_MAX,
		.last_s = INT64_MIN };
	struct rollup *rollup;
	struct site_day day;
	int64_t lines = 0;

	if (f == NULL) {
		agents_give(NULL, c.agents);
		tally_free(c.tally);
		return false;
	}
	assert_int_equal(tally_site(c.tally, STR("www.example.org")), 0);
	assert_int_equal(tally_site(c.tally, STR("shop.example.net")), 1);
	access_fast_text(f, text);
	for (size_t at = 0; at < text.n; at++) {
		at = access_fast_run(f, &clock, &c, at, &lines);
		buf_addf(said, "%zu after %lld lines\n", at, (long long)lines);
		while (at < text.n && text.p[at] != '\n')
			at++;
	}
	buf_addf(said, "%lld rows, %lld to %lld\n", (long long)c.rows,
	    (long long)c.first_s, (long long)c.last_s);
	rollup = tally_finish(c.tally);
	while (rollup_next(rollup, &day)) {
		buf_addstr(said, day.site);
		buf_add(said, day.cells, day.n * sizeof *day.cells);
	}
	rollup_release(rollup);
	access_fast_free(f);
	agents_give(NULL, c.agents);
	tally_free(c.tally);
	return true;
}

static void
every_way_reads_the_same(void **state)
{
	uint64_t seed = 11042013;

	(void)state;
	for (int round = 0; round < 1000; round++) {
		enum access_kind kind = (enum access_kind)(round % 3);
		struct buf b, said[3];
		size_t n;

		buf_init(&b, 1 << 20);
		for (int64_t i = dice_between(&seed, 1, 30); i > 0; i--)
			add_line(&b, kind, &seed);
		if (round % 2 == 0)
			spoil(&b, &seed);
		n = b.n;
		for (int i = 0; i < SLACK; i++)
			buf_adds(&b, "\"");
		for (int way = 0; way < 3; way++) {
			buf_init(&said[way], 1 << 20);
			if (!tell(
				&said[way], kind, way, (struct str){ b.p, n }))
				buf_addstr(&said[way], buf_str(&said[0]));
			assert_true(
			    str_eq(buf_str(&said[0]), buf_str(&said[way])));
		}
		for (int way = 0; way < 3; way++)
			buf_release(&said[way]);
		buf_release(&b);
	}
}

/*
 * A plain line is really read fast: otherwise the law above would say nothing.
 * The mark of UTF-8 and the first line are read in full.
 */
static void
plain_lines_are_read_fast(void **state)
{
	static const char line[] =
	    "www.example.org:443 192.0.2.7 - - [11/Apr/2013:18:30:05 +0200] "
	    "\"GET /a HTTP/1.1\" 200 5120 \"-\" \"Mozilla/5.0 (X11)\"\n";
	char text[3 * sizeof line + SLACK] = "";
	struct access_fast *f = access_fast_new(ACCESS_VHOST);
	struct access_clock clock = { 0 };
	struct count c = { .tally = tally_new(NULL, 0),
		.agents = agents_take(NULL, NULL),
		.first_s = INT64_MAX,
		.last_s = INT64_MIN };
	const size_t n = sizeof line - 1;
	int64_t lines = 0;

	(void)state;
	for (int i = 0; i < 3; i++)
		memcpy(text + (size_t)i * n, line, n);
	access_fast_text(f, (struct str){ text, 3 * n });
	/* a site nobody has met is left to the other way */
	assert_int_equal(access_fast_run(f, &clock, &c, 0, &lines), 0);
	assert_int_equal(tally_site(c.tally, STR("www.example.org")), 0);
	assert_int_equal(access_fast_run(f, &clock, &c, n, &lines), 3 * n);
	assert_int_equal(lines, 2);
	assert_int_equal(c.rows, 2);
	access_fast_free(f);
	agents_give(NULL, c.agents);
	tally_free(c.tally);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks),
		cmocka_unit_test(same_as_the_complete_parser),
		cmocka_unit_test(every_way_reads_the_same),
		cmocka_unit_test(plain_lines_are_read_fast),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
