#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# Prints how many lines and branches of include/ the tests execute, for each header and in all: sh tests/coverage.sh
#
# Clang's source-based coverage over the suites unit and faults, not optimised: its branches are the conditions of the source, and
# not, as gcov's are, also the ways that an exception may take out of every call. Installs what is missing (Debian's packages;
# needs root or sudo for that). Ends with 1 where less than 95 % of the lines or 90 % of the branches are executed. On two cores
# it takes about three minutes the first time, and then builds what has changed. build/coverage/show.txt has every line with its
# counts, program by program.
#
# What counts as covered, and what is left out, is in coverage.py. Not measured are: what only the compiler executes (literals,
# concepts, templates that are instantiated in constants alone); what another compiler, library or system is given (`#if`,
# tenon/format.hpp); and what a process has done that ended by a signal or by _exit.
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
            echo "  not to be had (see $build/install.log)"
    fi
fi
for tool in clang++-19 llvm-profdata-19 llvm-cov-19 meson; do
    command -v $tool > /dev/null 2>&1 || { echo "SKIPPED: coverage: there is no $tool"; exit 77; }
done

# A program that only the setup runs leaves a profile too; and those of an earlier run do not count.
LLVM_PROFILE_FILE=$build/profiles/%4m.profraw
export LLVM_PROFILE_FILE
if [ ! -f "$build/build.ninja" ]; then
    CXX=clang++-19 meson setup "$build" "$root" -Dbuildtype=plain -Db_pch=false -Dexamples=false -Dcpp_link_args=-fprofile-instr-generate \
        -Dcpp_args='-fprofile-instr-generate -fcoverage-mapping' > "$build/setup.log" 2>&1 || { cat "$build/setup.log"; exit 1; }
fi
rm -rf "$build/profiles"
# It builds what these tests need, and no more. One that fails is told of, and its coverage counts.
meson test -C "$build" --suite unit --suite faults --quiet --print-errorlogs > "$build/tests.log" 2>&1 ||
    { echo "not all tests passed (see $build/tests.log):"; grep -E 'FAIL|TIMEOUT|ERROR|error:' "$build/tests.log" || true; }

llvm-profdata-19 merge -sparse -o "$build/merged.profdata" "$build"/profiles/*.profraw
# A program at a time: of several together llvm-cov 19 shows a function as the first of them has it, which may never call it.
for program in $(find "$build/tests/unit" "$build/tests/faults" -maxdepth 1 -type f -perm -u+x); do
    llvm-cov-19 show -instr-profile "$build/merged.profdata" -show-branches=count -show-instantiations=false "$program" \
        -sources "$root/include"
done > "$build/show.txt" 2> "$build/show.log"
exec python3 "$root/tests/coverage.py" "$root/include" < "$build/show.txt"
