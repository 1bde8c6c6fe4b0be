#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes the files of a test program as few: together.py FILE ... --to UNIT ...

What several files instantiate alike is then compiled once, and what they include is read once. The files go to the units in their order,
as many to each. A unit begins with what its files include. Then comes the text of each file, in a namespace of its own, so that the names
of one are not seen in another; a macro ends with its file. By #line the compiler and Catch2 name the files that a person wrote.

A file that opens a namespace with a name, defines or specialises what has a qualified name, or has main, cannot stand in another
namespace. Such files come last, as they are; if two of them use a name in two ways, the unit does not compile. A file is refused if it
includes something after other lines."""

import pathlib
import re
import sys

# What keeps a file out of a namespace: at the beginning of a line, as clang-format has it.
OUTSIDE = re.compile(r'^(namespace [\w:]+ \{'
                     r'|(template <.*>\n)?(struct|class) \w+::'
                     r'|template <>\n[^("]*\b\w+::\w+(<[^()"]*>)?\('
                     r'|[a-z][^("\n]* \w+::\w+(<[^()"]*>)?\([^\n]*\{$'
                     r'|int main\()', re.MULTILINE)
INCLUDE = re.compile(r'# *include\b')
BESIDE = re.compile(r'# *include "(.*)"')
CONDITION = re.compile(r'# *(if|ifdef|ifndef)\b')
END = re.compile(r'# *endif\b')


# GCC takes none of these lines for the main file's, where alone a class of other files may hold what has no linkage.
LINKAGE = '''#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wsubobject-linkage"
#endif'''


class Refused(Exception):
    pass


class File:
    def __init__(self, name):
        self.path = pathlib.Path(name)
        self.lines = self.path.read_text(encoding='utf-8').splitlines()
        self.included = self.take_includes()
        text = '\n'.join(self.lines)
        self.macros = re.findall(r'^# *define (\w+)', text, re.MULTILINE)
        self.stands_outside = OUTSIDE.search(text) is not None

    def take_includes(self):
        """The lines at the beginning that include; with the conditions under which they do. Empty ones take their place."""
        included, begun = [], None  # the line of the condition
        for number, line in enumerate(self.lines):
            if begun is None and (not line.strip() or line.startswith('//')):
                continue
            if begun is None and CONDITION.match(line):
                begun = number
            elif begun is not None and END.match(line):
                included.append('\n'.join(self.lines[begun:number + 1]))
                self.lines[begun:number + 1] = [''] * (number + 1 - begun)
                begun = None
            elif begun is None and INCLUDE.match(line):
                included.append(BESIDE.sub(self.beside, line))
                self.lines[number] = ''
            elif not INCLUDE.match(line):
                break  # Also a condition of something else: it stays.
        for number, line in enumerate(self.lines, 1):
            if INCLUDE.match(line):
                raise Refused(f'{self.path}:{number}: includes after its beginning')
        return included

    def beside(self, found):
        path = self.path.parent / found.group(1)
        return f'#include "{path.resolve()}"' if path.is_file() else found.group()

    def written(self):
        text = [f'#line 1 "{self.path}"', *self.lines]
        if not self.stands_outside:
            text = [f'namespace of_{self.path.stem} {{', *text, '}']
        return text + [f'#undef {macro}' for macro in self.macros]


def divided(files, count):
    """As many lists, of about as many files each."""
    ends = [len(files) * number // count for number in range(count + 1)]
    return [files[begin:end] for begin, end in zip(ends, ends[1:])]


def unit_of(files):
    twice = {file.path.stem for file in files if sum(other.path.stem == file.path.stem for other in files) > 1}
    if not files or twice:
        raise Refused(f'two files are called {", ".join(sorted(twice))}' if twice else 'there are more units than files')
    included = list(dict.fromkeys(line for file in files for line in file.included))
    inside = [file for file in files if not file.stands_outside]
    outside = [file for file in files if file.stands_outside]
    return '\n'.join([LINKAGE, *included] + [line for file in inside + outside for line in file.written()]) + '\n'


def main():
    at = sys.argv.index('--to')
    try:
        files, units = [File(name) for name in sys.argv[1:at]], sys.argv[at + 1:]
        for unit, part in zip(units, divided(files, len(units))):
            target, text = pathlib.Path(unit), unit_of(part)
            # One that stays as it was is not compiled again.
            if not target.is_file() or target.read_text(encoding='utf-8') != text:
                target.write_text(text, encoding='utf-8')
    except Refused as why:
        sys.exit(f'{sys.argv[0]}: {why}')


if __name__ == '__main__':
    main()
