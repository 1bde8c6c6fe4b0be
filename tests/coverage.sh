#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# Prints how many lines and branches of include/ the tests execute, for each header and in total:
# sh tests/coverage.sh
#
# Uses Clang's source-based coverage with the suites unit and faults, not optimised. Its branches
# are the conditions of the source; gcov would also count the path of an exception out of every
# call. Installs missing Debian packages, for which it needs root or sudo. Exits with 1 if less than
# 95 % of the lines or 90 % of the branches are executed. On two cores the first run takes about
# three minutes; later runs build only what has changed. build/coverage/show.txt has every line with
# its counts, program by program.
#
# coverage.py says what counts as covered, and what is left out. Not measured: code that only the
# compiler executes (literals, concepts, templates that are instantiated only in constants); code
# for other compilers, libraries or systems (`#if`, tenon/format.hpp); and code executed by a
# process that a signal or _exit(2) ended.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=$root/build/coverage
mkdir -p "$build"

if command -v apt-get > /dev/null 2>&1; then
    missing=
    for package in clang-19 libclang-rt-19-dev llvm-19 meson ninja-build catch2; do
        dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    if [ -n "$missing" ]; then
        as_root=
        [ "$(id -u)" = 0 ] || as_root='sudo -n'
        echo "installing$missing"
        # shellcheck disable=SC2086 # lists
        { $as_root apt-get update -qq; $as_root apt-get install -y -qq --no-install-recommends $missing; } > "$build/install.log" 2>&1 ||
            echo "  not available (see $build/install.log)"
    fi
fi
for tool in clang++-19 llvm-profdata-19 llvm-cov-19 meson; do
    command -v $tool > /dev/null 2>&1 || { echo "SKIPPED: coverage: there is no $tool"; exit 77; }
done

# Programs that meson setup runs write profiles, too. These and the profiles of an earlier run are
# removed before the tests.
LLVM_PROFILE_FILE=$build/profiles/%4m.profraw
export LLVM_PROFILE_FILE
if [ ! -f "$build/build.ninja" ]; then
    CXX=clang++-19 meson setup "$build" "$root" -Dbuildtype=plain -Db_pch=false -Dexamples=false -Dcpp_link_args=-fprofile-instr-generate \
        -Dcpp_args='-fprofile-instr-generate -fcoverage-mapping' > "$build/setup.log" 2>&1 || { cat "$build/setup.log"; exit 1; }
fi
rm -rf "$build/profiles"
# Builds only what these tests need. A test that fails is reported, and its coverage counts.
meson test -C "$build" --suite unit --suite faults --quiet --print-errorlogs > "$build/tests.log" 2>&1 ||
    { echo "not all tests passed (see $build/tests.log):"; grep -E 'FAIL|TIMEOUT|ERROR|error:' "$build/tests.log" || true; }

llvm-profdata-19 merge -sparse -o "$build/merged.profdata" "$build"/profiles/*.profraw
# One program at a time: given several, llvm-cov 19 shows the counts of a function from the first of
# them, which may never call it.
for program in $(find "$build/tests/unit" "$build/tests/faults" -maxdepth 1 -type f -perm -u+x); do
    llvm-cov-19 show -instr-profile "$build/merged.profdata" -show-branches=count -show-instantiations=false "$program" \
        -sources "$root/include"
done > "$build/show.txt" 2> "$build/show.log"
exec python3 "$root/tests/coverage.py" "$root/include" < "$build/show.txt"
