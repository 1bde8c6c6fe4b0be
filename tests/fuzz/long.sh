#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# Builds the fuzz targets and runs each of them for a long time:
# sh tests/fuzz/long.sh [SECONDS [TARGET ...]]
#
# By default each runs for 600 seconds, one after the other. Needs Clang with libFuzzer (Debian's
# clang-19 and libclang-rt-19-dev). An input on which a target fails is kept in build/fuzz/, as
# fuzz_<target>-crash-…; `build/fuzz/tests/fuzz/fuzz_<target> FILE` runs the target on it again.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/fuzz
seconds=${1:-600}
[ $# -eq 0 ] || shift
if [ $# -eq 0 ]; then
    for corpus in "$root"/tests/fuzz/corpus/*; do set -- "$@" "${corpus##*/}"; done
fi

for compiler in "${CXX:-}" clang++-19 clang++; do
    [ -n "$compiler" ] && command -v "$compiler" > /dev/null 2>&1 && break
done
[ -f "$build/build.ninja" ] || CXX=$compiler meson setup "$build" "$root" -Dexamples=false > /dev/null
cd "$build"
failed=0
for target; do
    if meson compile "fuzz_$target" > "$target.compile.log" 2>&1; then
        python3 "$root/tests/fuzz/run.py" "tests/fuzz/fuzz_$target" "$root/tests/fuzz/corpus/$target" --seconds "$seconds" ||
            failed=$((failed + 1))
    else
        cat "$target.compile.log"
        failed=$((failed + 1))
    fi
done
exit $((failed != 0))
