#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that no header uses an identifier that a common header of another system defines as a
macro, and that no C++ file uses one of those that a program cannot switch off:
macros_of_others.py ROOT

<windows.h> defines these macros; near and far even with WIN32_LEAN_AND_MEAN. First, the check
itself is tested."""

import pathlib
import re
import sys

from checks import Checks, code_of, headers_under

ALWAYS = ['near', 'far']
MACROS = ALWAYS + ['small', 'hyper', 'interface', 'min', 'max', 'ERROR', 'IN', 'OUT', 'DELETE', 'STRICT']
FOLDERS = ['tests', 'examples']
ENDINGS = {'.hpp', '.cpp', '.def', '.in'}
INCLUDE = re.compile(r'^\s*#\s*include\b.*$', re.M)


def macros_in(text, macros=MACROS):
    return sorted(set(re.findall(rf'\b(?:{"|".join(macros)})\b', INCLUDE.sub('', code_of(text)))))


def files_under(root):
    for folder in FOLDERS:
        yield from sorted(path for path in (root / folder).rglob('*') if path.suffix in ENDINGS and path.is_file())


def main():
    root = pathlib.Path(sys.argv[1])
    include = root / 'include'
    checks = Checks()
    checks.case('the test itself')
    checks.check(macros_in('int near; enum { IN };') == ['IN', 'near'], 'an identifier was not found')
    checks.check(macros_in('return std::min(a, b);') == ['min'], 'a function was not found')
    checks.check(macros_in('// far\n"near" #include <net/interface>\nint farther, interface_index, IN_OUT;') == [],
                 'another identifier was found')
    checks.check(macros_in('both.far.send(std::min(a, b));', ALWAYS) == ['far'], 'a member was not found')
    for header in headers_under(include):
        checks.case(header)
        for name in macros_in((include / header).read_text()):
            checks.check(False, f'has the identifier {name}, which is a macro of <windows.h>')
    for path in files_under(root):
        checks.case(path.relative_to(root).as_posix())
        for name in macros_in(path.read_text(encoding='utf-8'), ALWAYS):
            checks.check(False, f'has the identifier {name}, which is a macro of <windows.h>')
    checks.finish()


main()
