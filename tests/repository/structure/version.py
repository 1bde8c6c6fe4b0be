#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that every file that names the version names the same:
version.py VERSION SOURCE-FOLDER COMPILER"""

import pathlib
import re
import sys

from checks import Checks, Compiler, headers_under


def main():
    version, source, compiler = sys.argv[1], pathlib.Path(sys.argv[2]), Compiler(sys.argv[3])
    include = source / 'include'
    major, minor, patch = map(int, version.split('.'))
    checks = Checks()

    checks.case('the macros')
    preprocessed = compiler.run(['-E', '-P', '-I', str(include)], '#include <tenon/base/version.hpp>\n'
                                'TENON_VERSION_MAJOR TENON_VERSION_MINOR TENON_VERSION_PATCH')
    checks.check(preprocessed.stdout.split() == [str(major), str(minor), str(patch)],
                 f'are {preprocessed.stdout.split()}, and the version is {version}')
    number = major * 1000000 + minor * 1000 + patch
    complaint = compiler.accepts('#include <tenon/base/version.hpp>\n'
                                 f'#if TENON_VERSION != {number}\n#error another number\n#endif\n', ['-I', str(include)])
    checks.check(not complaint, complaint)

    checks.case('a header that defines nothing else')
    defined = compiler.macros('#include <tenon/base/version.hpp>\n', ['-I', str(include)]).keys() - compiler.macros('', []).keys()
    checks.check(defined == {'TENON_VERSION', 'TENON_VERSION_MAJOR', 'TENON_VERSION_MINOR', 'TENON_VERSION_PATCH'},
                 f'defines {sorted(defined)}')

    checks.case('the inline namespace')
    opened = set()
    for header in headers_under(include):
        for lines in re.findall(r'^namespace tenon\b.*\{\n.*$', (include / header).read_text(), re.M):
            opened.add(lines)
            checks.check(lines == f'namespace tenon {{\ninline namespace v{major} {{', f'{header} has {lines}')
    checks.check(opened, 'no namespace was found')

    # tests/install/packaging/cmake_lists.py compares the version that CMake reads.
    checks.case('CMakeLists.txt')
    lists = (source / 'CMakeLists.txt').read_text()
    checks.check('include/tenon/base/version.hpp' in lists, 'does not read version.hpp')
    checks.check(version not in lists, f'contains {version} itself')

    checks.case('the documents')
    changes = re.search(r'^## \[(\S+)\] – ', (source / 'CHANGELOG.md').read_text(), re.M)
    checks.check(changes and changes.group(1) == version, f'CHANGELOG.md begins with {changes and changes.group(1)}')
    readme = (source / 'README.md').read_text()
    checks.check(f'This is version {version}.' in readme, f'README.md does not say that this is version {version}')
    checks.check(f'find_package(tenon {major}.{minor} ' in readme, f'README.md does not look for {major}.{minor} with CMake')
    checks.finish()


main()
