#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that a test program that has skipped a test exits with Meson's status for that, and
that a test without an assertion fails:
skipping.py PROGRAM"""

import subprocess
import sys

from checks import Checks

SKIPPED = 77  # Meson's status for a skipped test. To Catch2, it would be a number of failed tests.


def main():
    checks = Checks()

    def ends(tests, wanted):
        done = subprocess.run([sys.argv[1], tests], text=True, capture_output=True)
        checks.case(tests)
        checks.check(wanted(done.returncode), f'the exit status is {done.returncode}')
        return done.stdout

    ends('passes', lambda status: status == 0)
    said = ends('cannot run here', lambda status: status == SKIPPED)
    checks.check('SKIPPED: cannot run here: there is no such machine\n' in said, f'does not print the test and the reason: {said}')
    ends('passes,cannot run here', lambda status: status == SKIPPED)
    ends('asserts nothing', lambda status: status not in (0, SKIPPED))
    ends('cannot run here,asserts nothing', lambda status: status not in (0, SKIPPED))
    checks.finish()


main()
