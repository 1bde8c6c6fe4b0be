#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares the cost of compiling a blocking TCP client (-fsyntax-only): with tenon's single
header, with Asio, and with only the POSIX headers, <span> and <system_error>.

    compile_cost.py SINGLE_HEADER [--rounds N | --instructions] [COMPILER ...]

Prints user seconds, the least of N rounds. The units take turns, so that changes in the
machine's speed affect all of them alike. With --instructions, prints the millions of
instructions that callgrind counts in one round: this is slow, but the result is the same on
every machine."""

import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
UNITS = ('posix', 'tenon', 'asio')
CALLGRIND = ['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null']


def user_seconds(command):
    child = os.fork()
    if child == 0:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.execvp(command[0], command)
    _, status, usage = os.wait4(child, 0)
    return usage.ru_utime if status == 0 else None


def millions_of_instructions(command):
    # Clang compiles in the process that is started, GCC in a child process.
    counted = [*CALLGRIND, *command] if 'clang' in command[0] else [command[0], '-wrapper', ','.join(CALLGRIND), *command[1:]]
    done = subprocess.run(counted, capture_output=True, text=True, check=False)
    collected = re.search(r'Collected : (\d+)', done.stderr)
    return int(collected.group(1)) / 1e6 if done.returncode == 0 and collected else None


def main():
    arguments = sys.argv[1:]
    cost, rounds, digits = user_seconds, 9, 3
    if '--rounds' in arguments:
        at = arguments.index('--rounds')
        rounds = int(arguments[at + 1])
        del arguments[at:at + 2]
    if '--instructions' in arguments:
        arguments.remove('--instructions')
        cost, rounds, digits = millions_of_instructions, 1, 0
    include = pathlib.Path(arguments[0]).resolve().parent
    print(f'{"compiler":<12}{"posix":>8}{"tenon":>8}{"asio":>8}{"tenon/posix":>13}{"asio/tenon":>12}')
    for compiler in arguments[1:] or ['g++', 'clang++-19']:
        least = {}
        for _ in range(rounds):
            for unit in UNITS:
                found = cost([compiler, '-std=c++20', '-fsyntax-only', '-o', os.devnull, '-I', str(include),
                              str(HERE / f'client_{unit}.cpp')])
                if found is not None:
                    least[unit] = min(found, least.get(unit, found))
        shown = ''.join(f'{least[unit]:>8.{digits}f}' if unit in least else f'{"-":>8}' for unit in UNITS)
        asio = f'{least["asio"] / least["tenon"]:>12.2f}' if 'asio' in least else f'{"-":>12}'
        print(f'{compiler:<12}{shown}{least["tenon"] / least["posix"]:>13.2f}{asio}')


main()
