#include "flow/case_load.h"

#include <string.h>

#include "base/version.h"
#include "domain/accept.h"
#include "domain/contract.h"
#include "flow/case_plans.h"
#include "flow/folder.h"
#include "store/fact_tables.h"
#include "store/kept.h"
#include "store/sources.h"

/* Length of the digest's beginning that stands for a run in reports. */
#define RUN_ID_HEX 12
/* A line per file: names and digests are short. */
#define DIGEST_TEXT_BYTES ((size_t)256 << 20)

struct texts {
	struct source_text *v;
	size_t n;
};

static const struct source_text *
find_case(const struct texts *texts)
{
	for (size_t i = 0; i < texts->n; i++)
		if (str_is(texts->v[i].kind, "case"))
			return &texts->v[i];
	return NULL;
}

/*
 * Earlier settlements that stay, as a digest. Which ones stay is said by the
 * periods of case.yaml; one that cannot be read complains elsewhere.
 */
static int
digest_kept(struct journey *j, struct arena *scratch,
    char ret_sha256[DIGEST_HEX], struct err *e)
{
	const struct source_text *config;
	struct settings settings = { .n_periods = 0 };
	struct file_rule *rules;
	struct texts texts;
	struct diags ignored;
	size_t n_rules;

	ret_sha256[0] = '\0';
	if (store_load_texts(j->store, scratch, &texts.v, &texts.n, e) != 0)
		return -1;
	config = find_case(&texts);
	diags_init(&ignored, scratch);
	if (config == NULL ||
	    settings_parse(config->text, config->file, &j->zones, scratch,
		&settings, &rules, &n_rules, &ignored) != 0)
		return 0;
	return store_digest_kept(j->store,
	    (struct kept_but){ settings.periods, settings.n_periods },
	    ret_sha256, e);
}

int
case_digest(struct journey *j, char ret_sha256[DIGEST_HEX], struct err *e)
{
	struct arena scratch = { 0 };
	char kept[DIGEST_HEX];
	struct source_row *rows;
	struct buf text;
	size_t n;
	int rc;

	rc = store_load_sources(j->store, &scratch, &rows, &n, e);
	if (rc == 0)
		rc = digest_kept(j, &scratch, kept, e);
	if (rc == 0) {
		buf_init(&text, DIGEST_TEXT_BYTES);
		buf_adds(&text, "makegood " MAKEGOOD_VERSION "\n");
		for (size_t i = 0; i < n; i++)
			buf_addf(&text, "%.*s\t%.*s\t%.*s\t%d\n",
			    STR_ARG(rows[i].source.file),
			    STR_ARG(rows[i].source.sha256),
			    STR_ARG(rows[i].read_as), (int)rows[i].state);
		if (kept[0] != '\0')
			buf_addf(&text, "kept\t%s\n", kept);
		digest_bytes(buf_str(&text), ret_sha256);
		buf_release(&text);
	}
	arena_release(&scratch);
	return rc;
}

static int
load_settings(struct journey *j, const struct source_text *text,
    struct settings *ret_settings, struct diags *d)
{
	struct file_rule *rules;
	size_t n_rules;

	return settings_parse(text->text, text->file, &j->zones, j->keep,
	    ret_settings, &rules, &n_rules, d);
}

/*
 * text/it/INC-1_cause.md: language, incident, field. The last underscore parts
 * them, because an incident's id may have some of its own.
 */
static bool
read_passage(const struct source_text *text, struct narrative *ret)
{
	struct str name,
	    rest = str_sub(text->file, strlen("text/"), text->file.n);
	size_t at, last = SIZE_MAX;

	ret->lang = str_cut(rest, '/', &name);
	name = str_sub(name, 0, name.n - strlen(".md"));
	for (at = 0; at < name.n; at++)
		if (name.p[at] == '_')
			last = at;
	if (last == SIZE_MAX)
		return false;
	ret->incident = str_sub(name, 0, last);
	ret->field = str_sub(name, last + 1, name.n);
	ret->text = text->text;
	ret->from = (struct origin){ text->file, 1 };
	return true;
}

static void
load_passages(struct journey *j, const struct texts *texts, struct diags *d,
    struct dossier *dossier)
{
	VEC(struct narrative) list = { 0 };

	for (size_t i = 0; i < texts->n; i++) {
		struct place at = { .file = texts->v[i].file };
		struct narrative one = { 0 };

		if (!str_is(texts->v[i].kind, "text"))
			continue;
		if (read_passage(&texts->v[i], &one))
			*vec_push(j->keep, &list) = one;
		else
			diag_add(d, DIAG_WARNING, at,
			    "call it INCIDENT_FIELD.md: INC-1_cause.md",
			    "the name does not say which incident and field "
			    "this text is for");
	}
	dossier->narratives = list.v;
	dossier->n_narratives = list.n;
}

static void
load_contracts(struct journey *j, const struct texts *texts, struct diags *d,
    struct dossier *dossier)
{
	VEC(struct contract) list = { 0 };

	for (size_t i = 0; i < texts->n; i++) {
		struct contract one = { 0 };

		if (!str_is(texts->v[i].kind, "contract"))
			continue;
		/* a contract that cannot be read has complained already */
		if (contract_parse(texts->v[i].text, texts->v[i].file,
			&j->zones, j->keep, &one, d) == 0)
			*vec_push(j->keep, &list) = one;
	}
	dossier->contracts = list.v;
	dossier->n_contracts = list.n;
}

static int
identify(struct journey *j, const struct source_text *config,
    struct dossier *dossier, struct err *e)
{
	char sha256[DIGEST_HEX];

	if (case_digest(j, sha256, e) != 0)
		return -1;
	dossier->run_id = str_format(j->keep, "%.*s", RUN_ID_HEX, sha256);
	dossier->config_sha256 = config->sha256;
	/*
	 * What recomputes the reports, whatever was typed and wherever the
	 * folder lies: the same input has to give the same bytes.
	 */
	dossier->command = STR("makegood run .");
	return 0;
}

int
case_load(struct journey *j, const struct settings *settings, struct diags *d,
    struct dossier *ret_dossier, struct err *e)
{
	struct dossier dossier = { .keep = j->keep };
	const struct source_text *config;
	struct texts texts;

	if (store_load_texts(j->store, j->keep, &texts.v, &texts.n, e) != 0)
		return -1;
	config = find_case(&texts);
	if (config == NULL)
		return err_set(e, ERR_USAGE,
		    "nothing has been imported into \"%s\" yet", j->dir);
	if (settings != NULL)
		dossier.settings = *settings;
	else if (load_settings(j, config, &dossier.settings, d) != 0)
		return err_set(e, ERR_INPUT, "the case cannot be read");
	load_contracts(j, &texts, d, &dossier);
	load_passages(j, &texts, d, &dossier);
	if (store_load(j->store, &dossier, e) != 0 ||
	    identify(j, config, &dossier, e) != 0)
		return -1;
	case_plans(&dossier);
	accept_apply(&dossier);
	if (d->errors != 0)
		return err_set(e, ERR_INPUT, "the case cannot be read");
	*ret_dossier = dossier;
	return 0;
}
