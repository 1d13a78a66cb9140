#include "base/asset.h"

#include <string.h>

#include "base/file.h"

#define OVERLAY_MAX_BYTES ((size_t)16 << 20)

/* The file of the overlay that stands for this asset; NULL: there is none. */
static const char *
overlaid(const char *overlay, const char *name, struct arena *keep)
{
	static const char folder[] = "reports/";
	char *path;

	if (overlay == NULL || strncmp(name, folder, sizeof folder - 1) != 0)
		return NULL;
	path = file_join(keep, overlay, str_of(name + sizeof folder - 1));
	return file_exists(path) ? path : NULL;
}

const char *
asset_file(const char *overlay, const char *name, struct arena *keep)
{
	const char *path = overlaid(overlay, name, keep);

	return path != NULL ? path : name;
}

int
asset_get(const char *overlay, const char *name, struct arena *keep,
    struct str *ret_text, struct err *e)
{
	const char *path = overlaid(overlay, name, keep);

	if (path != NULL)
		return file_read(path, OVERLAY_MAX_BYTES, keep, ret_text, e);
	for (const struct asset *a = assets; a->name != NULL; a++)
		if (strcmp(a->name, name) == 0) {
			*ret_text = (struct str){ (const char *)a->data, a->n };
			return 0;
		}
	return err_set(e, ERR_INPUT, "there is no file \"%s\"", name);
}
