#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks the public names and the module: module.py MODULE-INTERFACE INCLUDE-FOLDER COMPILER

The headers must declare the names of public_names.txt, and no others outside tenon::detail. The
module must export these names, and none of tenon::detail. A program that imports the module must
run. If a name becomes public, or is removed, change public_names.txt by hand, and CHANGELOG.md."""

import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / 'repository/structure'))

from declared import names_declared

from checks import Checks, Compiler

STRICT = Compiler.STRICT


# To Clang 19, a template that is a friend of an exported class is visible to importers.
FRIENDS = {'tenon::detail::pending_operation', 'tenon::detail::pending_attempt', 'tenon::detail::foreign_readiness'}


def exported(names):
    """Returns a source that compiles only if every name is exported: it has a using-declaration
    for each, in a namespace of its own."""
    return 'import tenon;\n' + ''.join(f'namespace taken_{index} {{ using {name}; }}\n' for index, name in enumerate(names))


def main():
    interface, include, command = sys.argv[1:]
    compiler = Compiler(command)
    checks = Checks()

    with tempfile.TemporaryDirectory() as folder:
        compiled = pathlib.Path(folder, 'tenon.pcm')

        def call(*options):
            done = subprocess.run([*compiler.command, *STRICT, *map(str, options)], text=True, capture_output=True)
            checks.check(done.returncode == 0, done.stderr)
            return done.returncode == 0

        checks.case('the module is compiled from a single file')
        if not call('--precompile', interface, '-o', compiled):
            checks.finish()
        importing = f'-fmodule-file=tenon={compiled}'

        checks.case('the test itself')
        names = names_declared(include, command)
        for name in ('tcp', 'basic_socket', 'runs_over', 'to_string', 'operator<<', 'errc', 'options::no_delay', 'os::posix',
                     'call::send', 'listener', 'operator""_v4', 'connect'):
            checks.check(f'tenon::{name}' in names, f'{name} was not found among {len(names)} names')
        checks.check(compiler.accepts(exported(['tenon::no_such_name']), [importing]), 'a name that does not exist is reported as exported')

        listed = {f'tenon::{name}' for name in (HERE / 'public_names.txt').read_text().split()}
        public = {name for name in names if not name.startswith('tenon::detail::')}
        private = sorted(set(names) - public - FRIENDS)
        checks.case('the public names')
        for name in sorted(public - listed):
            checks.check(False, f'{name} is declared outside tenon::detail, and is not in public_names.txt')
        for name in sorted(listed - public):
            checks.check(False, f'{name} is in public_names.txt, and is not declared outside tenon::detail')

        checks.case(f'all of {len(public)} public names are exported')
        complaint = compiler.accepts(exported(sorted(public)), [importing])
        checks.check(not complaint, complaint)
        checks.case(f'none of {len(private)} names in tenon::detail is exported')
        for name in private:
            checks.check(compiler.accepts(exported([name]), [importing]), f'{name} is exported')

        checks.case('a program is built, one file of which imports the module, and another includes the header')
        program = pathlib.Path(folder, 'program')
        if call(importing, '-I', include, HERE / 'conversation.cpp', HERE / 'by_header.cpp', compiled, '-o', program):
            checks.case('the program runs')
            status = subprocess.run([program], timeout=60).returncode
            checks.check(status == 0, f'its exit status is {status}')
    checks.finish()


main()
