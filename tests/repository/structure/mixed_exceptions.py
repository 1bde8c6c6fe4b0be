#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that units with exceptions and units without can be linked into one program:
mixed_exceptions.py INCLUDE-FOLDER COMPILER

In each unit, `value()` of an error must do what the unit was compiled for, optimised or not, in
each order of linking."""

import itertools
import pathlib
import subprocess
import sys
import tempfile

from checks import Checks, Compiler

HERE = pathlib.Path(__file__).resolve().parent
UNITS = {'with': '-fexceptions', 'without': '-fno-exceptions'}


def main():
    include, compiler = sys.argv[1], Compiler(sys.argv[2])
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        def call(*options):
            done = subprocess.run([*compiler.command, *map(str, options)], text=True, capture_output=True)
            checks.check(done.returncode == 0, done.stderr)
            return options[-1]

        def compile_unit(unit, level):
            return call(UNITS[unit], level, '-I', include, '-c', HERE / 'value_of_an_error.cpp', '-o', pathlib.Path(folder, unit + level))

        checks.case('the units')
        main_unit = call('-fexceptions', '-O0', '-c', HERE / 'mixed_exceptions.cpp', '-o', pathlib.Path(folder, 'main_unit'))
        units = {(unit, level): compile_unit(unit, level) for unit in UNITS for level in ('-O0', '-O2')}
        for levels in itertools.product(('-O0', '-O2'), repeat=2):
            pair = [units[unit, level] for unit, level in zip(UNITS, levels)]
            for order in (pair, pair[::-1]):
                checks.case(' before '.join(unit.name for unit in order))
                program = call(main_unit, *order, '-o', pathlib.Path(folder, 'program'))
                done = subprocess.run([program], text=True, capture_output=True, timeout=60)
                checks.check(done.returncode == 0, done.stdout)
    checks.finish()


main()
