#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""That errors are the same in all shared objects of a program whose symbols are hidden: shared_objects.py INCLUDE-FOLDER COMPILER [OTHER]

Two objects and a program that is linked to them, or loads them; optimized or not. OTHER compiles the second object, if it is given."""

import itertools
import pathlib
import subprocess
import sys
import tempfile

from checks import Checks, Compiler

HERE = pathlib.Path(__file__).resolve().parent
HIDDEN = ['-fvisibility=hidden', '-fvisibility-inlines-hidden']
SYMBOLIC = ['-Wl,-Bsymbolic']
# How the objects are compiled, and how they are linked.
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
            done = subprocess.run([*compiler.command, '-I', include, '-I', HERE.parent, *options], text=True, capture_output=True)
            checks.check(done.returncode == 0, done.stderr)

        def run(*command):
            done = subprocess.run(command, text=True, capture_output=True, timeout=60)
            checks.check(done.returncode == 0, done.stdout + done.stderr)

        program = pathlib.Path(folder, 'program')
        source = HERE / 'shared_objects.cpp'
        for way, (compiling, linking) in WAYS.items():
            checks.case(way)
            objects = {}
            for number, compiler in (('one', compilers[0]), ('two', compilers[-1])):
                objects[number] = pathlib.Path(folder, f'lib{number}.so')
                call(compiler, *compiling, '-fPIC', '-shared', *linking, f'-DOBJECT=object_{number}', f'-DALONE="alone in {number}"',
                     HERE / 'shared_object.cpp', '-o', objects[number])

            checks.case(f'{way}: linked')
            one_table = [] if linking else ['-DHAS_ONE_TABLE']
            call(compilers[0], *compiling, '-DLINKED', *one_table, source, *objects.values(), f'-Wl,-rpath,{folder}', '-o', program)
            run(program)

            loading = program.with_suffix('.o')
            call(compilers[0], *compiling, '-c', source, '-o', loading)
            for exporting in ([], ['-rdynamic']):
                checks.case(f'{way}: loaded by a program that {"shows" if exporting else "does not show"} its symbols')
                call(compilers[0], *exporting, loading, '-ldl', '-o', program)
                run(program, *objects.values())
    checks.finish()


main()
