/*
 * A disk that ends at some size: a writer says so, or the file is whole. The
 * limit holds for every file, those too that a library makes for itself.
 */
#include "unit/doc/files.h"
#include "unit/doc/sample.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { FAILED = 10, WHOLE, HALF, MUTE };

/* In a child: what comes of it when no file may be larger than `limit`. */
static int
outcome(const struct writer *w, const struct doc *d, rlim_t limit,
    struct str want, const char *path)
{
	const struct rlimit most = { limit, limit };
	struct arena a = { 0 };
	struct err e = { 0 };
	struct str got;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &most);
	if (w->write(d, path, &e) != 0)
		return e.text[0] != '\0' ? FAILED : MUTE;
	got = read_back(&a, path);
	return str_eq(got, want) ? WHOLE : HALF;
}

static int
in_a_child(const struct writer *w, const struct doc *d, rlim_t limit,
    struct str want, const char *path)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(outcome(w, d, limit, want, path));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	remove(path);
	return WEXITSTATUS(status);
}

static void
test_every_writer(void **state)
{
	struct arena a = { 0 };
	struct doc *d = sample_doc(&a, &style_en);
	char *path = temp_path(&a, ".small");

	(void)state;
	for (size_t i = 0; i < n_writers; i++) {
		struct str want = bytes_of(&a, writers[i].name, d);
		int got = FAILED, failed = 0;

		/* by a quarter more each time, beyond what all may need */
		for (rlim_t n = 0; n < 64 * want.n; n += n / 4 + 1000) {
			got = in_a_child(&writers[i], d, n, want, path);
			if (got == HALF || got == MUTE)
				fail_msg("%s, files of at most %ld bytes: %s",
				    writers[i].name, (long)n,
				    got == HALF ? "half a file" : "no reason");
			failed += got == FAILED;
		}
		assert_int_equal(got, WHOLE);
		assert_true(failed > 0);
	}
	arena_release(&a);
}

/* Just too small: what a library keeps to itself until the end is lost. */
static void
test_last_bytes(void **state)
{
	struct arena a = { 0 };
	struct doc *d = sample_doc(&a, &style_en);
	char *path = temp_path(&a, ".small");

	(void)state;
	for (size_t i = 0; i < n_writers; i++) {
		struct str want = bytes_of(&a, writers[i].name, d);

		assert_int_equal(
		    in_a_child(&writers[i], d, want.n - 1, want, path), FAILED);
	}
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_writer),
		cmocka_unit_test(test_last_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
