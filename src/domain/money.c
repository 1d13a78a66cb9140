#include "domain/money.h"

#include <string.h>

/* Currencies of ISO 4217 whose minor unit is not a hundredth. */
static const struct {
	const char *codes;
	int digits;
} odd[] = {
	{ "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
	    0 },
	{ "BHD IQD JOD KWD LYD OMR TND", 3 },
	{ "CLF UYW", 4 },
};

/* The currencies with two minor digits. */
static const char hundredths[] =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV "
    "BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK "
    "DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL "
    "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL "
    "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO "
    "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK "
    "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS "
    "UAH USD USN UYU UZS VED VES WST XCD YER ZAR ZMW ZWG";

static bool
well_formed(struct str code)
{
	if (code.n != 3)
		return false;
	for (size_t i = 0; i < 3; i++)
		if (code.p[i] < 'A' || code.p[i] > 'Z')
			return false;
	return true;
}

static bool
listed(const char *codes, struct str code)
{
	for (size_t n = strlen(codes), i = 0; i + 3 <= n; i += 4)
		if (memcmp(codes + i, code.p, 3) == 0)
			return true;
	return false;
}

bool
currency_find(struct str code, struct currency *ret_currency)
{
	struct currency c = { "", 2 };
	bool known;

	*ret_currency = c;
	if (!well_formed(code))
		return false;
	memcpy(c.code, code.p, 3);
	known = listed(hundredths, code);
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		if (listed(odd[i].codes, code)) {
			c.digits = odd[i].digits;
			known = true;
		}
	*ret_currency = c;
	return known;
}

int64_t
money_scale(struct currency currency)
{
	int64_t scale = 1;

	for (int i = 0; i < currency.digits; i++)
		scale *= 10;
	return scale;
}

bool
money_ratio(struct str text, struct currency currency, struct ratio *ret_minor)
{
	struct ratio major, minor;

	if (!ratio_parse(text, &major))
		return false;
	minor = ratio_mul(major, ratio_int(money_scale(currency)));
	if (!ratio_ok(minor))
		return false;
	*ret_minor = minor;
	return true;
}

struct str
money_text(struct arena *keep, int64_t minor, struct currency currency)
{
	return ratio_decimal(keep, ratio_make(minor, money_scale(currency)),
	    currency.digits, ROUND_HALF_UP);
}
