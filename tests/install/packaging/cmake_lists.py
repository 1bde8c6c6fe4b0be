#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks the CMakeLists.txt of the sources: that it installs, and that a project may add the
sources without a change of anything else:
cmake_lists.py VERSION SOURCE-FOLDER COMPILER"""

import difflib
import filecmp
import pathlib
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True

from installing import CMake, Failed

from checks import Checks, headers_under

HERE = pathlib.Path(__file__).resolve().parent


def files_under(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob('*') if path.is_file()}


class CMakeLists:
    """The checks. Each is a method, which begins cases."""

    def __init__(self, checks, folder, version, source, compiler):
        self.checks = checks
        self.folder = pathlib.Path(folder)
        self.version = version
        self.source = source
        self.cmake = CMake(compiler)
        self.prefix = self.folder / 'prefix'

    def configure(self, project, build, *options):
        """Configures a project of this folder, and returns the build folder."""
        build = self.folder / build
        self.cmake.configure(HERE / project, build, f'-DTENON={self.source}', f'-DPROGRAM={HERE / "version_only.cpp"}', *options)
        return build

    def installs(self):
        self.checks.case('at top level, the headers and the CMake package are installed')
        build = self.folder / 'tenon'
        self.cmake.configure(self.source, build)
        self.cmake.build(build)
        self.cmake.install(build, self.prefix)
        headers = {f'include/{header}' for header in headers_under(self.source / 'include')}
        expected = headers | {'share/cmake/tenon/tenonConfig.cmake', 'share/cmake/tenon/tenonConfigVersion.cmake',
                              'share/licenses/tenon/LICENSE'}
        installed = files_under(self.prefix)
        self.checks.check(installed == expected,
                          f'missing: {sorted(expected - installed)}, also installed: {sorted(installed - expected)}')
        for header in headers & installed:
            self.checks.check(filecmp.cmp(self.prefix / header, self.source / header, shallow=False), f'{header} differs')
        self.checks.case('CMake reads the version of the headers')
        read = self.cmake.cached(build, 'CMAKE_PROJECT_VERSION')
        self.checks.check(read == self.version, f'it is {read}, and the version is {self.version}')

    def leaves_the_project_as_it_was(self):
        for name, build, options in [
            ('several parts add tenon, and none is installed', 'alone', ['-DSEARCHED=NO_DEFAULT_PATH']),
            ('several parts add tenon, and find_package finds another', 'both', ['-DFINDS=ON', f'-DCMAKE_PREFIX_PATH={self.prefix}']),
            ('several parts add tenon, after find_package', 'before',
             ['-DFINDS=ON', '-DFOUND_BEFORE=ON', f'-DCMAKE_PREFIX_PATH={self.prefix}']),
        ]:
            self.checks.case(name)
            tree = self.configure('cmake_tree', build, f'-DFETCHCONTENT_SOURCE_DIR_TENON={self.source}', *options)
            self.cmake.build(tree)
            before, after = ((tree / state).read_text().splitlines() for state in ('before', 'after'))
            self.checks.check(before == after, '\n'.join(['the project is changed', *difflib.unified_diff(before, after, n=0)]))
            self.checks.case(f'{name}: no part of tenon is installed')
            self.cmake.install(tree, self.folder / 'nothing')
            self.checks.check(not (self.folder / 'nothing').exists(), f'installed: {files_under(self.folder / "nothing")}')

    def overrides_find_package(self):
        self.checks.case('find_package is satisfied by FetchContent')
        if lacking := self.cmake.lacks((3, 24), 'OVERRIDE_FIND_PACKAGE'):
            print(f'SKIPPED: cmake_lists: {lacking}')
            return
        self.cmake.build(self.configure('cmake_override', 'override'))

    def is_exported(self):
        self.checks.case('TENON_INSTALL: a library that needs tenon is installed with it')
        prefix = self.folder / 'library-prefix'
        self.cmake.install(self.configure('cmake_exported/library', 'library'), prefix)
        moved = prefix.rename(prefix.with_name('moved'))
        self.cmake.build(self.configure('cmake_exported/user', 'user', f'-DCMAKE_PREFIX_PATH={moved}'))

    def refuses_the_module(self):
        self.checks.case('TENON_MODULE: an error before CMake 3.28')
        if not self.cmake.lacks((3, 28), 'a module'):
            print('SKIPPED: cmake_lists: this CMake builds modules')
            return
        try:
            self.cmake.configure(self.source, self.folder / 'module', '-DTENON_MODULE=ON')
            self.checks.check(False, 'there is no error')
        except Failed as failure:
            self.checks.check('TENON_MODULE needs CMake 3.28' in str(failure), str(failure))


def main():
    version, source, compiler = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    if not shutil.which('cmake'):
        print('SKIPPED: cmake_lists: there is no cmake')
        sys.exit(77)
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        lists = CMakeLists(checks, folder, version, source, compiler)
        for check in (lists.installs, lists.leaves_the_project_as_it_was, lists.overrides_find_package, lists.is_exported,
                      lists.refuses_the_module):
            try:
                check()
            except Failed as failure:
                checks.check(False, str(failure))
    checks.finish()


main()
