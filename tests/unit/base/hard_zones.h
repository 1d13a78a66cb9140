/*
 * hard_zones.h -- zones in which local time did something unusual since 1970:
 * odd offsets, half-hour and double changes, skipped days, changes at
 * midnight, winter time as the exception, rules that follow the moon.
 */
#ifndef TESTS_UNIT_BASE_HARD_ZONES_H
#define TESTS_UNIT_BASE_HARD_ZONES_H

static const char *const hard_zones[] = {
	"Africa/Cairo",
	"Africa/Casablanca",
	"Africa/El_Aaiun",
	"Africa/Juba",
	"Africa/Monrovia",
	"Africa/Sao_Tome",
	"Africa/Tripoli",
	"Africa/Windhoek",
	"America/Argentina/San_Luis",
	"America/Asuncion",
	"America/Bogota",
	"America/Caracas",
	"America/Danmarkshavn",
	"America/Havana",
	"America/Los_Angeles",
	"America/Metlakatla",
	"America/Miquelon",
	"America/New_York",
	"America/Nuuk",
	"America/Port-au-Prince",
	"America/Resolute",
	"America/Santiago",
	"America/Sao_Paulo",
	"America/St_Johns",
	"Antarctica/Casey",
	"Antarctica/Troll",
	"Asia/Almaty",
	"Asia/Amman",
	"Asia/Beirut",
	"Asia/Colombo",
	"Asia/Dhaka",
	"Asia/Gaza",
	"Asia/Jerusalem",
	"Asia/Kathmandu",
	"Asia/Kolkata",
	"Asia/Pyongyang",
	"Asia/Tehran",
	"Asia/Tokyo",
	"Atlantic/Azores",
	"Australia/Eucla",
	"Australia/Lord_Howe",
	"Europe/Chisinau",
	"Europe/Dublin",
	"Europe/Istanbul",
	"Europe/Lisbon",
	"Europe/London",
	"Europe/Moscow",
	"Europe/Rome",
	"Europe/Volgograd",
	"Pacific/Apia",
	"Pacific/Auckland",
	"Pacific/Bougainville",
	"Pacific/Chatham",
	"Pacific/Easter",
	"Pacific/Fakaofo",
	"Pacific/Kiritimati",
	"Pacific/Kwajalein",
	"Pacific/Norfolk",
};

#define N_HARD_ZONES (sizeof hard_zones / sizeof *hard_zones)

#endif
