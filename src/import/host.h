/*
 * host.h -- names of sites as they stand in logs and tables.
 */
#ifndef IMPORT_HOST_H
#define IMPORT_HOST_H

#include "base/str.h"

#define HOST_MAX 253

/*
 * Letters, digits and hyphens in labels of at most 63 bytes, 253 in all (RFC
 * 1123); written in lower case to `out`, without a dot at the end. Returns the
 * length, or 0 when it is no host name.
 */
size_t host_name(struct str text, char out[HOST_MAX + 1]);

/* The host of "https://user@www.example.org:443/path", as host_name() has it.
 */
struct str host_of_url(struct str url, char out[HOST_MAX + 1]);

#endif
