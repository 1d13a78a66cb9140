#!/bin/sh
# run.sh -- let libFuzzer look for inputs that break a target.
#
#   tests/fuzz/run.sh NAME [SECONDS]
#
# Builds fuzz_NAME.c with clang, the address and the undefined-behaviour
# sanitizer in $FUZZ_DIR (default build-fuzz), starts from corpus/NAME, and
# leaves what it learns in $FUZZ_DIR/NAME/; crashes stand there as crash-*,
# timeout-*, oom-*. Needs a built tree ($B, default build) for generated files.
# Findings become files of corpus/NAME by hand, after they are minimised.
set -eu
name=${1:?which target?}
seconds=${2:-60}
b=${B:-build}
dir=${FUZZ_DIR:-build-fuzz}
flags="-std=c17 -g -O1 -D_GNU_SOURCE -Isrc -I$b/gen
    -fsanitize=address,undefined -fno-sanitize-recover=all"

mkdir -p "$dir/$name"
sources=$(ls src/*/*.c | grep -v -e ^src/cli/ -e ^src/tools/)
objects=
for s in $sources "$b/gen/base/assets.gen.c" "$b/gen/store/sql.gen.c"; do
	o=$dir/$(echo "$s" | tr / _).o
	objects="$objects $o"
	[ "$o" -nt "$s" ] && continue
	# assets are data: nothing to instrument
	case $s in
	src/*) clang $flags -fsanitize=fuzzer-no-link -c -o "$o" "$s" ;;
	*) clang -O0 -Isrc -I"$b/gen" -c -o "$o" "$s" ;;
	esac
done
clang $flags -fsanitize=fuzzer -o "$dir/fuzz_$name" "tests/fuzz/fuzz_$name.c" \
    $objects -lhpdf -lharfbuzz-subset -lharfbuzz -lxlsxwriter -lpng -lsqlite3 \
    -lcsv -lyaml -ljansson -lexpat -lnettle -lgmp -lzstd -llzma -lbz2 -lz -lm \
    $(echo "#include <isa-l/igzip_lib.h>" | clang -E -x c - >/dev/null 2>&1 &&
	echo -lisal)
dict=
[ -f tests/fuzz/model.dict ] && dict=-dict=tests/fuzz/model.dict
exec "$dir/fuzz_$name" "$dir/$name" "tests/fuzz/corpus/$name" $dict \
    -artifact_prefix="$dir/$name/" -max_total_time="$seconds" \
    -rss_limit_mb=1024 -timeout=5 -max_len=16384 -print_final_stats=1
