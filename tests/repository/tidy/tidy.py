#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that clang-tidy reports nothing in the headers and the examples:
tidy.py CLANG-TIDY SOURCE-FOLDER OPTION ...

The options are the compiler's. .clang-tidy lists the checks that are not made, with the reasons."""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'structure'))

from checks import Checks, headers_under

# This example shows code that does not compile.
REFUSED = 'refused.cpp'
# Code that clang-tidy must report, to test this script.
WRONG = 'int f(int* p) { return p == 0 ? 1 : 2; }\n'


class Together:
    """Several programs as one file: first everything that they include, then each program in a
    namespace of its own. clang-tidy spends most of its time on the included headers, which it reads
    only once this way.

    In a namespace, main is an ordinary function. That matters only for the check
    bugprone-exception-escape, which is not made for the examples."""

    def __init__(self, programs, file):
        self.file = file
        texts = {program: program.read_text().splitlines() for program in programs}
        included = {line for text in texts.values() for line in text if line.startswith('#include')}
        # The headers of the examples come last.
        lines = sorted(included, key=lambda line: ('"' in line, line))
        self.origins = [None] * len(lines)
        for program, text in texts.items():
            lines += [f'namespace of_{program.stem} {{', *('' if line in included else line for line in text), '}']
            self.origins += [None, *((program, number) for number in range(1, len(text) + 1)), None]
        self.file.write_text('\n'.join(lines) + '\n')

    def located(self, said):
        """Returns the output with the names and lines of the original programs."""
        def original(match):
            origin = self.origins[int(match.group(1)) - 1]
            return f'{origin[0]}:{origin[1]}' if origin else match.group()
        return re.sub(re.escape(str(self.file)) + r':(\d+)', original, said)


def main():
    clang_tidy, source, options = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    examples = source / 'examples'
    programs = sorted(file for file in examples.glob('*.cpp') if file.name != REFUSED)

    def run(*arguments):
        # All options are on the command line, so clang-tidy does not look for a compilation
        # database.
        command = [clang_tidy, '--quiet', *arguments, '--', '-std=c++20', '-I', source / 'include', '-I', examples, *options]
        done = subprocess.run(command, text=True, capture_output=True)
        return done.stdout or (done.stderr if done.returncode != 0 else '')

    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        every_header = pathlib.Path(folder, 'every_header.cpp')
        every_header.write_text(''.join(f'#include <{header}>\n' for header in headers_under(source / 'include')))
        wrong = pathlib.Path(folder, 'wrong.cpp')
        wrong.write_text(WRONG)
        wrong_together = Together([wrong], pathlib.Path(folder, 'wrong_together.cpp'))
        together = Together(programs, pathlib.Path(folder, 'examples.cpp'))
        # A source file has the configuration of its folder; a generated file is given one.
        of_headers = source / '.clang-tidy'
        of_examples = pathlib.Path(folder, 'examples.clang-tidy')
        of_examples.write_text(run('--dump-config', programs[0]))

        def ask(file, configuration, *more):
            # The header filter of .clang-tidy is for use by hand: whether it is inherited depends
            # on the working directory of clang-tidy.
            return run(f'--header-filter={source}/(include|examples)/', f'--config-file={configuration}', *more, file)

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            of_wrong, of_wrong_together, *found = pool.map(ask, [wrong, wrong_together.file, together.file, every_header],
                                                           [of_headers, of_examples, of_examples, of_headers])
        checks.case('the test itself')
        for said in of_wrong, wrong_together.located(of_wrong_together):
            checks.check(f'{wrong}:1:' in said and 'modernize-use-nullptr' in said, f'a finding is not reported, or at another line: {said}')
        listed = ask(together.file, of_examples, '--list-checks').split()
        checks.check('modernize-use-nullptr' in listed and 'performance-avoid-endl' not in listed,
                     f'the checks for examples are not those expected: {listed}')
        for name, said in zip(['the examples', 'the headers'], found):
            checks.case(name)
            checks.check(not said, together.located(said))
    checks.finish()


if __name__ == '__main__':
    main()
