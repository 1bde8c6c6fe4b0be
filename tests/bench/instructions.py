#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions of successful blocking operations, written by hand and with tenon:
instructions.py PROGRAM

Needs valgrind. Instructions in the C library and the kernel are not counted."""

import collections
import os
import re
import subprocess
import sys
import tempfile


def own_counts(program):
    """Returns a function that returns the instructions per call of a measured function. Calls of
    functions of tenon that were not inlined are included; other calls are not."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, 'out')
        subprocess.run(['valgrind', '--tool=callgrind', '--compress-strings=no', '--compress-pos=no',
                        '--callgrind-out-file=' + out, program],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        text = open(out).read()
    cost, entered = collections.Counter(), collections.Counter()
    calls = collections.defaultdict(collections.Counter)
    function, callee, skip = None, None, False
    for line in text.splitlines():
        if line.startswith('fn='):
            function = line[3:]
        elif line.startswith('cfn='):
            callee = line[4:]
        elif line.startswith('calls='):
            count = int(line[6:].split()[0])
            entered[callee] += count
            calls[function][callee] += count
            skip = True  # The next line is the cost of the call.
        elif re.match(r'[0-9+*-]', line):
            if not skip:
                cost[function] += int(line.split()[1])
            skip = False

    def per_call(name):
        own = cost[name] / entered[name]
        return own + sum(count / entered[name] * per_call(called) for called, count in calls[name].items()
                         if 'tenon' in called and called != name)

    return per_call


def main():
    per_call = own_counts(sys.argv[1])
    print(f'{"operation":<18}{"by hand":>9}{"tenon":>9}{"ratio":>8}')
    for name in ('send', 'send_all', 'send_to', 'receive', 'receive_datagram', 'receive_from', 'accept'):
        hand, tenon = (per_call(way + name) for way in ('by_hand_', 'by_tenon_'))
        print(f'{name:<18}{hand:>9.1f}{tenon:>9.1f}{tenon / hand:>8.2f}')


main()
