#include "flow/journey.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "store/store.h"

void
journey_begin(struct journey *j, const char *dir, struct arena *keep)
{
	*j = (struct journey){ .dir = dir, .keep = keep };
	j->zones.keep = keep;
	diags_init(&j->diags, keep);
}

void
journey_end(struct journey *j)
{
	store_close(j->store);
	j->store = NULL;
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

int
journey_store(struct journey *j, struct err *e)
{
	if (j->store != NULL)
		return 0;
	if (journey_folder(j, e) != 0)
		return -1;
	return store_open(
	    journey_path(j, JOURNEY_DATABASE), STORE_EXISTING, &j->store, e);
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
