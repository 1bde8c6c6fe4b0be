#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that the single header has all of tenon, and needs no other header of it:
single_header.py FOLDED INCLUDE-FOLDER COMPILER"""

import pathlib
import shutil
import sys
import tempfile

from checks import SWITCH, Checks, Compiler, headers_under, includes_of
from names import names_in


def main():
    folded, include, compiler = pathlib.Path(sys.argv[1]), sys.argv[2], Compiler(sys.argv[3])
    text = folded.read_text()
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        # In a folder of its own, so that no header of the source tree is found by accident.
        shutil.copy(folded, pathlib.Path(folder, 'tenon.hpp'))
        alone, unfolded = ['-I', folder], ['-I', include]
        for switches in [], [f'-D{SWITCH}']:
            also = ' '.join(['', *switches])
            checks.case(f'compiles alone, twice in a row{also}')
            complaint = compiler.accepts('#include <tenon.hpp>\n#include <tenon.hpp>\nint main() {}\n', alone + switches)
            checks.check(not complaint, complaint)

            checks.case(f'defines the same macros as the headers{also}')
            of_folded = compiler.macros('#include <tenon.hpp>\n', alone + switches)
            of_headers = compiler.macros('#include <tenon.hpp>\n', unfolded + switches)
            for name in sorted(of_folded.keys() | of_headers.keys()):
                checks.check(of_folded.get(name) == of_headers.get(name), f'{name} differs, or only one of them defines it')

        checks.case('defines no macro but TENON_*')
        systems = ''.join(f'#if __has_include({name})\n#include {name}\n#endif\n' for name in includes_of(text))
        own = of_folded.keys() - compiler.macros(systems, []).keys() - {SWITCH}
        for name in sorted(own):
            checks.check(name.startswith('TENON_'), f'defines {name}')
        checks.check(own, 'no macro of its own was found')

    checks.case('includes no header of tenon, and no header twice')
    included = includes_of(text)
    for name in sorted(set(included)):
        checks.check(not name.startswith('<tenon') and name[0] == '<', f'includes {name}')
        checks.check(included.count(name) == 1, f'includes {name} {included.count(name)} times')
    checks.case('has every name of the headers')
    tree = set().union(*(names_in(pathlib.Path(include, header).read_text()) for header in headers_under(include)))
    checks.check(names_in(text) == tree, f'differs in {sorted(names_in(text) ^ tree)}')
    checks.case('has one guard, and the licence once')
    checks.check(text.count('#pragma once') == 1, 'more than one #pragma once')
    checks.check(text.count('SPDX-License-Identifier') == 1, 'more than one licence line')
    checks.finish()


main()
