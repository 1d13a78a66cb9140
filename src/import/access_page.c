#include "import/access_page.h"

#include "base/hash.h"

#if defined(__SSE2__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

/* Fill the table; false: two words fall into one slot. */
static bool
fill(struct access_pages *pages)
{
	memset(pages->slots, 0, sizeof pages->slots);
	for (size_t n = 1; n <= PAGES_WORD; n++) {
		const char *a = access_assets(n);

		for (; a != NULL && *a != '\0'; a += n) {
			uint64_t w = 0;
			size_t i;

			memcpy(&w, a, n);
			i = access_page_slot(pages, w);
			if (pages->slots[i] != 0)
				return false;
			pages->slots[i] = w;
		}
	}
	return true;
}

void
access_pages_init(struct access_pages *pages)
{
	pages->factor = HASH_GOLDEN;
	while (!fill(pages))
		pages->factor =
		    pages->factor * UINT64_C(0x5851f42d4c957f2d) | 1;
}

#else

void
access_pages_init(struct access_pages *pages)
{
	memset(pages, 0, sizeof *pages);
}

#endif

bool
access_page_slowly(const char *request, const char *end)
{
	struct access_line line = { .status = 200,
		.request = { request, (size_t)(end - request) } };

	return access_is_view(&line);
}
