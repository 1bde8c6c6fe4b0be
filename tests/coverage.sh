#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# Prints which lines and branches of include/ the tests execute: sh tests/coverage.sh
#
# Clang's source-based coverage over the suites unit, matrix, faults and limits. Installs what is missing (Debian's packages; needs
# root or sudo for that). The files below the goal, of 95 % of the lines and 90 % of the branches, with what was not executed; the
# last line has the totals. build/coverage/show.txt has every line with its count. What a process does that ends by a signal or
# by _exit is not counted, and what only the compiler executes (literals) neither.
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
    CXX=clang++-19 meson setup "$build" "$root" -Dbuildtype=debug -Dexamples=false -Dcpp_link_args=-fprofile-instr-generate \
        -Dcpp_args='-fprofile-instr-generate -fcoverage-mapping' > "$build/setup.log" 2>&1 || { cat "$build/setup.log"; exit 1; }
fi
rm -rf "$build/profiles"
# It builds what these tests need, and no more. One that fails is told of, and its coverage counts.
meson test -C "$build" --suite unit --suite matrix --suite faults --suite limits --quiet --print-errorlogs > "$build/tests.log" 2>&1 ||
    { echo "not all tests passed (see $build/tests.log):"; grep -E 'FAIL|TIMEOUT|ERROR|error:' "$build/tests.log" || true; }

llvm-profdata-19 merge -sparse -o "$build/merged.profdata" "$build"/profiles/*.profraw
set --
for program in $(find "$build/tests/unit" "$build/tests/matrix" "$build/tests/faults" "$build/tests/limits" -maxdepth 1 -type f -perm -u+x); do
    set -- "$@" -object "$program"
done
llvm-cov-19 show -instr-profile "$build/merged.profdata" -show-branches=count -show-instantiations=false "$@" \
    -sources "$root/include" > "$build/show.txt"
exec python3 "$root/tests/coverage.py" "$root/include" < "$build/show.txt"
