#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the walk under all drivers at once, and adds up the points of failure:
walk.py LEAST PROGRAM DRIVER PROGRAM DRIVER ...

Runs each program for the driver that follows it. Fails if one of them fails, or if there are
fewer points than LEAST in total."""

import os
import re
import subprocess
import sys

least, programs, drivers = int(sys.argv[1]), sys.argv[2::2], sys.argv[3::2]
# For another processor, Meson names the program that runs the tests in this variable.
runner = os.environ.get('MESON_EXE_WRAPPER', '').split()
walks = [subprocess.Popen([*runner, program, '--section', driver], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
         for program, driver in zip(programs, drivers)]
points = 0
failed = False
for walk in walks:
    output = walk.communicate()[0]
    print(output, end='')
    points += sum(int(number) for number in re.findall(r'^[a-z ]+: (\d+) points$', output, re.M))
    failed |= walk.returncode != 0
print(f'figure: {points} points of failure walked')
if points < least:
    print(f'at least {least} are expected')
sys.exit(failed or points < least)
