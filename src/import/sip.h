/*
 * sip.h -- SipHash-2-4 over whole words: a hash under a key of 128 bits.
 *
 * Who does not know the key can neither foresee nor steer what comes out. A
 * state may be copied: what begins alike is hashed once.
 */
#ifndef IMPORT_SIP_H
#define IMPORT_SIP_H

#include "base/str.h"

struct sip {
	uint64_t v[4];
	uint64_t bytes;
};

void sip_start(struct sip *s, uint64_t key0, uint64_t key1);
void sip_word(struct sip *s, uint64_t word);
/* Its length, then its bytes, filled up with zeros: texts never run together.
 */
void sip_text(struct sip *s, struct str text);
/* `s` stays as it is. */
uint64_t sip_end(const struct sip *s);

#endif
