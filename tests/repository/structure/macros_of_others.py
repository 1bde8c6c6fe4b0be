#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that no header uses an identifier that a common header of another system defines as a
macro:
macros_of_others.py INCLUDE-FOLDER

<windows.h> defines these macros; near and far even with WIN32_LEAN_AND_MEAN. First, the check
itself is tested."""

import pathlib
import re
import sys

from checks import Checks, code_of, headers_under

MACROS = ['near', 'far', 'small', 'hyper', 'interface', 'min', 'max', 'ERROR', 'IN', 'OUT', 'DELETE', 'STRICT']
WORD = re.compile(rf'\b(?:{"|".join(MACROS)})\b')
INCLUDE = re.compile(r'^\s*#\s*include\b.*$', re.M)


def macros_in(text):
    return sorted(set(WORD.findall(INCLUDE.sub('', code_of(text)))))


def main():
    include = pathlib.Path(sys.argv[1])
    checks = Checks()
    checks.case('the test itself')
    checks.check(macros_in('int near; enum { IN };') == ['IN', 'near'], 'an identifier was not found')
    checks.check(macros_in('return std::min(a, b);') == ['min'], 'a function was not found')
    checks.check(macros_in('// far\n"near" #include <net/interface>\nint farther, interface_index, IN_OUT;') == [],
                 'another identifier was found')
    for header in headers_under(include):
        checks.case(header)
        for name in macros_in((include / header).read_text()):
            checks.check(False, f'has the identifier {name}, which is a macro of <windows.h>')
    checks.finish()


main()
