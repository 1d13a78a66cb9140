/*
 * fuzz_folder.h -- a folder for targets whose parsers open files by name: in
 * TMPDIR or /tmp, gone when the program ends.
 */
#ifndef TESTS_FUZZ_FUZZ_FOLDER_H
#define TESTS_FUZZ_FUZZ_FOLDER_H

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "fuzz.h"

static char fuzz_dir[100];

static inline void
fuzz_folder_empty(void)
{
	char command[200];

	snprintf(command, sizeof command, "rm -rf '%s'", fuzz_dir);
	MUST_HOLD(system(command) == 0);
}

static inline const char *
fuzz_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	if (fuzz_dir[0] != '\0')
		return fuzz_dir;
	snprintf(fuzz_dir, sizeof fuzz_dir, "%.80s/makegood-fuzz-%d",
	    tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp", (int)getpid());
	atexit(fuzz_folder_empty);
	return fuzz_dir;
}

/*
 * Not flushed to the disk as file_write() does: nothing here has to last. False
 * where a file is a folder's name, or a folder a file's.
 */
static inline bool
fuzz_put(const char *name, struct str text)
{
	char path[300], *slash;
	struct err e = { 0 };
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
	slash = strrchr(path, '/');
	*slash = '\0';
	if (file_mkdirs(path, &e) != 0)
		return false;
	*slash = '/';
	f = fopen(path, "wb");
	if (f == NULL)
		return false;
	MUST_HOLD(fwrite(text.p, 1, text.n, f) == text.n);
	MUST_HOLD(fclose(f) == 0);
	return true;
}

static inline void
fuzz_remove(const char *name)
{
	char path[300];

	snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
	unlink(path);
}

#endif
