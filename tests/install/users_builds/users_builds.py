#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that a user's build, which includes the headers by -I, has no warnings from them:
users_builds.py BUILD SOURCE-FOLDER COMPILER ...

BUILD is a key of BUILDS, or `self_test`, which checks that each build fails on code with several
kinds of warnings. A build whose flags change what a program does also builds the smoke test and
runs it."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'repository/structure'))

from checks import Checks, headers_under

HERE = pathlib.Path(__file__).resolve().parent

WARNINGS = {
    'gcc': ['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Wsign-conversion', '-Wshadow', '-Wold-style-cast', '-Wuseless-cast',
            '-Wzero-as-null-pointer-constant', '-Wsign-promo', '-Wswitch-default', '-Wnull-dereference', '-Wduplicated-cond',
            '-Wlogical-op'],
    # The table in README.md has the reason for each warning that is left out.
    'clang': ['-Weverything', '-Wno-c++98-compat', '-Wno-c++98-compat-pedantic', '-Wno-c++20-compat', '-Wno-c++20-extensions',
              '-Wno-padded', '-Wno-unsafe-buffer-usage', '-Wno-weak-vtables'],
}
# These flags do not depend on each other, so one build uses all of them.
DIALECT = ['-fno-char8_t', '-fshort-enums', '-funsigned-char']
# For each build and compiler: its flags, what is compiled, and whether the smoke test is run.
BUILDS = {
    'warnings': {'gcc': (['-std=c++20'], 'everything', False), 'clang': (['-std=c++20'], 'everything', False)},
    'examples': {'gcc': (['-std=c++20'], 'examples', False), 'clang': (['-std=c++20'], 'examples', False)},
    'dialect': {'gcc': (['-std=c++23', *DIALECT], 'everything', True), 'clang': (['-std=c++23', *DIALECT], 'everything', True)},
    'c++26': {'clang': (['-std=c++26'], 'everything', True)},
    # -Wnull-dereference and the checks of the C library need optimised code.
    'optimized': {'gcc': (['-std=c++20', '-O2', '-D_FORTIFY_SOURCE=3'], 'optimized', True),
                  'clang': (['-std=c++20', '-O2', '-D_FORTIFY_SOURCE=3'], 'smoke', False)},
    '32_bits': {'gcc': (['-std=c++20', '-D_TIME_BITS=64', '-D_FILE_OFFSET_BITS=64', '-static'], 'everything', True)},
    'link_time': {'gcc': (['-std=c++20'], 'units', False)},
}
# Code for which both compilers must print these warnings.
PLANTED = {
    '-Wold-style-cast': 'inline int whole(double number) { return (int)number; }',
    '-Wsign-conversion': 'inline unsigned positive(int number) { return number; }',
    '-Wzero-as-null-pointer-constant': 'inline int* nowhere() { return 0; }',
    '-Wswitch-default': 'inline int twice(int number) { switch (number) { case 1: return 2; } return 0; }',
}


class Skip(Exception):
    """Something that a build needs is missing."""


