#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles and runs the programs that docs/why.md compares, and checks that each ends as its first
comment states:

    comparison.py [--library LIBRARY] INCLUDE COMPILER [OPTION ...]

A program is a file of this folder, MISTAKE_LIBRARY.cpp or .rs. The lines of its first comment:

    // compiles: yes                      without a warning (-Wall -Wextra)
    // compiles: with a warning: WORDS    the warning contains the words
    // compiles: no: WORDS                an error contains the words; the lines below are missing
    // ends: exit status 1                or the name of a signal
    // prints: TEXT                       a line of the output; there can be several, or none

The programs of a library that is not installed are skipped; if none is left, the exit status is
77. The statements are about the versions in
LIBRARIES: if another version behaves differently, that is printed as skipped and is no failure.
"""

import argparse
import dataclasses
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
STATEMENT = re.compile(r'^// (compiles|ends|prints): (.*)$', re.M)
CRATES = pathlib.Path('/usr/share/cargo/registry')
# Debian's crate libc finds out with its build script which features of the language rustc has. This
# one has them all.
LIBC_FEATURES = ('priv_mod_use', 'union', 'const_size_of', 'align', 'int128', 'core_cvoid', 'packedN', 'cfg_target_vendor')


@dataclasses.dataclass
class Library:
    name: str
    version: str  # that the page and the programs describe; empty if they do not depend on it
    header: str = ''
    macros: str = ''  # expand to the version
    link: tuple = ()


LIBRARIES = {
    'tenon': Library('tenon', ''),
    'asio': Library('Asio', '1.22', 'asio/version.hpp', 'ASIO_VERSION'),
    'poco': Library('POCO', '1.11', 'Poco/Version.h', 'POCO_VERSION', ('-lPocoNet', '-lPocoFoundation')),
    'libuv': Library('libuv', '1.44', 'uv/version.h', 'UV_VERSION_MAJOR.UV_VERSION_MINOR', ('-luv',)),
    'std': Library('std of Rust', ''),
    'socket2': Library('socket2', '0.4'),
}


def run(command, **more):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, encoding='utf-8', errors='replace',
                          env={**os.environ, 'LC_ALL': 'C.UTF-8'}, timeout=120, check=False, **more)


class Program:
    def __init__(self, path):
        self.path = path
        self.library = path.stem.rpartition('_')[2]
        comment = re.match(r'(?://.*\n|\n)+', path.read_text(encoding='utf-8'))[0]
        self.stated = {'compiles': [], 'ends': [], 'prints': []}
        for what, words in STATEMENT.findall(comment):
            self.stated[what].append(words)

    def is_complete(self):
        compiles, ends, prints = self.stated.values()
        refused = bool(compiles) and compiles[0].startswith('no: ')
        return len(compiles) == 1 and (not ends + prints if refused else len(ends) == 1)

    def differences(self, builder):
        """Yields how the program differs from its statements."""
        executable = builder.folder / self.path.stem
        done = run(builder.command(self, executable))
        printed = done.stdout + done.stderr
        how, _, words = self.stated['compiles'][0].partition(': ')
        compiled = 'no' if done.returncode else 'with a warning' if printed else 'yes'
        if compiled != how or words not in printed:
            yield f'compiles: {compiled}\n{printed}'
        if done.returncode:
            return
        done = run([str(executable)])
        ended = f'exit status {done.returncode}' if done.returncode >= 0 else signal.Signals(-done.returncode).name
        if [ended] != self.stated['ends']:
            yield f'ends: {ended}\n{done.stderr}'
        if done.stdout.splitlines() != self.stated['prints']:
            yield f'prints: {done.stdout}'


class Builder:
    """Finds the libraries, and knows how to compile a program of each."""

    def __init__(self, folder, include, compiler):
        self.folder = folder
        self.cpp = [*compiler, '-std=c++20', '-O0', '-Wall', '-Wextra', '-pthread', f'-I{include}']
        self.is_clang = 'clang' in run([*compiler, '--version']).stdout
        self.rust = [shutil.which('rustc') or 'rustc', '--edition', '2021', '-L', str(folder)]
        self.precompiled = {}

    # The version of a library, or an empty string if it is not installed.

    def version(self, key):
        library = LIBRARIES[key]
        if library.header:
            source = self.folder / f'version_{key}.cpp'
            source.write_text(f'#include <{library.header}>\n{library.macros}\n')
            done = run([*self.cpp, '-E', '-P', str(source)])
            return self.readable(key, done.stdout.splitlines()[-1]) if done.returncode == 0 else ''
        if key == 'std':
            done = run([self.rust[0], '--version']) if shutil.which('rustc') else None
            return done.stdout.split()[1] if done and done.returncode == 0 else ''
        if key == 'socket2':
            found = re.search(r'socket2-(\S+)$', self.crate('socket2'))
            return found[1] if found and self.crate('libc') and self.version('std') else ''
        return 'here'

    @staticmethod
    def readable(key, macros):
        if key == 'asio':  # 102201 is 1.22.1.
            number = int(macros)
            return f'{number // 100000}.{number // 100 % 1000}.{number % 100}'
        if key == 'poco':  # 0x010B0000 is 1.11.0.
            return '.'.join(map(str, int(macros, 16).to_bytes(4, 'big')[:3]))
        return macros.replace(' ', '')

    @staticmethod
    def crate(name):
        return next((str(path) for path in sorted(CRATES.glob(f'{name}-[0-9]*'))), '')

    # What is compiled once for all programs of a library.

    def prepare(self, key, programs):
        if key == 'socket2':
            features = [word for feature in LIBC_FEATURES for word in ('--cfg', f'libc_{feature}')]
            self.make_crate('libc', '2015', ['--cfg', 'feature="std"', *features])
            self.make_crate('socket2', '2018', ['--cfg', 'feature="all"', '--extern', f'libc={self.folder}/liblibc.rlib'])
        elif key != 'std':
            self.precompile(key, programs)

    def make_crate(self, name, edition, options):
        done = run([self.rust[0], '--edition', edition, '-L', str(self.folder), '--crate-type', 'rlib', '--crate-name', name,
                    '--cap-lints', 'allow', *options, '-o', str(self.folder / f'lib{name}.rlib'), f'{self.crate(name)}/src/lib.rs'])
        if done.returncode:
            raise SystemExit(f'{name} does not compile\n{done.stderr}')

    def precompile(self, key, programs):
        """Compiles the headers that the programs of a library include."""
        lines = {line for program in programs for line in program.path.read_text().splitlines() if line.startswith('#include')}
        header = self.folder / f'{key}.hpp'
        header.write_text('\n'.join(sorted(lines)) + '\n')
        output = self.folder / (f'{key}.pch' if self.is_clang else f'{key}.hpp.gch')
        done = run([*self.cpp, '-x', 'c++-header', str(header), '-o', str(output)])
        if done.returncode:
            raise SystemExit(f'the headers of {key} do not compile\n{done.stderr}')
        self.precompiled[key] = ['-include-pch', str(output)] if self.is_clang else ['-include', str(header)]

    def command(self, program, executable):
        if program.path.suffix == '.rs':
            extern = ['--extern', f'socket2={self.folder}/libsocket2.rlib'] if program.library == 'socket2' else []
            return [*self.rust, *extern, str(program.path), '-o', str(executable)]
        return [*self.cpp, *self.precompiled.get(program.library, []), str(program.path), '-o', str(executable),
                *LIBRARIES[program.library].link]


def compare(programs, key, builder):
    """Compiles and runs the programs of one library. Returns how many are as stated, and how many
    are not."""
    library = LIBRARIES[key]
    version = builder.version(key)
    if not version:
        print(f'SKIPPED: comparison: {library.name} is not installed ({len(programs)} programs)')
        return 0, 0
    builder.prepare(key, programs)
    passed = failed = 0
    for program in programs:
        wrong = list(program.differences(builder)) if program.is_complete() else ['the first comment is not complete']
        if not wrong:
            passed += 1
            print(f'{program.path.name}: as stated ({library.name} {version})')
        elif version.startswith(library.version):
            failed += 1
            print(f'{program.path.name}: NOT as stated ({library.name} {version})', *wrong, sep='\n')
        else:
            print(f'SKIPPED: comparison: {program.path.name} describes {library.name} {library.version}; {version} differs',
                  *wrong, sep='\n')
    return passed, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--library', choices=LIBRARIES, help='only its programs')
    parser.add_argument('--folder', type=pathlib.Path, default=HERE, help='where the programs are')
    parser.add_argument('include', type=pathlib.Path)
    parser.add_argument('compiler', nargs=argparse.REMAINDER)
    given = parser.parse_args()

    programs = [Program(path) for path in sorted(given.folder.iterdir()) if path.suffix in ('.cpp', '.rs')]
    passed = failed = 0
    for program in programs:
        if program.library not in LIBRARIES:
            failed += 1
            print(f'{program.path.name}: NOT of a known library')
    with tempfile.TemporaryDirectory() as folder:
        builder = Builder(pathlib.Path(folder), given.include.resolve(), given.compiler)
        for key in [given.library] if given.library else LIBRARIES:
            of_library = [program for program in programs if program.library == key]
            if of_library:
                one = compare(of_library, key, builder)
                passed, failed = passed + one[0], failed + one[1]
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0 if passed else 77


if __name__ == '__main__':
    sys.exit(main())
