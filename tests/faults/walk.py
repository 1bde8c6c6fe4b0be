#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Walks under all drivers at once, and adds up: walk.py LEAST PROGRAM DRIVER PROGRAM DRIVER ...

Each program is run for the driver that follows it. Fails where one of them does, and where they come to fewer points than LEAST."""

import os
import re
import subprocess
import sys

least, programs, drivers = int(sys.argv[1]), sys.argv[2::2], sys.argv[3::2]
# For another processor Meson names what runs its programs.
runner = os.environ.get('MESON_EXE_WRAPPER', '').split()
walks = [subprocess.Popen([*runner, program, '--section', driver], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
         for program, driver in zip(programs, drivers)]
points = 0
failed = False
for walk in walks:
    said = walk.communicate()[0]
    print(said, end='')
    points += sum(int(number) for number in re.findall(r'^[a-z ]+: (\d+) points$', said, re.M))
    failed |= walk.returncode != 0
print(f'figure: {points} points of failure walked')
if points < least:
    print(f'there were to be {least}')
sys.exit(failed or points < least)
