/*
 * The plug is pulled at every moment that lasts, and the disk ends at many
 * sizes: nothing is ever half there, and the next run completes to the same
 * bytes.
 */
#include "unit/flow/folder_of.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "flow/run_import.h"
#include "flow/run_publish.h"
#include "flow/run_settle.h"

/* How many moments pass before the end; -1: none is the last. */
static int moments_left = -1;

static void
on_moment(void *arg, const char *name)
{
	(void)arg;
	(void)name;
	if (moments_left == 0)
		raise(SIGKILL);
	moments_left--;
}

/* Everything, as the command `run` does it. 0: all files are there. */
static int
run(void)
{
	struct import_result imported;
	struct publish_result published;
	struct arena arena = { 0 };
	struct dossier dossier;
	struct err err = { 0 };
	struct journey j;
	bool changed;
	int rc;

	journey_begin(&j, case_dir, &arena);
	j.moment = on_moment;
	rc = run_import(&j, NULL, 0, &imported, &err);
	if (rc == 0)
		rc = run_settle(&j, false, COPY_ALL, &dossier, &changed, &err);
	if (rc == 0)
		rc = run_publish(&j, &dossier, NULL, &published, &err);
	if (rc == 0 && published.n_failed != 0)
		rc = -1;
	journey_end(&j);
	arena_release(&arena);
	return rc;
}

static void
check_database(void)
{
	sqlite3 *db;

	if (!file_exists(in_case("makegood.db")))
		return;
	/* a new database may not even have its first page yet */
	db = open_database();
	sqlite3_close(db);
	assert_int_equal(ask("SELECT integrity_check = 'ok' FROM "
			     "pragma_integrity_check"),
	    1);
	if (ask("SELECT count(*) FROM sqlite_schema") == 0)
		return;
	/*
	 * facts of all files or of none, but of traffic, which does not count
	 * then; settled wholly or not at all
	 */
	assert_true(ask("SELECT count(*) FROM current_sources") == 6 ||
		    ask("SELECT (SELECT count(*) FROM source_states) + (SELECT "
			"count(*) FROM counting_parts) + (SELECT count(*) FROM "
			"source_files WHERE kind <> 'traffic')") == 0);
	assert_int_equal(ask("SELECT count(*) FROM settle_runs"),
	    ask("SELECT count(*) FROM settlements"));
}

/* Whatever is in reports/ under its own name is as in the reference. */
static void
check_reports(const struct buf *reference)
{
	struct buf now;
	char *line, *rest;

	buf_init(&now, 1 << 20);
	list_reports(false, &now);
	for (rest = now.p; (line = strsep(&rest, "\n")) != NULL;)
		if (line[0] != '\0' && strstr(reference->p, line) == NULL)
			fail_msg("half a report: %s", line);
	buf_release(&now);
}

static void
completes(const struct buf *reference)
{
	struct buf now;

	buf_init(&now, 1 << 20);
	moments_left = -1;
	assert_int_equal(run(), 0);
	list_reports(false, &now);
	assert_string_equal(reference->p, now.p);
	buf_release(&now);
}

static void
start_over(void)
{
	remove_reports();
	unlink(in_case("makegood.db"));
	unlink(in_case("makegood.db-wal"));
	unlink(in_case("makegood.db-shm"));
}

/* Run in a child that dies at the n-th moment; false when it outlived it. */
static bool
killed_at(int n)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		moments_left = n;
		_exit(run() == 0 ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFSIGNALED(status)) {
		assert_int_equal(WTERMSIG(status), SIGKILL);
		return true;
	}
	assert_int_equal(WEXITSTATUS(status), 0);
	return false;
}

static void
test_kill_everywhere(void **state)
{
	struct buf reference;
	int n;

	(void)state;
	buf_init(&reference, 1 << 20);
	assert_int_equal(run(), 0);
	list_reports(false, &reference);
	for (n = 0; n < 100; n++) {
		start_over();
		if (!killed_at(n))
			break;
		check_database();
		check_reports(&reference);
		completes(&reference);
	}
	/*
	 * 1 database, 2 for each of 5 files and again after the 2 of traffic
	 * that is stored before, 2 commits of the import, 3 moments of
	 * settling, 2 for each of 3 reports
	 */
	assert_int_equal(n, 34);
	buf_release(&reference);
}

/* Run in a child whose files may not grow beyond `bytes`: it must say so. */
static bool
fails_within(rlim_t bytes)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		struct rlimit limit = { bytes, bytes };

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		_exit(run() == 0 ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status) != 0;
}

static void
test_small_disk(void **state)
{
	static const rlim_t sizes[] = { 0, 100, 4096, 20000, 60000, 120000,
		200000 };
	struct buf reference;
	int failed = 0;

	(void)state;
	buf_init(&reference, 1 << 20);
	assert_int_equal(run(), 0);
	list_reports(false, &reference);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		start_over();
		failed += fails_within(sizes[i]);
		check_database();
		check_reports(&reference);
		completes(&reference);
	}
	/* nothing at all can be written into no room */
	assert_true(failed >= 4);
	buf_release(&reference);
}

/* Two at once: the second waits, and gives up in words. */
static void
test_one_at_a_time(void **state)
{
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct journey a, b;

	(void)state;
	journey_begin(&a, case_dir, &arena);
	journey_begin(&b, case_dir, &arena);
	b.lock_wait_ms = 0;
	assert_int_equal(journey_lock(&a, &err), 0);
	assert_int_equal(journey_lock(&a, &err), 0);
	assert_int_equal(journey_lock(&b, &err), -1);
	assert_int_equal(err.kind, ERR_ENV);
	assert_non_null(strstr(err.text, "another makegood"));
	/* trying again does not make it true */
	assert_int_equal(journey_lock(&b, &err), -1);
	journey_end(&a);
	assert_int_equal(journey_lock(&b, &err), 0);
	journey_end(&b);
	arena_release(&arena);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, folder_set_up, folder_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_kill_everywhere),
		TEST(test_small_disk),
		TEST(test_one_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
