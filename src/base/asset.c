#include "base/asset.h"

#include <string.h>

#include "base/file.h"

#define OVERLAY_MAX_BYTES ((size_t)16 << 20)

int
asset_get(const char *overlay, const char *name, struct arena *keep,
    struct str *ret_text, struct err *e)
{
	static const char folder[] = "reports/";

	if (overlay != NULL && strncmp(name, folder, sizeof folder - 1) == 0) {
		struct str tail = str_of(name + sizeof folder - 1);
		char *path = file_join(keep, overlay, tail);

		if (file_exists(path))
			return file_read(
			    path, OVERLAY_MAX_BYTES, keep, ret_text, e);
	}
	for (const struct asset *a = assets; a->name != NULL; a++)
		if (strcmp(a->name, name) == 0) {
			*ret_text = (struct str){ (const char *)a->data, a->n };
			return 0;
		}
	return err_set(e, ERR_INPUT, "there is no file \"%s\"", name);
}
