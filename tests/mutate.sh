#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# Changes the headers at drawn sites, one at a time, and tells which changes no test sees: sh tests/mutate.sh [COUNT] [OPTION ...]
#
# Without COUNT: 200, or two for each header if that is more. The seed is fixed, so COUNT mutants are the first ones of more. What
# is changed, who judges it and what counts is told in mutation/mutate.py; what no test can see is listed in
# mutation/equivalent.txt. Ends with 1 where less than 95 % of the others are caught, or more than 10 % are called equivalent.
#   --only TEXT   all sites whose name (tenon/base/parse.hpp:66: …) contains it, instead of drawn ones
#   --budget N    the seconds of the processor that one mutant may take before it counts as not caught (120)
#   --jobs N      how many at a time (the number of processors)
#
# It goes by the build of `run.sh gcc`, which it makes if there is none (installing what is missing, as run.sh does). That of `run.sh
# quick` compiles the files of a program together, too long for a judge. Headers are changed in copies, in the folder `mutation` of the
# build.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=$root/build/gcc
# Builds all, and shows that the unchanged headers pass.
[ -f "$build/configured" ] || sh "$root/tests/run.sh" gcc
# What has changed since is built; the judges are the units of this tree.
meson compile -C "$build" > "$root/build/mutation.log" 2>&1 || { tail -n 60 "$root/build/mutation.log"; exit 1; }
exec python3 "$root/tests/mutation/mutate.py" "$root" "$build" "$@"