class Build:
    def __init__(self, name, source, command, folder):
        kind = 'clang' if b'clang' in subprocess.run([*command, '--version'], capture_output=True, check=True).stdout else 'gcc'
        self.is_gcc = kind == 'gcc'
        self.flags, self.subject, self.runs = BUILDS[name][kind]
        self.source, self.folder = source, folder
        self.command = self.compiler_of_32_bits(command) if name == '32_bits' else command
        self.warnings = [*WARNINGS[kind], '-Werror']

    def compiler_of_32_bits(self, command):
        """Returns the compiler with -m32 if it has the libraries, else Debian's cross compiler."""
        empty = pathlib.Path(self.folder, 'empty.cpp')
        empty.write_text('#include <string>\nint main() {}\n')
        for candidate in ([*command, '-m32'], ['i686-linux-gnu-g++']):
            if shutil.which(candidate[0]) and not self.ask(empty, '-static', '-o', empty.with_suffix(''), command=candidate):
                return candidate
        raise Skip('there are no libraries for 32 bits: neither g++-multilib nor g++-i686-linux-gnu is installed')

    def ask(self, *options, command=None):
        """Returns the compiler's output if it fails, else an empty string."""
        done = subprocess.run([*(command or self.command), *map(str, options)], text=True, capture_output=True)
        return (done.stderr or 'the compiler fails without a message') if done.returncode != 0 else ''

    def compile(self, file, *more):
        return self.ask(*self.flags, *self.warnings, '-pthread', *more, '-I', self.source / 'include', '-I', self.source / 'tests', '-I',
                        self.source / 'examples', '-I', self.folder, file)

    def everything(self, *more):
        headers = [f'#include <{header}>\n' for header in headers_under(self.source / 'include') if header != 'tenon/format.hpp']
        # Only if the standard library has std::format.
        headers += ['#ifdef __cpp_lib_format\n', '#include <tenon/format.hpp>\n', '#endif\n']
        pathlib.Path(self.folder, 'every_header.hpp').write_text('#include <version>\n' + ''.join(headers))
        return self.compile(HERE / 'everything_used.cpp', *(more or ['-fsyntax-only']))

    def optimized(self):
        return self.everything('-DOPTIMIZED', '-c', '-o', pathlib.Path(self.folder, 'optimized.o'))

    def examples(self):
        """Compiles all examples in one unit, which takes a quarter of the time: first everything
        that they include, then each in a namespace of its own. Examples with coroutines are in a
        second unit, because GCC warns of the code that it generates for any coroutine."""
        folder = self.source / 'examples'
        programs = [file for file in sorted(folder.glob('*.cpp')) if file.name != 'refused.cpp']  # It must not compile.
        loops = [file for file in programs if '#include <tenon/loops.hpp>' in file.read_text()]
        return (self.one_unit('examples.cpp', folder, [file for file in programs if file not in loops]) or
                self.one_unit('examples_of_loops.cpp', folder, loops,
                              *(['-Wno-switch-default', '-Wno-zero-as-null-pointer-constant'] if self.is_gcc else [])))

    def one_unit(self, name, folder, programs, *more):
        lines = [line for file in [*programs, *folder.glob('*.hpp')] for line in file.read_text().splitlines()]
        included = sorted({line for line in lines if line.startswith('#include')}, key=lambda line: ('"' in line, line))
        unit = pathlib.Path(self.folder, name)
        unit.write_text('\n'.join(included) + ''.join(
            # In a namespace, main is an ordinary function, for which Clang requires a declaration.
            f'\nnamespace {file.stem} {{\nint main();\nint main(int, char**);\n#include "{file.name}"\n}}' for file in programs) + '\n')
        return self.compile(unit, '-fsyntax-only', *more)

    def units(self):
        """Builds one program from two units in two dialects, with link-time optimisation, whose
        warnings compare the two (-Wodr)."""
        dialects = {'first_unit': ['-O2'], 'second_unit': ['-O1', '-std=c++23', '-fno-char8_t']}
        objects = {name: pathlib.Path(self.folder, name + '.o') for name in dialects}
        said = [self.compile(self.source / 'tests/repository/structure' / (name + '.cpp'), *dialect, '-flto', '-c', '-o', objects[name])
                for name, dialect in dialects.items()]
        program = pathlib.Path(self.folder, 'program')
        said.append(self.ask('-O2', '-flto=1', '-Wodr', '-Wlto-type-mismatch', '-Werror', *objects.values(), '-o', program))
        return ''.join(said) or self.run(program)

    def smoke(self):
        program = pathlib.Path(self.folder, 'smoke')
        return self.compile(self.source / 'tests/install/smoke/smoke.cpp', '-o', program) or self.run(program)

    @staticmethod
    def run(program):
        done = subprocess.run([program], text=True, capture_output=True, timeout=60)
        return f'{program.name} ends with {done.returncode}: {done.stdout}{done.stderr}' if done.returncode != 0 else ''


def self_test(checks, source, command, folder):
    pathlib.Path(folder, 'planted.hpp').write_text('#pragma once\n' + '\n'.join(PLANTED.values()) + '\n')
    wrong, right = pathlib.Path(folder, 'wrong.cpp'), pathlib.Path(folder, 'right.cpp')
    wrong.write_text('#include <planted.hpp>\nint main() {}\n')
    right.write_text('int main() {}\n')
    for name in BUILDS:
        try:
            build = Build(name, source, command, folder)
        except (KeyError, Skip):  # Not a build for this compiler, or something is missing.
            continue
        checks.case(f'a warning in the build {name}')
        said = build.compile(wrong, '-fsyntax-only')
        for warning in PLANTED:
            checks.check(f'-Werror={warning[2:]}' in said or f'-Werror,{warning}' in said, f'{warning} is not reported: {said}')
        control = build.compile(right, '-fsyntax-only')
        checks.check(not control, control)
    checks.case('the warnings that README.md leaves out')
    rows = re.findall(r'^\| `(-Wno-[^`]*)`', (source / 'README.md').read_text(), re.M)
    left_out = [flag for row in rows for flag in row.split()]
    checks.check(left_out == WARNINGS['clang'][1:], f'README.md leaves out {left_out}, and the builds leave out {WARNINGS["clang"][1:]}')


def main():
    name, source, command = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        if name == 'self_test':
            self_test(checks, source, command, folder)
        else:
            try:
                build = Build(name, source, command, folder)
            except Skip as reason:
                print(f'SKIPPED: {name}: {reason}')
                sys.exit(77)
            checks.case(build.subject)
            said = getattr(build, build.subject)()
            checks.check(not said, said)
            if build.runs:
                checks.case('smoke')
                said = build.smoke()
                checks.check(not said, said)
    checks.finish()


main()
