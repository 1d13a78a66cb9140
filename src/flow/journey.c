#include "flow/journey.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store.h"

#define LOCK_WAIT_MS 5000
#define LOCK_STEP_MS 50

void
journey_begin(struct journey *j, const char *dir, struct arena *keep)
{
	*j = (struct journey){ .dir = dir,
		.keep = keep,
		.lock_fd = -1,
		.lock_wait_ms = LOCK_WAIT_MS };
	j->zones.keep = keep;
	diags_init(&j->diags, keep);
}

void
journey_end(struct journey *j)
{
	store_close(j->store);
	j->store = NULL;
	if (j->lock_fd >= 0)
		close(j->lock_fd);
	j->lock_fd = -1;
}

int
journey_folder(const struct journey *j, struct err *e)
{
	struct stat st;

	if (stat(j->dir, &st) != 0)
		return err_errno(
		    e, "could not open the case folder \"%s\"", j->dir);
	if (!S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return err_errno(
		    e, "could not open the case folder \"%s\"", j->dir);
	}
	return 0;
}

/* LOCK_EX: nobody else is there; LOCK_SH: nobody writes. */
static int
take_lock(struct journey *j, int kind, struct err *e)
{
	const struct timespec pause = { 0, LOCK_STEP_MS * 1000000L };

	if (j->lock_fd >= 0)
		return 0;
	j->lock_fd = open(j->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (j->lock_fd < 0)
		return err_errno(
		    e, "could not open the case folder \"%s\"", j->dir);
	for (int waited = 0; flock(j->lock_fd, kind | LOCK_NB) != 0;
	     waited += LOCK_STEP_MS) {
		/* some file systems know no locks; then there is none */
		if (errno != EWOULDBLOCK)
			return 0;
		if (waited >= j->lock_wait_ms) {
			close(j->lock_fd);
			j->lock_fd = -1;
			return err_set(e, ERR_ENV,
			    "another makegood is working in \"%s\"", j->dir);
		}
		nanosleep(&pause, NULL);
	}
	return 0;
}

int
journey_lock(struct journey *j, struct err *e)
{
	return journey_folder(j, e) != 0 ? -1 : take_lock(j, LOCK_EX, e);
}

int
journey_store(struct journey *j, struct err *e)
{
	const char *path = journey_path(j, JOURNEY_DATABASE);

	if (j->store != NULL)
		return 0;
	if (journey_folder(j, e) != 0)
		return -1;
	/* what can only be read has no locks of its own */
	if (!store_may_write(path) && take_lock(j, LOCK_SH, e) != 0)
		return -1;
	return store_open(path, STORE_EXISTING, &j->store, e);
}

char *
journey_path(const struct journey *j, const char *name)
{
	return file_join(j->keep, j->dir, str_of(name));
}

void
journey_moment(const struct journey *j, const char *name)
{
	if (j->moment != NULL)
		j->moment(j->moment_arg, name);
}
