#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that `meson install` installs the headers, the single header, the module, the licence,
and the files that other build systems look for:
installed.py MESON SOURCE-FOLDER"""

import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True

from installing import Installation, targets

from checks import Checks, headers_under


def main():
    meson, source = sys.argv[1], pathlib.Path(sys.argv[2])
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        made = Installation(meson, source, folder)
        installed = {path.relative_to(made.prefix).as_posix() for path in made.prefix.rglob('*') if path.is_file()}
        expected = {f'include/{header}' for header in headers_under(source / 'include')} | {
            'include/tenon/single/tenon.hpp',
            'share/tenon/tenon.cppm',
            'share/pkgconfig/tenon.pc',
            'share/cmake/tenon/tenonConfig.cmake',
            'share/cmake/tenon/tenonConfigVersion.cmake',
            'share/licenses/tenon/LICENSE',
        }
        checks.case('every file is installed')
        checks.check(not expected - installed, f'missing: {sorted(expected - installed)}')
        checks.case('nothing else is installed')
        checks.check(not installed - expected, f'also installed: {sorted(installed - expected)}')
        checks.case('the installed headers equal those of the source')
        for header in headers_under(source / 'include'):
            same = (made.prefix / 'include' / header).read_bytes() == (source / 'include' / header).read_bytes()
            checks.check(same, f'{header} differs')
        checks.case('only the single header and the module are built')
        built = set(targets(made.meson, made.build))
        checks.check(built <= {'single_header', 'module_interface', 'docs'}, f'there are {sorted(built)}')
    checks.finish()


main()
