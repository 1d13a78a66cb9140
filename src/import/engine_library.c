/*
 * engine_library.c -- the library of an engine, opened when the first engine of
 * its kind is asked.
 */
#include <dlfcn.h>
#include <string.h>

#include "import/engine_adapter.h"

int
engine_library(const char *soname, const char *package,
    const struct engine_entry *entries, size_t n,
    struct engine_trouble *trouble)
{
	void *library, *found;

	memcpy(&found, entries[0].slot, sizeof found);
	if (found != NULL)
		return 0;
	library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
	/* the first one last: it tells that all are there */
	for (size_t i = n; i-- > 0;) {
		found =
		    library == NULL ? NULL : dlsym(library, entries[i].name);
		if (found == NULL)
			return engine_blame(trouble, false, package,
			    "the library %s is not there", soname);
		memcpy(entries[i].slot, &found, sizeof found);
	}
	return 0;
}
