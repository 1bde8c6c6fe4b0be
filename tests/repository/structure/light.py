#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that tenon.hpp takes little time to compile: it includes none of the large standard
headers, neither directly nor through others.

    light.py INCLUDE-FOLDER COMPILER

Skipped unless the standard library is libstdc++: the headers of libc++ include large ones
themselves."""

import pathlib
import sys

from checks import Checks, Compiler

HEAVY = ['chrono', 'memory', 'iostream', 'functional', 'ranges', 'thread', 'format', 'stop_token', 'algorithm', 'vector', 'map',
         'ostream', 'istream', 'sstream', 'locale', 'mutex', 'regex', 'future', 'condition_variable', 'filesystem']


def standard_headers(compiler, source, options):
    """Returns the names of the standard headers that a source includes (those without a suffix)."""
    paths = [pathlib.Path(path) for path in compiler.dependencies(source, options)]
    return {path.name for path in paths if not path.suffix and 'c++' in path.parts}


def main():
    include, compiler = sys.argv[1], Compiler(sys.argv[2])
    if '__GLIBCXX__' not in compiler.macros('#include <cstddef>\n', []):
        sys.exit(77)
    checks = Checks()
    checks.case('the test itself')
    checks.check('memory' in standard_headers(compiler, '#include <memory>\n', []), '<memory> was not found')
    found = standard_headers(compiler, '#include <tenon.hpp>\n', ['-I', include])
    checks.check('span' in found and 'system_error' in found, f'the headers that tenon includes were not found: {sorted(found)}')
    for name in HEAVY:
        checks.case(f'<{name}>')
        checks.check(name not in found, 'is included by tenon.hpp')
    checks.finish()


main()
