/*
 * money.h -- currencies and amounts.
 *
 * Amounts are integers in minor units (cents); how many minor digits a currency
 * has is a fact of ISO 4217. Nothing here rounds: an amount with more
 * decimals than its currency has stays exact as a ratio, or is refused.
 */
#ifndef DOMAIN_MONEY_H
#define DOMAIN_MONEY_H

#include "domain/facts.h"

/*
 * The currency of an ISO 4217 code. False when the list does not have it; then
 * *ret_currency is filled with two digits where the code has the right form
 * (three capital letters), and its code is empty where it has not.
 */
bool currency_find(struct str code, struct currency *ret_currency);

/* "49.00" in major units to minor units, exactly; false when not a decimal. */
bool money_ratio(
    struct str text, struct currency currency, struct ratio *ret_minor);

/* 10 ^ digits. */
int64_t money_scale(struct currency currency);

/* "1234.50" or "1235": point, no grouping, no code. */
struct str money_text(
    struct arena *keep, int64_t minor, struct currency currency);

#endif
