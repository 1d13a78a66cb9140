# makegood -- GNU make. `make help` lists the targets; V=1 shows the commands.
CFLAGS ?= -O2 -g
WARN    = -std=c17 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	  -Wmissing-prototypes -Wvla -Wwrite-strings
CPPFLAGS += -D_GNU_SOURCE -Isrc -I$(B)/gen
LIBS    = -lsqlite3 -lhpdf -lharfbuzz-subset -lharfbuzz -lxlsxwriter -lpng -lcsv \
	  -lyaml -ljansson -lexpat -lnettle -lzstd -llzma -lbz2 -lz -lgmp -lm -pthread
PREFIX ?= /usr/local
B      ?= build
Q       = $(if $(V),,@)
MAKEFLAGS += -j$(shell nproc)

# What a fresh Debian 12 lacks: to build and run, and to test.
PKG_BUILD = gcc libc6-dev libsqlite3-dev libhpdf-dev libharfbuzz-dev \
	    libxlsxwriter-dev libpng-dev libcsv-dev libyaml-dev libjansson-dev \
	    libexpat1-dev nettle-dev libgmp-dev zlib1g-dev libzstd-dev liblzma-dev \
	    libbz2-dev libpq-dev libcurl4-openssl-dev \
	    fonts-liberation2 icc-profiles-free tzdata
PKG_TEST  = libcmocka-dev libicu-dev poppler-utils qpdf unzip zip \
	    libxml2-utils locales sqlite3 postgresql clang-format \
	    libreoffice-calc-nogui default-jre-headless libpdfbox2-java \
	    libjaxb-api-java

# ISA-L unpacks .gz three times as fast; ISAL=0, or a system without it, leaves
# zlib. Looked for when linking: the set-up may just have brought it.
ISAL ?= 1
ifeq ($(ISAL),0)
CPPFLAGS += -DNO_ISAL
else
PKG_BUILD += libisal-dev
LIBS += $(shell echo '\#include <isa-l/igzip_lib.h>' | \
	  $(CC) -E -x c - >/dev/null 2>&1 && echo -lisal)
endif

# make SAN=1 builds everything with the sanitizers, in its own folder.
ifdef SAN
ifeq ($(B),build)
override B = build-san
endif
CFLAGS += -O1 -fsanitize=address,undefined -fno-sanitize-recover=all
LDFLAGS += -fsanitize=address,undefined
endif

ROOMS := $(shell sed -n 's/^\([a-z]*\):.*/\1/p' src/ROOMS)
may    = $(shell sed -n 's/^$(1): *\([^|]*\).*/\1/p' src/ROOMS)
SRC   := $(sort $(foreach r,$(ROOMS),$(wildcard src/$(r)/*.c)))
HDR   := $(sort $(foreach r,$(ROOMS),$(wildcard src/$(r)/*.h)))
SQL   := $(sort $(wildcard src/store/sql/*.sql))
ASSET := $(shell find reports sample-data -type f \
	   ! -path 'reports/out/*' ! -path 'reports/specimens/*' \
	   ! -path 'sample-data/formats/*' ! -name '*.gz' ! -name 'makegood.db*' \
	   ! -path 'sample-data/*/reports/*' \
	   ! -path 'sample-data/quarter/traffic/*' | LC_ALL=C sort) \
	 $(sort $(wildcard src/catalogue/*.yaml)) src/import/robots.txt \
	 $(sort $(shell find src/templates -type f))
OBJ   := $(SRC:src/%.c=$(B)/obj/%.o) $(B)/obj/base/assets.gen.o \
	 $(B)/obj/store/sql.gen.o
UNIT  := $(patsubst tests/%.c,$(B)/tests/%,\
	   $(sort $(wildcard tests/unit/*/test_*.c)))
FUZZ  := $(patsubst tests/%.c,$(B)/tests/%,\
	   $(sort $(wildcard tests/fuzz/fuzz_*.c)))
