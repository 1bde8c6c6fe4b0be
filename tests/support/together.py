#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Joins the files of a test program into fewer units: together.py FILE ... --to UNIT ...

Templates that several files instantiate are then compiled once, and headers that they include
are read once. The files are divided among the units in their order, about equally many to each.
A unit begins with the #include lines of its files. Then comes the text of each file in a
namespace of its own, so that names of one file are not visible in another. Macros of a file are
undefined after it. #line makes the compiler and Catch2 name the original files.

A file cannot be put into a namespace if it opens a named namespace, defines or specialises
something by a qualified name, or defines main. Such files come last, unchanged; if two of them
use one name for different things, the unit does not compile. A file with an #include after other
lines is refused."""

import pathlib
import re
import sys

# Lines that keep a file out of a namespace. They begin at the margin, as clang-format writes them.
OUTSIDE = re.compile(r'^(namespace [\w:]+ \{'
                     r'|(template <.*>\n)?(struct|class) \w+::'
                     r'|template <>\n[^("]*\b\w+::\w+(<[^()"]*>)?\('
                     r'|[a-z][^("\n]* \w+::\w+(<[^()"]*>)?\([^\n]*\{$'
                     r'|int main\()', re.MULTILINE)
INCLUDE = re.compile(r'# *include\b')
BESIDE = re.compile(r'# *include "(.*)"')
CONDITION = re.compile(r'# *(if|ifdef|ifndef)\b')
END = re.compile(r'# *endif\b')


# Because of #line, GCC takes no line for one of the main file. Only there it does not warn of
# classes with members of types without linkage.
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
        """Returns the #include lines at the beginning, with the #if lines around them, and
        replaces them by empty lines."""
        included, begun = [], None  # `begun`: the line of an open #if
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
                break  # If an #if contains other lines, it stays.
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
    """Divides the files into `count` lists of about the same length."""
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
            # An unchanged unit is not written, so that it is not compiled again.
            if not target.is_file() or target.read_text(encoding='utf-8') != text:
                target.write_text(text, encoding='utf-8')
    except Refused as why:
        sys.exit(f'{sys.argv[0]}: {why}')


if __name__ == '__main__':
    main()
