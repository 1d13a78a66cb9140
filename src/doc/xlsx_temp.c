/*
 * xlsx_temp.c -- see xlsx_temp.h.
 *
 * The library writes each part of a workbook to a temporary file and never asks
 * whether that went well: where the disk is full, half a part would become half
 * a workbook. It opens those files by a function of its own header, which is
 * defined anew here; being in the program, this one is called. The files count
 * what goes wrong, since nobody else can: the library closes them.
 */
#include "doc/xlsx_temp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <xlsxwriter.h>

static _Thread_local int trouble; /* errno of the first */

void
xlsx_temp_watch(void)
{
	trouble = 0;
}

int
xlsx_temp_check(struct err *e)
{
	if (trouble == 0)
		return 0;
	errno = trouble;
	return err_errno(e, "could not keep a temporary file");
}

static void
remember(void)
{
	if (trouble == 0)
		trouble = errno;
}

static ssize_t
read_some(void *cookie, char *to, size_t n)
{
	ssize_t got;

	do
		got = read(fileno(cookie), to, n);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		remember();
	return got;
}

static ssize_t
write_some(void *cookie, const char *from, size_t n)
{
	ssize_t put;

	do
		put = write(fileno(cookie), from, n);
	while (put < 0 && errno == EINTR);
	if (put >= 0)
		return put;
	remember();
	return 0;
}

static int
seek(void *cookie, off64_t *at, int whence)
{
	*at = lseek(fileno(cookie), *at, whence);
	if (*at < 0)
		remember();
	return *at < 0 ? -1 : 0;
}

static int
shut(void *cookie)
{
	return fclose(cookie);
}

/* Where TMPDIR says, if that is a place for files without a name. */
static FILE *
unnamed(void)
{
	const char *dir = getenv("TMPDIR");
	int fd = -1;
	FILE *file;

	if (dir != NULL && dir[0] != '\0')
		fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0)
		return tmpfile();
	file = fdopen(fd, "w+b");
	if (file == NULL)
		close(fd);
	return file;
}

FILE *
xlsx_temp_file(void)
{
	static const cookie_io_functions_t io = { read_some, write_some, seek,
		shut };
	FILE *inner = unnamed(), *outer;

	if (inner == NULL)
		return NULL;
	outer = fopencookie(inner, "w+b", io);
	if (outer == NULL)
		fclose(inner);
	return outer;
}

FILE *
lxw_tmpfile(char *dir)
{
	(void)dir;
	return xlsx_temp_file();
}
