/*
 * Folders and files that cannot be looked at: trouble is told, never taken for
 * "there is nothing".
 */
#include "unit/support.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static char dir[64];

static const char *
in_dir(const char *name)
{
	static char path[2][128];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof path[0], "%s/%s", dir, name);
	return path[turn];
}

/* A file, a folder, a link to nowhere, a pipe, a hidden file. */
static int
set_up(void **state)
{
	struct err e;

	(void)state;
	snprintf(dir, sizeof dir, "/tmp/makegood-file-%d", (int)getpid());
	if (file_mkdirs(in_dir("folder"), &e) != 0 ||
	    file_write(in_dir("file"), STR("x"), &e) != 0 ||
	    file_write(in_dir(".hidden"), STR("x"), &e) != 0)
		return -1;
	if (mkfifo(in_dir("pipe"), 0600) != 0)
		return -1;
	return symlink("nowhere", in_dir("dangling"));
}

static int
tear_down(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	return system(command);
}

static void
test_lists(void **state)
{
	struct arena a = { 0 };
	struct str *names;
	struct err e;
	size_t n;

	(void)state;
	assert_int_equal(file_list(dir, &a, &names, &n, &e), 0);
	assert_int_equal(n, 1);
	assert_str(names[0], "file");
	assert_int_equal(file_folders(dir, &a, &names, &n, &e), 0);
	assert_int_equal(n, 1);
	assert_str(names[0], "folder");
	assert_int_equal(file_oddities(dir, &a, &names, &n, &e), 0);
	assert_int_equal(n, 2);
	assert_str(names[0], "dangling");
	assert_str(names[1], "pipe");
	arena_release(&a);
}

static void
test_oddity(void **state)
{
	(void)state;
	assert_null(file_oddity(in_dir("file")));
	assert_null(file_oddity(in_dir("folder")));
	assert_null(file_oddity(in_dir("none")));
	assert_string_equal(
	    file_oddity(in_dir("dangling")), "a link that leads nowhere");
	/* opening it would wait for somebody who writes */
	assert_string_equal(file_oddity(in_dir("pipe")), "a pipe");
	assert_string_equal(file_oddity("/dev/null"), "a device");
	/* a link counts as what it leads to */
	assert_int_equal(symlink("pipe", in_dir("link")), 0);
	assert_string_equal(file_oddity(in_dir("link")), "a pipe");
}

/* A link that leads to itself: stat() says ELOOP, not "no such file". */
static void
test_cannot_be_looked_at(void **state)
{
	struct arena a = { 0 };
	struct str *names;
	struct err e;
	size_t n;

	(void)state;
	assert_int_equal(symlink("round", in_dir("round")), 0);
	assert_true(file_exists(in_dir("round")));
	assert_int_equal(file_list(dir, &a, &names, &n, &e), -1);
	assert_int_equal(e.kind, ERR_ENV);
	assert_non_null(strstr(e.text, "round"));
	arena_release(&a);
}

static void
test_is_not_there(void **state)
{
	(void)state;
	assert_true(file_exists(in_dir("file")));
	assert_false(file_exists(in_dir("none")));
	assert_false(file_exists(in_dir("dangling")));
	/* a file is no folder that something could be in */
	assert_false(file_exists(in_dir("file/none")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_lists, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_oddity, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_cannot_be_looked_at, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_is_not_there, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
