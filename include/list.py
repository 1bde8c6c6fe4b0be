#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prints the paths of the headers under a folder, one per line: list.py FOLDER"""

import pathlib
import sys

for header in sorted(pathlib.Path(sys.argv[1]).rglob('*.hpp')):
    print(header)
