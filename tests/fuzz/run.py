#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs a libFuzzer target on its corpus, then on inputs that libFuzzer derives from it:
run.py TARGET CORPUS [--seconds N] [--finds WORDS]

The corpus is not changed. An input on which the target fails is kept in the current folder, as
<target>-crash-…. With --finds, the target has an error on purpose, and the test passes if
libFuzzer finds it and the target reports WORDS."""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('target', type=pathlib.Path)
    parser.add_argument('corpus', type=pathlib.Path)
    parser.add_argument('--seconds', type=int, default=3)
    parser.add_argument('--finds')
    arguments = parser.parse_args()

    cases = sum(1 for case in arguments.corpus.iterdir())
    name = arguments.target.name
    with tempfile.TemporaryDirectory() as grown:
        keep = f'{grown}/' if arguments.finds else f'{name}-'
        command = [arguments.target.resolve(), '-seed=1', f'-max_total_time={arguments.seconds}', '-max_len=512', '-timeout=60',
                   f'-artifact_prefix={keep}', '-print_final_stats=1', grown, arguments.corpus]
        done = subprocess.run(command, text=True, errors='replace', stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    if arguments.finds:
        found = done.returncode != 0 and f'does not hold: {arguments.finds}' in done.stdout
        print(f'{name}: {"found" if found else "not found"}: {arguments.finds}')
        if not found:
            print(done.stdout)
        sys.exit(not found)

    executions = re.search(r'stat::number_of_executed_units:\s*(\d+)', done.stdout)
    print(f'figure: {name}: {executions.group(1) if executions else "no"} executions, from a corpus of {cases}')
    # If no more inputs were executed than the corpus has, nothing was tested.
    well = done.returncode == 0 and executions is not None and int(executions.group(1)) > cases > 0
    if not well:
        print(done.stdout)
    sys.exit(not well)


main()
