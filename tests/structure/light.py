#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""That tenon.hpp costs little to compile: none of the heavy standard headers comes with it, through others neither.

    light.py INCLUDE-FOLDER COMPILER

Only libstdc++ is asked: what libc++ includes by itself is not for us to decide."""

import pathlib
import sys

from checks import Checks, Compiler

HEAVY = ['chrono', 'memory', 'iostream', 'functional', 'ranges', 'thread', 'format', 'stop_token', 'algorithm', 'vector', 'map',
         'ostream', 'istream', 'sstream', 'locale', 'mutex', 'regex', 'future', 'condition_variable', 'filesystem']


def standard_headers(compiler, source, options):
    """The headers of the standard library that have no suffix, by name."""
    paths = [pathlib.Path(path) for path in compiler.dependencies(source, options)]
    return {path.name for path in paths if not path.suffix and 'c++' in path.parts}


def main():
    include, compiler = sys.argv[1], Compiler(sys.argv[2])
    if '__GLIBCXX__' not in compiler.macros('#include <cstddef>\n', []):
        sys.exit(77)
    checks = Checks()
    checks.case('the test itself')
    checks.check('memory' in standard_headers(compiler, '#include <memory>\n', []), '<memory> is not seen')
    found = standard_headers(compiler, '#include <tenon.hpp>\n', ['-I', include])
    checks.check('span' in found and 'system_error' in found, f'what tenon includes is not seen: {sorted(found)}')
    for name in HEAVY:
        checks.case(f'<{name}>')
        checks.check(name not in found, 'comes with tenon.hpp')
    checks.finish()


main()
