#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that no name of tenon is also a name of a system header that it includes, so that
`using namespace tenon` is unambiguous.

    global_names.py INCLUDE-FOLDER COMPILER

After the system headers, each name is declared as a global namespace. A name that is taken, also
by a macro, does not compile. The names are found by reading the headers; a case of its own
checks that this finds them."""

import pathlib
import sys

from checks import Checks, Compiler, headers_under, includes_of
from names import names_in


def main():
    include, compiler = pathlib.Path(sys.argv[1]), Compiler(sys.argv[2])
    texts = [(include / header).read_text() for header in headers_under(include)]
    systems = sorted({name for text in texts for name in includes_of(text) if not name.startswith('<tenon')})
    names = sorted(set().union(*(names_in(text) for text in texts)))
    # The standard library may lack a header, such as <format>.
    prologue = ''.join(f'#if __has_include({name})\n#include {name}\n#endif\n' for name in systems)

    def free(name):
        return not compiler.accepts(f'{prologue}namespace {name} {{}}\n', [])

    checks = Checks()
    checks.case('the names')
    for name in ('tcp', 'ipv4', 'unix_domain', 'stream', 'errc', 'result', 'options', 'os', 'may_accept', 'is_result', 'opened'):
        checks.check(name in names, f'{name} was not found')
    checks.check('endpoint_type' not in names and 'no_delay' not in names, 'names of inner scopes were found')
    checks.case('the test itself')
    for taken in ('linger', 'sockaddr', 'socket', 'poll', 'EINVAL', 'uint8_t'):
        checks.check(not free(taken), f'{taken} is reported as free')

    checks.case(f'{len(names)} names')
    together = ''.join(f'namespace {name} {{}}\n' for name in names)
    if compiler.accepts(prologue + together, []):
        for name in names:
            checks.check(free(name), f'{name} is a name of the system too')
    checks.finish()


main()
