#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""That clang-tidy finds nothing in the headers and the examples: tidy.py CLANG-TIDY SOURCE-FOLDER OPTION ...

The options are the compiler's. What is not looked for is in .clang-tidy, with the reason."""

import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'structure'))

from checks import Checks, headers_under

# It shows what does not compile.
REFUSED = 'refused.cpp'
# What the test itself must see.
WRONG = '#include <tenon.hpp>\nint f(int* p) { return p == 0 ? 1 : 2; }\n'


def main():
    clang_tidy, source, options = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]

    def ask(file, *more):
        # A file of the sources has the configuration of its folder; one that is made here, that of the headers.
        where = [] if file.is_relative_to(source) else [f'--config-file={source / ".clang-tidy"}']
        # The command line is the whole of it: no compilation database is looked for. The filter of .clang-tidy is for people:
        # whether it is inherited depends on the folder in which clang-tidy is called.
        headers = f'--header-filter={source}/(include|examples)/'
        command = [clang_tidy, '--quiet', headers, *where, *more, file, '--', '-std=c++20', '-I', source / 'include', *options]
        done = subprocess.run(command, text=True, capture_output=True)
        return done.stdout or (done.stderr if done.returncode != 0 else '')

    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        every_header = pathlib.Path(folder, 'every_header.cpp')
        every_header.write_text(''.join(f'#include <{header}>\n' for header in headers_under(source / 'include')))
        wrong = pathlib.Path(folder, 'wrong.cpp')
        wrong.write_text(WRONG)
        programs = sorted(file for file in (source / 'examples').glob('*.cpp') if file.name != REFUSED)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            found = list(pool.map(ask, [wrong, every_header, *programs]))
        checks.case('the test itself')
        checks.check('modernize-use-nullptr' in found[0], f'a finding is not seen: {found[0]}')
        listed = ask(programs[0], '--list-checks').split()
        checks.check('modernize-use-nullptr' in listed and 'performance-avoid-endl' not in listed,
                     f'examples are not asked what they should be: {listed}')
        for name, said in zip(['the headers', *(program.name for program in programs)], found[1:]):
            checks.case(name)
            checks.check(not said, said)
    checks.finish()


main()
