#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Executes the commands of README.md: commands.py MESON SOURCE-FOLDER COMPILER

The lines of the blocks of sh are executed in the order of README.md, in one folder that has the
sources as `tenon`, and the program that the text names as `server.cpp`. `c++` is the COMPILER. What
the commands install goes below that folder. ELSEWHERE has the lines that are not executed here."""

import os
import pathlib
import shlex
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / 'repository/documents'))

import markdown
from installing import Failed, run

from checks import Checks

ELSEWHERE = {
    'meson compile -C build-bench bench_compile_cost': '`figures of README.md` runs its program, with fewer rounds',
    'meson compile -C build-bench bench_loops': 'it takes many minutes; `figures of README.md` runs its program for the figures of README.md',
    'sh examples/quickstart.sh': 'it is a test of the examples',
    'sh tests/run.sh': 'it runs all tests, and so this one',
}
# By the program that a line needs, beside the compiler and Meson: a word of the line.
NEEDED = {'valgrind': 'bench_instructions', 'clang++-19': 'clang++-19', 'pkg-config': 'pkg-config'}


def link_sources(source, folder):
    """Links all but .git and the builds, so that a build in the folder is not one in the sources."""
    folder.mkdir()
    for entry in source.iterdir():
        if not entry.name.startswith(('.', 'build')):
            (folder / entry.name).symlink_to(entry)


def write_tools(folder, **commands):
    """Writes programs that execute the commands. A command is found before the folder is in PATH: in
    it, a program of the same name would execute itself."""
    folder.mkdir()
    for name, command in commands.items():
        program, *arguments = shlex.split(command)
        found = shutil.which(program)
        if not found:
            raise SystemExit(f'commands.py: there is no {program}')
        (folder / name).write_text(f'#!/bin/sh\nexec {shlex.join([found, *arguments])} "$@"\n')
        (folder / name).chmod(0o755)


def main():
    meson, source, compiler = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), sys.argv[3]
    blocks, _ = markdown.read((source / 'README.md').read_text(encoding='utf-8'))
    with_threads, with_loop, *_ = (block.text for block in blocks if block.kind == 'cpp' and 'int main()' in block.text)
    checks = Checks()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        link_sources(source, folder / 'tenon')
        write_tools(folder / 'tools', **{'c++': compiler, 'meson': meson, 'python3': shlex.quote(sys.executable)})
        prefix = folder / 'usr/local'
        environment = {**os.environ, 'PATH': f'{folder}/tools:{os.environ["PATH"]}', 'CXX': compiler, 'DESTDIR': name,
                       'PKG_CONFIG_PATH': str(prefix / 'share/pkgconfig'), 'PKG_CONFIG_SYSROOT_DIR': name}
        for command in [line for block in blocks if block.kind == 'sh' for line in block.text.splitlines()]:
            lacking = [f'there is no {tool}' for tool, word in NEEDED.items() if word in command and not shutil.which(tool)]
            reason = ELSEWHERE.get(command) or ''.join(lacking)
            if reason:
                print(f'not executed: {command}: {reason}')
                continue
            program = with_threads
            if 'TENON_WITH_EVERYTHING' in command:
                program = with_loop.replace('<tenon/loops.hpp>', '<tenon.hpp>')
            elif 'tenon.pcm' in command:
                program = with_threads.replace('#include <tenon.hpp>', 'import tenon;')
            (folder / 'server.cpp').write_text(program)
            (folder / 'server').unlink(missing_ok=True)
            checks.case(command)
            try:
                if command.startswith('clang++-19') and not (folder / 'tenon.cppm').exists():
                    shutil.copy(prefix / 'share/tenon/tenon.cppm', folder)
                run(['sh', '-c', command], cwd=folder / 'tenon' if command.startswith('meson') else folder, env=environment)
                checks.check('-o server' not in command or (folder / 'server').exists(), 'there is no program')
            except (Failed, FileNotFoundError) as failure:
                checks.check(False, str(failure))
    checks.finish()


main()
