#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that errors compare equal in all shared objects of a program, even if their symbols are
hidden:
shared_objects.py INCLUDE-FOLDER COMPILER [OTHER]

Builds two shared objects, and a program that is linked to them, or loads them; optimised or not.
OTHER is another compiler for the second object."""

import functools
import pathlib
import subprocess
import sys
import tempfile

from checks import Checks, Compiler

HERE = pathlib.Path(__file__).resolve().parent
HIDDEN = ['-fvisibility=hidden', '-fvisibility-inlines-hidden']
SYMBOLIC = ['-Wl,-Bsymbolic']
# For each way, the options to compile and to link the objects.
WAYS = {
    'hidden': (['-O0', *HIDDEN], []),
    'hidden, optimized': (['-O2', *HIDDEN], []),
    'hidden, symbolic': (['-O0', *HIDDEN], SYMBOLIC),
    'inline functions hidden': (['-O0', '-fvisibility-inlines-hidden'], []),
    'visible': (['-O0'], []),
    'visible, symbolic': (['-O0'], SYMBOLIC),
}


def main():
    include, *compilers = sys.argv[1:]
    compilers = [Compiler(compiler) for compiler in compilers]
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        def call(compiler, *options):
            done = subprocess.run([*compiler.command, '-I', include, '-I', HERE.parents[1], *options], text=True, capture_output=True)
            checks.check(done.returncode == 0, done.stderr)

        def run(*command):
            done = subprocess.run(command, text=True, capture_output=True, timeout=60)
            checks.check(done.returncode == 0, done.stdout + done.stderr)

        @functools.cache
        def compiled(compiler, source, *options):
            """Compiles a source that includes the headers, once for all ways to link it."""
            output = pathlib.Path(folder, f'{len(list(pathlib.Path(folder).iterdir()))}.o')
            call(compiler, *options, '-c', HERE / source, '-o', output)
            return output

        program = pathlib.Path(folder, 'program')
        for way, (compiling, linking) in WAYS.items():
            checks.case(way)
            objects = {}
            for number, compiler in (('one', compilers[0]), ('two', compilers[-1])):
                objects[number] = pathlib.Path(folder, f'lib{number}.so')
                content = compiled(compiler, 'shared_object.cpp', *compiling, '-fPIC')
                call(compiler, *compiling, '-fPIC', '-shared', *linking, f'-DOBJECT=object_{number}', f'-DALONE="alone in {number}"',
                     HERE / 'shared_object_name.cpp', content, '-o', objects[number])
            main = compiled(compilers[0], 'shared_objects.cpp', *compiling)

            checks.case(f'{way}: linked')
            # The program refers to functions of the objects by weak symbols. For these, some
            # linkers leave out the objects.
            call(compilers[0], main, '-Wl,--no-as-needed', *objects.values(), f'-Wl,-rpath,{folder}', '-o', program)
            run(program, 'tables' if linking else 'one table')

            for exporting in ([], ['-rdynamic']):
                checks.case(f'{way}: loaded by a program that {"shows" if exporting else "does not show"} its symbols')
                call(compilers[0], *exporting, main, '-ldl', '-o', program)
                run(program, 'tables', *objects.values())
    checks.finish()


main()
