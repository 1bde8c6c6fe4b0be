# SPDX-License-Identifier: BSL-1.0
"""Shared by the scripts of this folder: counts checks, reads headers, and runs the compiler."""

import pathlib
import re
import shlex
import subprocess
import sys

COMMENT_OR_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


class Checks:
    """Counts cases. A case passes unless there is a complaint about it; complaints are printed."""

    def __init__(self):
        self.cases = {}

    def case(self, name):
        """Begins a case, to which the following checks belong."""
        self.current = self.cases.setdefault(name, [])

    def check(self, holds, complaint):
        if not holds:
            self.current.append(complaint)

    def finish(self):
        failed = [name for name, complaints in self.cases.items() if complaints]
        for name in failed:
            for complaint in self.cases[name]:
                print(f'{name}: {complaint}')
        print(f'{len(self.cases) - len(failed)} passed, {len(failed)} failed')
        sys.exit(1 if failed or not self.cases else 0)


SWITCH = 'TENON_WITH_EVERYTHING'


def separate_headers(include):
    """Returns the headers that tenon.hpp includes only if the SWITCH is defined: they take time
    to compile, and most programs do not use them."""
    switched = pathlib.Path(include, 'tenon.hpp').read_text().partition(f'#ifdef {SWITCH}\n')[2].partition('#endif')[0]
    return [name[1:-1] for name in includes_of(switched)]


def headers_under(include):
    """Returns the paths of the headers, as they are written in an #include."""
    return sorted(path.relative_to(include).as_posix() for path in pathlib.Path(include).rglob('*.hpp'))


def code_of(text):
    """Returns the text without comments and without string and character literals. Every line
    keeps its number."""
    return COMMENT_OR_TEXT.sub(lambda match: '\n' * match.group().count('\n'), text)


def includes_of(text):
    return re.findall(r'^\s*#\s*include\s*([<"][^>"]+[>"])', text, re.M)


class Compiler:
    """A compiler, given as one string `COMMAND [OPTION …]`."""

    STRICT = ['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Wshadow', '-Werror']

    def __init__(self, command):
        self.command = shlex.split(command) + ['-std=c++20']

    def run(self, options, source=''):
        return subprocess.run(self.command + options + ['-x', 'c++', '-'], input=source, text=True, capture_output=True)

    def accepts(self, source, options):
        """Returns an empty string if the source compiles without a warning, else the compiler's
        output."""
        done = self.run(['-fsyntax-only'] + self.STRICT + options, source)
        return '' if done.returncode == 0 and not done.stderr else done.stderr or 'the compiler failed'

    def macros(self, source, options):
        done = self.run(['-E', '-dM'] + options, source)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        return {line.split(maxsplit=2)[1].split('(')[0]: line for line in done.stdout.splitlines() if line.strip()}

    def dependencies(self, source, options):
        done = self.run(['-M'] + options, source)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        return done.stdout.replace('\\\n', ' ').split(':', 1)[1].split()
