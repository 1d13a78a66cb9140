/*
 * files.h -- for the tests of file formats: write a document, read it back, ask
 * other programs about it.
 */
#ifndef UNIT_DOC_FILES_H
#define UNIT_DOC_FILES_H

#include <unistd.h>

#include "base/file.h"
#include "doc/doc.h"
#include "unit/support.h"

/* A name for a file of this test; one at a time per suffix. */
static inline char *
temp_path(struct arena *a, const char *suffix)
{
	return str_cstr(
	    a, str_format(a, "/tmp/makegood-%d%s", (int)getpid(), suffix));
}

static inline void
write_doc(const char *writer, const struct doc *d, const char *path)
{
	struct err e = { 0 };

	if (writer_named(writer)->write(d, path, &e) != 0)
		fail_msg("%s", e.text);
}

static inline struct str
read_back(struct arena *a, const char *path)
{
	struct err e = { 0 };
	struct str s = STR_NONE;

	if (file_read(path, (size_t)1 << 28, a, &s, &e) != 0)
		fail_msg("%s", e.text);
	return s;
}

/* What a writer makes of a document, as bytes. */
static inline struct str
bytes_of(struct arena *a, const char *writer, const struct doc *d)
{
	char *path = temp_path(a, ".out");
	struct str s;

	write_doc(writer, d, path);
	s = read_back(a, path);
	remove(path);
	return s;
}

static inline bool
holds(struct str s, const char *part)
{
	size_t n = strlen(part);

	for (size_t i = 0; i + n <= s.n; i++)
		if (memcmp(s.p + i, part, n) == 0)
			return true;
	return false;
}

static inline size_t
times(struct str s, const char *part)
{
	size_t n = strlen(part), found = 0;

	for (size_t i = 0; i + n <= s.n; i++)
		found += memcmp(s.p + i, part, n) == 0;
	return found;
}

/* True when this program can be called. */
static inline bool
have(const char *program)
{
	char command[200];

	snprintf(
	    command, sizeof command, "command -v %s >/dev/null 2>&1", program);
	return system(command) == 0;
}

/* Run in the shell; 0 when it said so. */
static inline int
run(struct arena *a, const char *fmt, ...)
{
	char command[1000];
	va_list ap;

	(void)a;
	va_start(ap, fmt);
	vsnprintf(command, sizeof command, fmt, ap);
	va_end(ap);
	return system(command);
}

/*
 * A folder with a locale that writes 1,5, for LOCPATH; NULL where it cannot be
 * made. The caller removes it.
 */
static inline char *
comma_locale(struct arena *a)
{
	char *dir = temp_path(a, ".locale");

	if (run(a,
		"mkdir -p %s && localedef -i it_IT -f UTF-8 "
		"%s/it_IT.UTF-8 >/dev/null 2>&1",
		dir, dir) == 0)
		return dir;
	run(a, "rm -rf %s", dir);
	return NULL;
}

/*
 * The bytes that this same program, started with "--write FILE" in an Italian
 * environment, leaves in FILE; nothing where there is no such locale.
 */
static inline struct str
bytes_in_italy(struct arena *a)
{
	char *dir = comma_locale(a), *path = temp_path(a, ".it");
	char self[400];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	struct str s = STR_NONE;

	if (dir == NULL || n <= 0)
		return STR_NONE;
	self[n] = '\0';
	assert_int_equal(run(a, "LOCPATH=%s LC_ALL=it_IT.UTF-8 %s --write %s",
			     dir, self, path),
	    0);
	s = read_back(a, path);
	remove(path);
	run(a, "rm -rf %s", dir);
	return s;
}

#endif
