#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# Changes the headers at randomly drawn sites, one at a time, and prints the changes that no test
# detects: sh tests/mutate.sh [COUNT] [OPTION ...]
#
# Without COUNT, there are 200 mutants, or two for each header if that is more. The seed is fixed:
# the mutants of a smaller COUNT are the first ones of a larger. repository/mutation/mutate.py says
# what is changed, which tests judge a mutant, and what counts as caught. Mutants that no test can
# detect are listed in repository/mutation/equivalent.txt. Exits with 1 if less than 95 % of the
# other mutants are caught, or if more than 10 % are listed as equivalent.
#   --only TEXT   all sites whose name (tenon/base/parse.hpp:66: …) contains TEXT, not drawn ones
#   --budget N    seconds of processor time after which a mutant counts as not caught (120)
#   --jobs N      number of mutants at a time (the number of processors)
#
# Uses the build of `run.sh gcc`. If there is none, it is made, and run.sh installs missing
# packages. The build of `run.sh quick` would not do: it compiles the files of a test program
# together, which takes too long for each mutant. Headers are changed in copies, in the folder
# `mutation` of the build.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=$root/build/gcc
# Builds everything, and checks that the unchanged headers pass.
[ -f "$build/configured" ] || sh "$root/tests/run.sh" gcc
# Builds what has changed since, because mutants are judged by the tests of this tree.
meson compile -C "$build" > "$root/build/mutation.log" 2>&1 || { tail -n 60 "$root/build/mutation.log"; exit 1; }
exec python3 "$root/tests/repository/mutation/mutate.py" "$root" "$build" "$@"