E2E   := $(filter-out %/lib.sh,$(sort $(wildcard tests/e2e/*.sh)))
export MAKEGOOD = $(abspath $(B)/makegood)
export GEN = $(B)/gen
export FUZZ_PROGRAMS = $(FUZZ)

.DEFAULT_GOAL := all

all: $(B)/makegood ## build the program

$(B)/makegood: $(OBJ)
	@echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/obj/%.o: src/%.c | $(B)/rooms.ok $(B)/gen/store/sql.gen.h
	@mkdir -p $(@D); echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) -include base/banned.h $(CFLAGS) $(WARN) \
	    -MMD -MP -c -o $@ $<

$(B)/obj/%.gen.o: $(B)/gen/%.gen.c | $(B)/rooms.ok
	@mkdir -p $(@D); echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) -O0 $(WARN) -Wno-overlength-strings -c -o $@ $<

$(B)/gen/base/assets.gen.c: $(B)/tools/embed $(ASSET) Makefile
	@mkdir -p $(@D); echo "  EMBED $(words $(ASSET)) files"
	$(Q)$(B)/tools/embed $(ASSET) > $@

$(B)/tools/%: src/tools/%.c | $(B)/setup.ok
	@mkdir -p $(@D); echo "  CC    $<"
	$(Q)$(CC) -O1 $(WARN) -o $@ $<

$(B)/gen/store/sql.gen.c $(B)/gen/store/sql.gen.h &: src/tools/sql.awk $(SQL)
	@mkdir -p $(@D); echo "  SQL   $(words $(SQL)) files"
	$(Q)awk -v HDR=$(B)/gen/store/sql.gen.h -f src/tools/sql.awk $(SQL) \
	    > $(B)/gen/store/sql.gen.c

$(B)/rooms.ok: src/ROOMS src/tools/rooms.awk $(SRC) $(HDR) | $(B)/setup.ok
	@mkdir -p $(@D); echo "  ROOMS"
	$(Q)awk -f src/tools/rooms.awk src/ROOMS $(SRC) $(HDR)
	@touch $@

$(B)/setup.ok: src/tools/setup.sh
	@mkdir -p $(@D)
	$(Q)src/tools/setup.sh $(PKG_BUILD)
	@touch $@

$(B)/setup-test.ok: src/tools/setup.sh | $(B)/setup.ok
	@mkdir -p $(@D)
	$(Q)src/tools/setup.sh $(PKG_BUILD) $(PKG_TEST)
	@touch $@

# A unit test links its own room and the rooms that room may enter, no others.
define unit_rule
$(B)/tests/unit/$(1)/%: tests/unit/$(1)/%.c tests/unit/support.h \
    $(filter $(foreach r,$(1) $(call may,$(1)),$(B)/obj/$(r)/%),$(OBJ)) \
    | $(B)/setup-test.ok
	@mkdir -p $$(@D); echo "  TEST  $$<"
	$$(Q)$$(CC) $$(CPPFLAGS) -Itests $$(CFLAGS) $$(WARN) $$(LDFLAGS) \
	    -MMD -MP -o $$@ $$(filter %.c %.o,$$^) -lcmocka $$(LIBS)
endef
$(foreach r,$(ROOMS),$(eval $(call unit_rule,$(r))))

# The only test that needs ICU, as an oracle of local time.
$(B)/tests/unit/base/test_zone_icu: LIBS += -licui18n -licuuc

# Replays a corpus through a fuzz target, with any compiler.
$(B)/tests/fuzz/%: tests/fuzz/%.c tests/fuzz/driver.c $(OBJ) \
    | $(B)/setup-test.ok
	@mkdir -p $(@D); echo "  FUZZ  $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(WARN) $(LDFLAGS) -MMD -MP -o $@ \
	    $(filter %.c,$^) $(filter-out $(B)/obj/cli/%,$(filter %.o,$^)) $(LIBS)

test: $(B)/setup-test.ok $(B)/makegood $(UNIT) $(FUZZ) ## set-up, then every test
	$(Q)tests/support/run.sh tests/support/style.sh tests/support/headers.sh \
	    $(UNIT) tests/support/fuzz.sh $(E2E)

check: test ## the same as test

check-unit: $(UNIT) ## unit tests only
	$(Q)tests/support/run.sh $(UNIT)

check-e2e: $(B)/setup-test.ok $(B)/makegood ## end-to-end tests only
	$(Q)tests/support/run.sh $(E2E)

check-style: ## formatting, lengths, words
	$(Q)tests/support/run.sh tests/support/style.sh tests/support/headers.sh

format: ## clang-format in place
	clang-format -i $(SRC) $(HDR) $(wildcard src/tools/*.c tests/*/*.[ch] \
	    tests/*/*/*.[ch])

demo: all ## run the sample stories; prints what to open
	$(Q)src/tools/demo.sh

bench-estimate: all ## how right estimates are, and what one costs
	$(Q)MAKEGOOD=$(B)/makegood tests/bench/series.sh
	$(Q)MAKEGOOD=$(B)/makegood tests/bench/estimate.sh

bench-reports: all ## what 10,000 statements and a large ledger cost
	$(Q)MAKEGOOD=$(B)/makegood tests/bench/reports.sh

bench-ingest: all ## how fast logs are read, beside other programs
	$(Q)MAKEGOOD=$(B)/makegood tests/bench/ingest.sh plain gz

specimens: $(B)/setup-test.ok demo ## renew reports/specimens from the demo
	$(Q)src/tools/specimens.sh

install: all ## into PREFIX (DESTDIR respected)
	install -D -m 755 $(B)/makegood $(DESTDIR)$(PREFIX)/bin/makegood
	install -D -m 644 src/cli/makegood.1 \
	    $(DESTDIR)$(PREFIX)/share/man/man1/makegood.1

uninstall: ## what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/makegood \
	    $(DESTDIR)$(PREFIX)/share/man/man1/makegood.1

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1|\2/p' Makefile | sort | \
	    awk -F'|' '{ printf "  %-14s %s\n", $$1, $$2 }'

clean: ## remove build folders and what the demo wrote
	rm -rf build build-san reports/out

.PHONY: all test check check-unit check-e2e check-style format demo specimens install \
	bench-estimate bench-ingest bench-reports \
	uninstall help clean
.DELETE_ON_ERROR:
.SECONDARY:
-include $(OBJ:.o=.d) $(UNIT:=.d)
