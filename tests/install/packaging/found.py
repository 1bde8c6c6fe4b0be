#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that a program finds the installed tenon, or its sources, builds with it and runs:
found.py WAY MESON SOURCE-FOLDER COMPILER

Each WAY is a function below. The folders beside this script have the build files, which README.md
shows (shown.py)."""

import os
import pathlib
import shlex
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True

from installing import CMake, Failed, Installation, run, targets

from checks import Checks

HERE = pathlib.Path(__file__).resolve().parent
# The ways that use the sources instead of an installation.
FROM_SOURCES = ('fetch_content', 'add_subdirectory', 'cmake_module')


class Consumer:
    """A project that uses tenon: the program, and a copy of one of the folders beside this
    script."""

    def __init__(self, checks, folder, source, compiler):
        self.checks = checks
        self.folder = pathlib.Path(folder, 'consumer')
        self.folder.mkdir()
        shutil.copy(HERE / 'server.cpp', self.folder)
        self.source = source
        self.compiler = shlex.split(compiler)
        self.environment = {name: value for name, value in os.environ.items() if name != 'PKG_CONFIG_PATH'}
        self.environment['CXX'] = compiler

    def take(self, way):
        shutil.copytree(HERE / way, self.folder, dirs_exist_ok=True)

    def link_sources(self, name):
        (self.folder / name).symlink_to(self.source, target_is_directory=True)

    def compile(self, *options):
        run([*self.compiler, '-std=c++20', *options, 'server.cpp', '-o', 'server'], cwd=self.folder, env=self.environment)
        run([self.folder / 'server'])


def headers(consumer, installation):
    consumer.compile('-I', installation.prefix / 'include')


def single_header(consumer, installation):
    """The header is copied to the program, and the rest of the installation is removed."""
    copied = consumer.folder / 'tenon.hpp'
    shutil.copy(installation.prefix / 'include/tenon/single/tenon.hpp', copied)
    shutil.rmtree(installation.prefix)
    consumer.compile('-I', consumer.folder)


def pkg_config(consumer, installation):
    consumer.environment['PKG_CONFIG_PATH'] = str(installation.prefix / 'share/pkgconfig')

    def ask(*what):
        return shlex.split(run(['pkg-config', *what, 'tenon'], env=consumer.environment))

    consumer.compile(*ask('--cflags', '--libs'))
    consumer.checks.case('pkg-config knows the version, the single header and the module')
    consumer.checks.check(ask('--modversion') == [installation.version()], f'its version is {ask("--modversion")}')
    for name in ('single_header', 'module'):
        file, = ask('--variable=' + name)
        consumer.checks.check(pathlib.Path(file).is_file(), f'{name}: there is no {file}')


def build_by_cmake(consumer, *options):
    build = consumer.folder / 'build'
    tool = CMake(consumer.environment['CXX'], consumer.environment)
    tool.configure(consumer.folder, build, *options)
    tool.build(build)
    run([build / 'server'])


def cmake(consumer, installation):
    # Moves the installation, because the package must not contain absolute paths.
    moved = installation.prefix.rename(installation.prefix.with_name('moved'))
    consumer.take('cmake')
    consumer.checks.case('the program is built, and runs')
    build_by_cmake(consumer, f'-DCMAKE_PREFIX_PATH={moved}')

    consumer.checks.case('only compatible versions are found')
    major, minor, patch = map(int, installation.version().split('.'))
    fitting = [f'{major}', f'{major}.{minor}', f'{major}.{minor}.{patch}', f'{major}.{minor}...<{major}.{minor + 1}']
    foreign = [f'{major + 1}', f'{major}.{minor + 1}', f'{major}.{minor}.{patch + 1}', f'{major}.{minor + 1}...{major + 1}',
               f'{major}.0...<{major}.{minor}']
    if major == 0:
        foreign += [f'0.{other}' for other in range(minor)]
    tool = CMake(consumer.environment['CXX'], consumer.environment)
    tool.configure(HERE / 'cmake_versions', consumer.folder / 'versions', f'-DCMAKE_PREFIX_PATH={moved}',
                   f'-DFITTING={";".join(fitting)}', f'-DFOREIGN={";".join(foreign)}')

    consumer.checks.case('the installed target has the properties of the target of the sources')
    properties = []
    for name, option, include in [('installed', f'-DCMAKE_PREFIX_PATH={moved}', moved / 'include'),
                                  ('added', f'-DTENON={consumer.source}', consumer.source / 'include')]:
        build = consumer.folder / name
        tool.configure(HERE / 'cmake_properties', build, option)
        properties.append((build / 'properties').read_text().replace(str(include), 'INCLUDE'))
    consumer.checks.check(properties[0] == properties[1] and 'INCLUDE\n' in properties[0], '\n'.join(properties))


def fetch_content(consumer, _):
    consumer.take('fetch_content')
    consumer.link_sources('tenon')
    build_by_cmake(consumer)


def add_subdirectory(consumer, _):
    consumer.take('add_subdirectory')
    consumer.link_sources('tenon')
    build_by_cmake(consumer)
    consumer.checks.case('the test of the sources by themselves is built, and runs')
    build = consumer.folder / 'tested'
    tool = CMake(consumer.environment['CXX'], consumer.environment)
    tool.configure(consumer.source, build, '-DTENON_TESTS=ON')
    tool.build(build)
    listed = run(['ctest', '--test-dir', build, '--output-on-failure'])
    consumer.checks.check('100% tests passed, 0 tests failed out of 1' in listed, listed)


def cmake_module(consumer, _):
    lacking = CMake(consumer.environment['CXX']).lacks((3, 28), 'a module')
    if lacking:
        print(f'SKIPPED: found_by_cmake_module: {lacking}')
        sys.exit(77)
    consumer.take('cmake_module')
    consumer.link_sources('tenon')
    build_by_cmake(consumer)


def meson_dependency(consumer, installation):
    consumer.take('meson_dependency')
    consumer.checks.case('the program is built, and runs')
    consumer.environment['PKG_CONFIG_PATH'] = str(installation.prefix / 'share/pkgconfig')
    build = consumer.folder / 'build'
    run([*installation.meson, 'setup', build, consumer.folder], env=consumer.environment)
    run([*installation.meson, 'compile', '-C', build])
    run([build / 'server'])


def meson_subproject(consumer, installation):
    """Uses the sources. The installation is removed, so no pkg-config file can be found."""
    consumer.take('meson_subproject')
    consumer.checks.case('the program is built, and runs')
    shutil.rmtree(installation.prefix)
    consumer.link_sources('subprojects/tenon')
    build = consumer.folder / 'build'
    run([*installation.meson, 'setup', build, consumer.folder, '--wrap-mode=nodownload', '--prefix', installation.prefix],
        env=consumer.environment)
    run([*installation.meson, 'compile', '-C', build])
    run([build / 'server'])
    consumer.checks.case('nothing of the subproject is built or installed')
    run([*installation.meson, 'install', '-C', build])
    built = set(targets(installation.meson, build))
    consumer.checks.check(built <= {'server', 'single_header', 'module_interface'}, f'there are {sorted(built)}')
    consumer.checks.check(not (build / 'subprojects/tenon/tenon.hpp').exists(), 'the single header was built')
    consumer.checks.check(not installation.prefix.exists(), f'installed: {list(installation.prefix.rglob("*"))}')


def main():
    way, meson, source, compiler = sys.argv[1:]
    needed = {'cmake': 'cmake', 'fetch_content': 'cmake', 'add_subdirectory': 'cmake', 'cmake_module': 'cmake',
              'pkg_config': 'pkg-config', 'meson_dependency': 'pkg-config'}.get(way)
    if needed and not shutil.which(needed):
        print(f'SKIPPED: found_by_{way}: there is no {needed}')
        sys.exit(77)
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        checks.case('the program is built, and runs')
        consumer = Consumer(checks, folder, pathlib.Path(source), compiler)
        try:
            globals()[way](consumer, None if way in FROM_SOURCES else Installation(meson, source, folder))
        except Failed as failure:
            checks.check(False, str(failure))
    checks.finish()


main()
