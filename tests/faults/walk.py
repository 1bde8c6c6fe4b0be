#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Walks under all drivers at once, and adds up: walk.py LEAST PROGRAM ...

Fails where one of the programs does, and where they come to fewer points than LEAST."""

import os
import re
import subprocess
import sys

least, programs = int(sys.argv[1]), sys.argv[2:]
# For another processor Meson names what runs its programs.
runner = os.environ.get('MESON_EXE_WRAPPER', '').split()
walks = [subprocess.Popen([*runner, program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for program in programs]
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
