#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that comparison.py notices a program that is not as its first comment states:
self_test.py COMPILER [OPTION ...]"""

import pathlib
import subprocess
import sys
import tempfile

SCRIPT = pathlib.Path(__file__).resolve().parent / 'comparison.py'
PRINTS = '#include <cstdio>\nint main() {\n    std::puts("one");\n    return 1;\n}\n'
WARNS = 'int main() {\n    int unused;\n}\n'
REFUSED = 'int main() { return nothing; }\n'
KILLED = '#include <csignal>\nint main() { std::raise(SIGTERM); }\n'
# The lines of the comment, the program, and the words that are printed about it.
CASES = {
    'right_tenon.cpp': ('compiles: yes|ends: exit status 1|prints: one', PRINTS, 'as stated'),
    'status_tenon.cpp': ('compiles: yes|ends: exit status 0|prints: one', PRINTS, 'NOT as stated'),
    'more_tenon.cpp': ('compiles: yes|ends: exit status 1|prints: one|prints: two', PRINTS, 'NOT as stated'),
    'less_tenon.cpp': ('compiles: yes|ends: exit status 1', PRINTS, 'NOT as stated'),
    'warning_tenon.cpp': ('compiles: with a warning: unused|ends: exit status 0', WARNS, 'as stated'),
    'silent_tenon.cpp': ('compiles: yes|ends: exit status 0', WARNS, 'NOT as stated'),
    'words_tenon.cpp': ('compiles: with a warning: overflow|ends: exit status 0', WARNS, 'NOT as stated'),
    'refused_tenon.cpp': ('compiles: no: nothing', REFUSED, 'as stated'),
    'reason_tenon.cpp': ('compiles: no: something', REFUSED, 'NOT as stated'),
    'accepted_tenon.cpp': ('compiles: no: one', PRINTS, 'NOT as stated'),
    'killed_tenon.cpp': ('compiles: yes|ends: SIGTERM', KILLED, 'as stated'),
    'signal_tenon.cpp': ('compiles: yes|ends: SIGPIPE', KILLED, 'NOT as stated'),
    'unstated_tenon.cpp': ('compiles: yes', PRINTS, 'NOT as stated'),
    'other_unknown.cpp': ('compiles: yes', PRINTS, 'NOT of a known library'),
}


def main():
    with tempfile.TemporaryDirectory() as folder:
        for name, (comment, program, _) in CASES.items():
            lines = ''.join(f'// {line}\n' for line in comment.split('|'))
            pathlib.Path(folder, name).write_text(f'// A program.\n{lines}\n{program}')
        done = subprocess.run([sys.executable, str(SCRIPT), '--folder', folder, folder, *sys.argv[1:]], capture_output=True,
                              encoding='utf-8', check=False)
    failed = [name for name, (_, _, said) in CASES.items() if f'{name}: {said}' not in done.stdout]
    right = sum(said == 'as stated' for _, _, said in CASES.values())
    counts = f'{right} passed, {len(CASES) - right} failed'
    if counts not in done.stdout or done.returncode != 1:
        failed.append(counts)
    for name in failed:
        print(f'{name}: not as expected')
    if failed:
        print(done.stdout + done.stderr)
    print(f'{len(CASES) + 1 - len(failed)} passed, {len(failed)} failed')
    return 1 if failed else 0


sys.exit(main())
