#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that count.py compares the figures of README.md with those of a run:
count_self_test.py

A run is made up that has other figures than README.md, and a README.md that states them. Then one
figure after the other is wrong, and then the name of the kernel."""

import json
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

COUNT = pathlib.Path(__file__).resolve().parents[2] / 'support/count.py'
RUN = {
    'static': 'figure: 1001 legal cells of verbs, 1002 executed\n',
    'options': 'figure: 1003 options, set or read\n',
    'walk': 'figure: 1004 points of failure walked\n',
    'limits': 'figure: 1005 cells of operation, limit and event executed\n',
    'schedules/epoll': 'epoll: 1006 schedules\n',
    'random_programs/epoll': '1007 passed, 0 failed\n',
    'faults / real': '====\nAll tests passed (9 assertions in 1008 test cases)\n',
    'interop / interop': 'SKIPPED: socks5: there is no dante\n====\nAll tests passed (9 assertions in 1010 test cases)\n',
    'must_not_compile': 'state/send: refused; gcc 12 reports the reason by diagnostic 1\n' * 1009,
}
KERNEL = '.'.join(platform.release().split('.')[:2])
README = f"""of version 0.1.0 on Linux {KERNEL} and x86-64
| 1,002 of 1,001 |
| 1,003, on new sockets
| 1,004 |
| 1,005 cells: blocking, and under both event loops |
| 1,006 for each loop |
| 1,007 for each loop |
| 1,008 cases |
| 1,009 on GCC 12 |
| 1,010 cases: blocking, and under an event loop |
"""


def counted(folder, readme):
    """Returns the exit status and the output of count.py."""
    (folder / 'README.md').write_text(readme)
    done = subprocess.run([sys.executable, COUNT, '--readme', folder / 'README.md', folder / 'gcc/meson-logs/testlog.json'],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def main():
    wrong = []

    def expect(readme, status, words):
        found = counted(folder, readme)
        if found[0] != status or words not in found[1]:
            wrong.append(f'expected {status} and “{words}”, found {found[0]} and:\n{found[1]}')

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'gcc/meson-logs').mkdir(parents=True)
        (folder / 'gcc/meson-logs/testlog.json').write_text(
            ''.join(json.dumps({'name': test, 'result': 'OK', 'stdout': text}) + '\n' for test, text in RUN.items()))
        expect(README.replace(f'Linux {KERNEL}', 'Linux 2.4'), 0, 'SKIPPED: figures of README.md: they are those of Linux 2.4, and this is')
        unlike = re.search('^SKIPPED: figures .*', counted(folder, README)[1], re.M)
        if unlike:
            print(unlike[0])
        else:
            expect(README, 0, ', 0 failed')
            expect(README.replace('Linux', 'Unix'), 1, 'does not name the kernel')
            for figure in re.findall(r'1,0\d\d', README):
                expect(README.replace(figure, '7'), 1, figure)
    print('\n'.join(wrong) or 'count.py compares each figure')
    sys.exit(1 if wrong else 77 if unlike else 0)


main()
