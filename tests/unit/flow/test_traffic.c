/* Traffic on its way: digests by blocks, days by minute, grown logs, kills. */
#include "unit/flow/folder_of.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "base/civil.h"
#include "flow/digest.h"
#include "flow/minute_days.h"
#include "flow/run_import.h"
#include "store/traffic.h"

static struct arena arena;
static struct journey journey;
static struct import_result result;
static struct err err;
static bool dies;

/* ---- digests ---- */

static void
poke(const char *name, long at, char c)
{
	int fd = open(in_case(name), O_WRONLY);

	assert_int_equal(pwrite(fd, &c, 1, at), 1);
	close(fd);
}

static void
test_blocks(void **state)
{
	enum { MB = 1 << 20 };
	char before[DIGEST_HEX], after[DIGEST_HEX], whole[DIGEST_HEX];
	char *text = arena_array(&arena, 8 * MB + 1, 1);
	int64_t bytes;

	(void)state;
	memset(text, 'a', 8 * MB);
	put("traffic/big", text);
	assert_int_equal(
	    digest_or_blocks(in_case("traffic/big"), MB, before, &bytes, &err),
	    0);
	assert_int_equal(bytes, 8 * MB);
	assert_memory_equal(before, "blocks:", 7);
	assert_int_equal(strlen(before), 64);
	/* up to the bound it is the digest of the bytes */
	assert_int_equal(digest_or_blocks(in_case("traffic/big"), 8 * MB, whole,
			     &bytes, &err),
	    0);
	assert_null(strchr(whole, ':'));
	/* the first and the last byte are in blocks; so is the length */
	poke("traffic/big", 8 * MB - 1, 'b');
	assert_int_equal(
	    digest_or_blocks(in_case("traffic/big"), MB, after, &bytes, &err),
	    0);
	assert_string_not_equal(before, after);
	poke("traffic/big", 8 * MB - 1, 'a');
	poke("traffic/big", 0, 'b');
	assert_int_equal(
	    digest_or_blocks(in_case("traffic/big"), MB, after, &bytes, &err),
	    0);
	assert_string_not_equal(before, after);
	poke("traffic/big", 0, 'a');
	poke("traffic/big", 8 * MB, 'a');
	assert_int_equal(
	    digest_or_blocks(in_case("traffic/big"), MB, after, &bytes, &err),
	    0);
	assert_string_not_equal(before, after);
}

/* ---- days by minute ---- */

static void
test_days(void **state)
{
	static const int64_t v[] = { 10, 11, 12, 15, 20 };
	const struct minute_days days = { v, 5 };
	const struct str rules = STR("rules");
	struct str s =
	    minute_days_add(&arena, rules, &days, 11 * MS_DAY, 16 * MS_DAY);

	(void)state;
	/* days 11 to 16 are in the log: of those asked for 11, 12 and 15 */
	assert_true(str_is(s, "rules; minutes 11-12,15"));
	assert_true(str_is(minute_days_rules(s), "rules"));
	assert_int_equal(minute_days_worth(s), 3);
	assert_int_equal(minute_days_worth(rules), 0);
	assert_true(minute_days_enough(s, &days, 11 * MS_DAY, 16 * MS_DAY));
	/* a log that begins on day 10 would need it too */
	assert_false(minute_days_enough(s, &days, 10 * MS_DAY, 16 * MS_DAY));
	/* nothing is asked of a log without a line, or of other days */
	assert_true(minute_days_enough(rules, &days, NO_INSTANT, NO_INSTANT));
	assert_true(minute_days_enough(rules, &days, 13 * MS_DAY, 14 * MS_DAY));
	assert_true(str_is(
	    minute_days_add(&arena, rules, &days, NO_INSTANT, NO_INSTANT),
	    "rules"));
}

/* ---- logs in a case ---- */

#define LINE(minute, path)                                                     \
	"192.0.2.7 - - [01/Apr/2024:00:" minute ":00 +0000] \"GET /" path      \
	" HTTP/1.1\" 200 100 \"-\" \"Mozilla/5.0 (X11; Linux)\"\n"
#define RULES                                                                  \
	CASE_YAML "files:\n  - { match: \"traffic/*log*\", site: "             \
		  "www.example.org }\n"

/* 50 different lines, more than a block, from line `from` on */
static struct str
lines(int from, int n)
{
	struct buf b;
	struct str s;

	buf_init(&b, 1 << 20);
	for (int i = from; i < from + n; i++)
		buf_addf(&b, LINE("%02d", "page%d"), i % 60, i);
	s = str_dup(&arena, buf_str(&b));
	buf_release(&b);
	return s;
}

