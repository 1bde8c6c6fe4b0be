#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""That what is installed is one header, and that a program builds with it and runs: installed.py MESON BUILD-FOLDER COMPILER"""

import pathlib
import shlex
import subprocess
import sys
import tempfile

from checks import Checks, Compiler

PROGRAM = '''
#include <tenon.hpp>
int main() {
    auto [one, other] = tenon::connected_pair<tenon::stream, tenon::local>().value();
    return one.send(std::string_view("x")).value() == 1 && other.available().value() == 1 ? 0 : 1;
}
'''


def main():
    meson, build, compiler = shlex.split(sys.argv[1]), sys.argv[2], Compiler(sys.argv[3])
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        checks.case('is installed')
        installing = subprocess.run(meson + ['install', '-C', build, '--no-rebuild', '--destdir', folder], text=True,
                                    capture_output=True)
        checks.check(installing.returncode == 0, installing.stdout + installing.stderr)
        found = [path for path in pathlib.Path(folder).rglob('*') if path.is_file()]
        headers = [path for path in found if path.suffix == '.hpp']
        checks.check([path.name for path in headers] == ['tenon.hpp'], f'there are {[str(path) for path in found]}')
        checks.case('builds a program, which runs')
        if headers:
            program = pathlib.Path(folder, 'program')
            built = compiler.run(['-I', str(headers[0].parent), '-o', str(program)], PROGRAM)
            checks.check(built.returncode == 0, built.stderr)
            checks.check(built.returncode == 0 and subprocess.run([program]).returncode == 0, 'the program does not run')
        else:
            checks.check(False, 'there is no header')
    checks.finish()


main()
