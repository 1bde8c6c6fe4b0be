#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that README.md and found.py have the same build files:
shown.py SOURCE-FOLDER

Each block of CMake and of Meson in README.md must be a build file of a folder here, and each of
these build files must be a block of README.md. README.md omits the lines that every project of
CMake has."""

import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / 'repository' / folder) for folder in ('structure', 'documents')]

import markdown
from checks import Checks

# The folders that found.py builds; the others hold what no user writes.
BUILT = ('cmake', 'fetch_content', 'add_subdirectory', 'cmake_module', 'meson_dependency', 'meson_subproject')
OF_EVERY_PROJECT = ('cmake_minimum_required(', 'project(server CXX)')


def build_files():
    """Returns the texts of the build files by their paths, without the lines of every project."""
    files = [file for way in BUILT for file in sorted((HERE / way).rglob('*')) if file.is_file() and file.suffix != '.cpp']
    return {file.relative_to(HERE).as_posix():
            ''.join(line for line in file.read_text().splitlines(keepends=True) if not line.startswith(OF_EVERY_PROJECT))
            for file in files}


def main():
    blocks, _ = markdown.read((pathlib.Path(sys.argv[1]) / 'README.md').read_text(encoding='utf-8'))
    built = build_files()
    checks = Checks()
    for path, text in built.items():
        checks.case(path)
        checks.check(text in [block.text for block in blocks], f'README.md does not show\n{text}')
    for block in blocks:
        if block.kind in ('cmake', 'meson'):
            checks.case(f'README.md:{block.line}')
            checks.check(block.text in built.values(), f'no folder of found.py has\n{block.text}')
    checks.finish()


main()
