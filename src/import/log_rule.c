#include "import/log_rule.h"

#include "base/utf8.h"
#include "import/formats.h"
#include "import/host.h"
#include "import/traffic_pattern.h"

static int
take_format(const char *text, struct file_rule *rule, struct err *e)
{
	const struct format_info *info = format_named(str_of(text));
	const char *near = format_nearest(str_of(text));

	if (info == NULL)
		return err_set(e, ERR_USAGE,
		    "--format: there is no format \"%s\"%s%s%s", text,
		    near != NULL ? "; did you mean \"" : "",
		    near != NULL ? near : "", near != NULL ? "\"?" : "");
	if (info->kind != SOURCE_TRAFFIC)
		return err_set(e, ERR_USAGE,
		    "--format: \"%s\" is no format of traffic", text);
	rule->format = str_of(text);
	return 0;
}

static int
take_log_format(
    const char *text, struct arena *keep, struct file_rule *rule, struct err *e)
{
	struct pattern pattern;
	const char *why = pattern_compile(str_of(text), keep, &pattern);

	if (why != NULL)
		return err_set(e, ERR_USAGE, "--log-format: %s", why);
	if (rule->format.n != 0)
		return err_set(e, ERR_USAGE,
		    "--log-format and --format exclude each other");
	rule->log_format = str_of(text);
	return 0;
}

static int
take_site(
    const char *text, struct arena *keep, struct file_rule *rule, struct err *e)
{
	char name[HOST_MAX + 1];
	size_t n = host_name(str_of(text), name);

	if (n == 0)
		return err_set(
		    e, ERR_USAGE, "--site: \"%s\" is not a host name", text);
	rule->site = str_dup(keep, (struct str){ name, n });
	return 0;
}

int
log_rule_make(const struct log_rule *typed, struct zones *zones,
    struct arena *keep, struct file_rule *ret_rule, struct err *e)
{
	const char *zone = typed->zone != NULL ? typed->zone : "UTC";
	size_t bad;

	*ret_rule = (struct file_rule){ 0 };
	if (zone_open(zones, str_of(zone), &ret_rule->zone, e) != 0)
		return err_set(
		    e, ERR_USAGE, "--zone: there is no time zone \"%s\"", zone);
	if (typed->layer != NULL) {
		ret_rule->layer = str_of(typed->layer);
		if (!utf8_ok(ret_rule->layer, &bad))
			return err_set(
			    e, ERR_USAGE, "--layer: this is no valid text");
	}
	if (typed->site != NULL &&
	    take_site(typed->site, keep, ret_rule, e) != 0)
		return -1;
	if (typed->format != NULL &&
	    take_format(typed->format, ret_rule, e) != 0)
		return -1;
	return typed->log_format == NULL
		   ? 0
		   : take_log_format(typed->log_format, keep, ret_rule, e);
}
