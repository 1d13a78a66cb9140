#include "import/access_page.h"

void
access_pages_init(struct access_pages *pages)
{
	memset(pages, 0, sizeof *pages);
#if defined(__SSE2__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	for (size_t n = 1; n <= PAGES_WORD; n++) {
		const char *a = access_assets(n);

		for (; a != NULL && *a != '\0'; a += n) {
			uint64_t w = 0;
			size_t i;

			memcpy(&w, a, n);
			i = access_page_slot(w);
			while (pages->slots[i] != 0)
				i = (i + 1) & (PAGES_SLOTS - 1);
			pages->slots[i] = w;
		}
	}
#endif
}

bool
access_page_slowly(const char *request, const char *end)
{
	struct access_line line = { .status = 200,
		.request = { request, (size_t)(end - request) } };

	return access_is_view(&line);
}
