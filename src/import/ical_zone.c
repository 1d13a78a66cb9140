/*
 * What calendars call the zones: IANA names, names that end in one, and the
 * names of Windows. Offsets written into the file are never used, because they
 * are often those of one year only.
 */
#include <string.h>

#include "import/ical.h"

/* The common names; each stands for the first city of its land in the zone
 * database. */
static const struct {
	const char *windows, *iana;
} names[] = {
	{ "AUS Eastern Standard Time", "Australia/Sydney" },
	{ "Alaskan Standard Time", "America/Anchorage" },
	{ "Arab Standard Time", "Asia/Riyadh" },
	{ "Arabian Standard Time", "Asia/Dubai" },
	{ "Argentina Standard Time", "America/Argentina/Buenos_Aires" },
	{ "Atlantic Standard Time", "America/Halifax" },
	{ "Azores Standard Time", "Atlantic/Azores" },
	{ "Bangladesh Standard Time", "Asia/Dhaka" },
	{ "Belarus Standard Time", "Europe/Minsk" },
	{ "Canada Central Standard Time", "America/Regina" },
	{ "Cen. Australia Standard Time", "Australia/Adelaide" },
	{ "Central America Standard Time", "America/Guatemala" },
	{ "Central Asia Standard Time", "Asia/Almaty" },
	{ "Central Brazilian Standard Time", "America/Cuiaba" },
	{ "Central Europe Standard Time", "Europe/Budapest" },
	{ "Central European Standard Time", "Europe/Warsaw" },
	{ "Central Standard Time", "America/Chicago" },
	{ "Central Standard Time (Mexico)", "America/Mexico_City" },
	{ "China Standard Time", "Asia/Shanghai" },
	{ "Coordinated Universal Time", "UTC" },
	{ "E. Africa Standard Time", "Africa/Nairobi" },
	{ "E. Australia Standard Time", "Australia/Brisbane" },
	{ "E. Europe Standard Time", "Europe/Chisinau" },
	{ "E. South America Standard Time", "America/Sao_Paulo" },
	{ "Eastern Standard Time", "America/New_York" },
	{ "Egypt Standard Time", "Africa/Cairo" },
	{ "FLE Standard Time", "Europe/Kiev" },
	{ "GMT Standard Time", "Europe/London" },
	{ "GTB Standard Time", "Europe/Bucharest" },
	{ "Georgian Standard Time", "Asia/Tbilisi" },
	{ "Greenland Standard Time", "America/Nuuk" },
	{ "Greenwich Standard Time", "Atlantic/Reykjavik" },
	{ "Hawaiian Standard Time", "Pacific/Honolulu" },
	{ "India Standard Time", "Asia/Kolkata" },
	{ "Iran Standard Time", "Asia/Tehran" },
	{ "Israel Standard Time", "Asia/Jerusalem" },
	{ "Jordan Standard Time", "Asia/Amman" },
	{ "Kaliningrad Standard Time", "Europe/Kaliningrad" },
	{ "Korea Standard Time", "Asia/Seoul" },
	{ "Middle East Standard Time", "Asia/Beirut" },
	{ "Morocco Standard Time", "Africa/Casablanca" },
	{ "Mountain Standard Time", "America/Denver" },
	{ "Myanmar Standard Time", "Asia/Yangon" },
	{ "Nepal Standard Time", "Asia/Kathmandu" },
	{ "New Zealand Standard Time", "Pacific/Auckland" },
	{ "Newfoundland Standard Time", "America/St_Johns" },
	{ "Pacific SA Standard Time", "America/Santiago" },
	{ "Pacific Standard Time", "America/Los_Angeles" },
	{ "Pakistan Standard Time", "Asia/Karachi" },
	{ "Romance Standard Time", "Europe/Paris" },
	{ "Russian Standard Time", "Europe/Moscow" },
	{ "SA Pacific Standard Time", "America/Bogota" },
	{ "SA Western Standard Time", "America/La_Paz" },
	{ "SE Asia Standard Time", "Asia/Bangkok" },
	{ "Singapore Standard Time", "Asia/Singapore" },
	{ "South Africa Standard Time", "Africa/Johannesburg" },
	{ "Sri Lanka Standard Time", "Asia/Colombo" },
	{ "Taipei Standard Time", "Asia/Taipei" },
	{ "Tokyo Standard Time", "Asia/Tokyo" },
	{ "Turkey Standard Time", "Europe/Istanbul" },
	{ "US Eastern Standard Time", "America/Indianapolis" },
	{ "US Mountain Standard Time", "America/Phoenix" },
	{ "UTC", "UTC" },
	{ "Ulaanbaatar Standard Time", "Asia/Ulaanbaatar" },
	{ "Venezuela Standard Time", "America/Caracas" },
	{ "W. Australia Standard Time", "Australia/Perth" },
	{ "W. Central Africa Standard Time", "Africa/Lagos" },
	{ "W. Europe Standard Time", "Europe/Berlin" },
	{ "West Asia Standard Time", "Asia/Tashkent" },
};

static const struct zone *
open_zone(struct zones *zones, struct str name)
{
	const struct zone *z;
	struct err e;

	return zone_open(zones, name, &z, &e) == 0 ? z : NULL;
}

const struct zone *
ical_zone(struct zones *zones, struct str tzid)
{
	const struct zone *z;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is_nocase(tzid, names[i].windows))
			return open_zone(zones, str_of(names[i].iana));
	z = open_zone(zones, tzid);
	/* "/example.org/20240205_1/America/Argentina/Ushuaia" */
	for (size_t at = 0; z == NULL && at < tzid.n; at++) {
		struct str tail = str_sub(tzid, at + 1, tzid.n);

		if (tzid.p[at] == '/' && str_find(tail, '/') < tail.n)
			z = open_zone(zones, tail);
	}
	return z;
}
