#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that every header compiles alone, without a warning, and if it is included twice:
headers_alone.py INCLUDE-FOLDER COMPILER

This takes only a third as many compilations as there are headers. If B includes A, and
everything that A includes, then a source that includes A and then B checks both: before the text
of B, the same headers have been included as if B were alone. So the headers are ordered into
chains, and each chain is compiled as one source. Diagnostics that a compiler prints only at the
end, such as that of an inline function that is called but not defined, are checked only for the
last header of a chain."""

import concurrent.futures
import functools
import pathlib
import re
import sys

from checks import Checks, Compiler, headers_under

INCLUDE = re.compile(r'#\s*include\s*<([^>]+\.hpp)>')


def includes_in(text):
    """Returns the headers of tenon that a text always includes, and these with those under an
    #if."""
    always, perhaps, depth = set(), set(), 0
    for line in map(str.strip, text.splitlines()):
        if re.match(r'#\s*if', line):
            depth += 1
        elif re.match(r'#\s*endif', line):
            depth -= 1
        elif found := INCLUDE.match(line):
            (perhaps if depth else always).add(found.group(1))
    return always, always | perhaps


class Tree:
    def __init__(self, texts):
        self.includes = {header: includes_in(text) for header, text in texts.items()}

    def reached(self, header, kind):
        """Returns a header and everything that it includes: always (kind 0), or possibly (kind
        1)."""
        found, left = set(), [header]
        while left:
            header = left.pop()
            if header not in found:
                found.add(header)
                left += self.includes.get(header, (set(), set()))[kind]
        return found

    @functools.cached_property
    def chains(self):
        always = {header: self.reached(header, 0) for header in self.includes}
        perhaps = {header: self.reached(header, 1) for header in self.includes}
        made = []
        # A header reaches more headers than any header that it includes, so it comes later in this
        # order.
        for header in sorted(always, key=lambda each: (len(always[each]), each)):
            fitting = [chain for chain in made if perhaps[chain[-1]] < always[header]]
            if fitting:
                max(fitting, key=lambda chain: len(perhaps[chain[-1]])).append(header)
            else:
                made.append([header])
        return made


def main():
    include, compiler = sys.argv[1], Compiler(sys.argv[2])

    def complaint_about(headers):
        source = ''.join(f'#include <{header}>\n#include <{header}>\n' for header in headers)
        return compiler.accepts(f'{source}int main() {{}}\n', ['-I', include])

    checks = Checks()
    checks.case('the test itself')
    checks.check(compiler.accepts('#include <no/such/header.hpp>\n', ['-I', include]), 'a header that does not exist compiles')
    checks.check(compiler.accepts('int f(long x) { return x; }\n', []), 'a narrowing conversion passes without a warning')
    small = {'a.hpp': '', 'b.hpp': '#include <a.hpp>', 'c.hpp': '#include <b.hpp>', 'd.hpp': '#if X\n#include <c.hpp>\n#endif\n#include <a.hpp>',
             'e.hpp': '#include <d.hpp>\n#include <b.hpp>'}
    found = Tree(small).chains
    checks.check(found == [['a.hpp', 'b.hpp', 'c.hpp'], ['d.hpp'], ['e.hpp']], f'wrong chains: {found}')

    chains = Tree({header: pathlib.Path(include, header).read_text() for header in headers_under(include)}).chains
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for chain, complaint in zip(chains, pool.map(complaint_about, chains)):
            # An error in one header makes the whole chain fail, so each is compiled alone to find
            # it.
            alone = {header: complaint_about([header]) for header in chain} if complaint else {}
            for header in chain:
                checks.case(header)
                checks.check(not alone.get(header), alone.get(header))
            checks.check(not complaint or any(alone.values()), complaint)
    checks.finish()


main()
