#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Folds tenon.hpp and all headers that it includes into one file:
fold.py [--module] tenon.hpp OUTPUT

The file is a header; with --module, it is the interface of the module `tenon`. The module
exports everything that the header declares if TENON_WITH_EVERYTHING is defined, except the
namespace `tenon::detail`."""

import argparse
import pathlib
import re

LICENCE = '// SPDX-License-Identifier: BSL-1.0'
OWN = re.compile(r'#include <(tenon/[^>]+)>')
OTHER = re.compile(r'#include <([^>]+)>')
CONDITION = re.compile(r'\s*#\s*(if|el|endif)')
SWITCH = '#ifdef TENON_WITH_EVERYTHING'

MODULE = '''
// The module `tenon`. It exports the declarations of the header, and no macro. The system's headers
// come first, outside of the module. Exported names have the same linkage as those of the header, so
// that one file of a program may import the module and another may include the header.
module;

{system}

export module tenon;

export extern "C++" {{

{body}

}}  // export extern "C++"
'''


class Folded:
    """The lines of a header. The first #include of each header of tenon is replaced by that
    header."""

    def __init__(self, header, switched_on=False):
        self.lines = []
        self.root = header.parent
        self.seen = set()
        # For each open #if, the headers seen before its branch: a header that was seen in the
        # branch must be included again after it.
        self.outside = []
        self.under_condition = set()
        self.take(header, switched_on)

    def take(self, path, switched_on=False):
        text = path.read_text()
        if switched_on:
            text = re.sub(rf'(?://[^\n]*\n)*{SWITCH}\n(.*?)#endif\n', r'\1', text, flags=re.DOTALL)
        for line in text.splitlines():
            if line == '#pragma once' or line.startswith('// SPDX-License-Identifier'):
                continue
            condition = CONDITION.match(line)
            if condition:
                self.step(condition.group(1))
            own, other = OWN.fullmatch(line), OTHER.fullmatch(line)
            name = (own or other).group(1) if own or other else None
            if name in self.seen:
                continue
            if name:
                self.seen.add(name)
            if own:
                if name in self.under_condition:
                    raise SystemExit(f'{path}: {line}, which has been folded under a condition before')
                if self.outside:
                    self.under_condition.add(name)
                self.take(self.root / name)
            # If lines between two blank lines are left out, one blank line remains.
            elif line or (self.lines and self.lines[-1]):
                self.lines.append(line)

    def step(self, condition):
        """Enters or leaves a branch of an #if."""
        if condition != 'if':
            self.seen = self.outside.pop()
        if condition != 'endif':
            self.outside.append(set(self.seen))


def system_headers(lines):
    """Returns the #include lines of system headers, with the #if lines around them."""
    kept, begins = [], []
    for line in lines:
        condition = CONDITION.match(line)
        if condition or OTHER.fullmatch(line):
            kept.append(line.strip())
        if condition and condition.group(1) == 'if':
            begins.append(len(kept) - 1)
        elif condition and condition.group(1) == 'endif':
            begin = begins.pop()
            if not any(map(OTHER.fullmatch, kept[begin:])):
                del kept[begin:]
    return kept


def without_system_headers(lines):
    kept = []
    for line in lines:
        if not OTHER.fullmatch(line) and (line or (kept and kept[-1])):
            kept.append(line)
    return kept


NAMESPACE = ['namespace tenon {', 'inline namespace v0 {']
END_OF_NAMESPACE = ['}  // namespace v0', '}  // namespace tenon']


def without_detail(lines):
    """Returns the body of the module. It ends the exported block before each `namespace detail`,
    and begins it again after it."""
    kept = []
    for line in lines:
        if line == 'namespace detail {':
            kept += [*END_OF_NAMESPACE, '}  // export extern "C++"', '', 'extern "C++" {', *NAMESPACE]
        kept.append(line)
        if line == '}  // namespace detail':
            kept += [*END_OF_NAMESPACE, '}  // extern "C++"', '', 'export extern "C++" {', *NAMESPACE]
    return kept


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--module', action='store_true')
    parser.add_argument('header', type=pathlib.Path)
    parser.add_argument('output', type=pathlib.Path)
    given = parser.parse_args()

    lines = Folded(given.header, switched_on=given.module).lines
    if given.module:
        text = LICENCE + MODULE.format(system='\n'.join(system_headers(lines)),
                                       body='\n'.join(without_detail(without_system_headers(lines))).strip())
    else:
        text = '\n'.join([LICENCE, '#pragma once', '', *lines])
    given.output.write_text(text.rstrip() + '\n')


main()