static void
put_lines(const char *name, int from, int n)
{
	put(name, str_cstr(&arena, lines(from, n)));
}

static void
on_moment(void *arg, const char *name)
{
	(void)arg;
	if (dies && strcmp(name, "after traffic is stored") == 0)
		raise(SIGKILL);
}

static int
import_case(void)
{
	int rc;

	err = (struct err){ 0 };
	journey_begin(&journey, case_dir, &arena);
	journey.moment = on_moment;
	rc = run_import(&journey, NULL, 0, &result, &err);
	journey_end(&journey);
	return rc;
}

static enum import_fate
fate_of(const char *file)
{
	for (size_t i = 0; i < result.n_notes; i++)
		if (str_is(result.notes[i].file, file))
			return result.notes[i].fate;
	fail_msg("no note of %s", file);
	return IMPORT_GONE;
}

static int
add_day(void *arg, const struct site_day *day, struct err *e)
{
	(void)e;
	for (size_t i = 0; i < day->n; i++)
		*(int64_t *)arg += day->cells[i].hits;
	return 0;
}

static int64_t
hits(void)
{
	int64_t sum = 0;

	journey_begin(&journey, case_dir, &arena);
	assert_int_equal(journey_store(&journey, &err), 0);
	assert_int_equal(
	    store_each_site_day(journey.store, false, add_day, &sum, &err), 0);
	journey_end(&journey);
	return sum;
}

static void
test_grown(void **state)
{
	(void)state;
	put("case.yaml", RULES);
	unlink(in_case("traffic/a.csv"));
	put_lines("traffic/access.log", 0, 50);
	assert_int_equal(import_case(), 0);
	assert_int_equal(hits(), 50);
	put_lines("traffic/access.log", 0, 70);
	assert_int_equal(import_case(), 0);
	assert_int_equal(hits(), 70);
	/* what was counted stays; only the new lines were read */
	assert_int_equal(ask("SELECT count(*) FROM parts"), 2);
	assert_int_equal(
	    ask("SELECT lines FROM parts WHERE from_byte > 0"), 20);
	/* rotated, with a few more lines, while a new log begins */
	put_lines("traffic/access.log.1", 0, 75);
	put_lines("traffic/access.log", 75, 60);
	assert_int_equal(import_case(), 0);
	assert_int_equal(hits(), 135);
	/* each of the five other files has one row */
	assert_int_equal(result.rows - 5, 135);
	assert_int_equal(ask("SELECT count(*) FROM counting_parts"), 4);
	/* a second copy of the older half brings nothing */
	put_lines("traffic/half.log", 0, 60);
	assert_int_equal(import_case(), 0);
	assert_int_equal(fate_of("traffic/half.log"), IMPORT_SAME);
	assert_int_equal(hits(), 135);
	assert_int_equal(import_case(), 0);
	assert_false(result.changed);
	/* and counts for itself when it is left alone */
	unlink(in_case("traffic/access.log.1"));
	assert_int_equal(import_case(), 0);
	assert_int_equal(hits(), 120);
}

/* What was stored before a kill is not read again. */
static void
test_killed(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	put("case.yaml", RULES);
	put_lines("traffic/access.log", 0, 50);
	pid = fork();
	if (pid == 0) {
		dies = true;
		_exit(import_case() == 0 ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(ask("SELECT count(*) FROM source_files"), 2);
	assert_int_equal(ask("SELECT count(*) FROM source_states"), 0);
	assert_int_equal(hits(), 0);
	assert_int_equal(import_case(), 0);
	assert_int_equal(fate_of("traffic/access.log"), IMPORT_AGAIN);
	assert_int_equal(hits(), 80); /* and 30 of a.csv */
}

/* An error elsewhere: nothing that counts changes. */
static void
test_refused(void **state)
{
	(void)state;
	put("case.yaml", RULES);
	put_lines("traffic/access.log", 0, 50);
	assert_int_equal(import_case(), 0);
	put_lines("traffic/access.log", 0, 60);
	put("services.csv", "id,customer\ns1,nobody\n");
	assert_int_equal(import_case(), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_int_equal(hits(), 80);
}

static int
set_up(void **state)
{
	dies = false;
	return folder_set_up(state);
}

static int
tear_down(void **state)
{
	arena_release(&arena);
	return folder_tear_down(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_blocks, set_up, tear_down),
		cmocka_unit_test(test_days),
		cmocka_unit_test_setup_teardown(test_grown, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_killed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_refused, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
