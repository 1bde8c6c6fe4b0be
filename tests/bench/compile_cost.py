#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares what a blocking TCP client costs to compile (-fsyntax-only, user seconds): through tenon's single header, with Asio,
and the bare POSIX headers with <span> and <system_error>.

    compile_cost.py SINGLE_HEADER [--rounds N] [COMPILER ...]

The units take turns, so that a machine whose speed drifts slows all alike; the least of each is compared."""

import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent


def user_seconds(command):
    child = os.fork()
    if child == 0:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.execvp(command[0], command)
    _, status, usage = os.wait4(child, 0)
    return usage.ru_utime if status == 0 else None


def main():
    arguments = sys.argv[1:]
    rounds = 9
    if '--rounds' in arguments:
        at = arguments.index('--rounds')
        rounds = int(arguments[at + 1])
        del arguments[at:at + 2]
    include = pathlib.Path(arguments[0]).resolve().parent
    print(f'{"compiler":<12}{"posix":>8}{"tenon":>8}{"asio":>8}{"tenon/posix":>13}{"asio/tenon":>12}')
    for compiler in arguments[1:] or ['g++', 'clang++-19']:
        units = ('posix', 'tenon', 'asio')
        least = {}
        for _ in range(rounds):
            for unit in units:
                seconds = user_seconds([compiler, '-std=c++20', '-fsyntax-only', '-I', str(include),
                                        str(HERE / f'client_{unit}.cpp')])
                if seconds is not None:
                    least[unit] = min(seconds, least.get(unit, seconds))
        shown = ''.join(f'{least[unit]:>8.3f}' if unit in least else f'{"-":>8}' for unit in units)
        asio = f'{least["asio"] / least["tenon"]:>12.2f}' if 'asio' in least else f'{"-":>12}'
        print(f'{compiler:<12}{shown}{least["tenon"] / least["posix"]:>13.2f}{asio}')


main()
