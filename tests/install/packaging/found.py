#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that a program finds the installed tenon, builds with it and runs:
found.py WAY MESON SOURCE-FOLDER COMPILER

Each WAY is a function below. The build files in the folders beside this script must consist of
lines that README.md shows."""

import os
import pathlib
import shlex
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True

from installing import Failed, Installation, run, targets

from checks import Checks

HERE = pathlib.Path(__file__).resolve().parent
# The lines that any project has; README.md omits them.
COMMON = ('cmake_minimum_required', 'project(server CXX)')


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
        self.checks.case('README.md shows the same lines')
        shown = (self.source / 'README.md').read_text()
        for file in filter(pathlib.Path.is_file, (HERE / way).rglob('*')):
            for line in file.read_text().splitlines():
                self.checks.check(line.startswith(COMMON) or line in shown, f'does not show {line}')

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


def cmake(consumer, installation):
    # Moves the installation, because the package must not contain absolute paths.
    moved = installation.prefix.rename(installation.prefix.with_name('moved'))

    def configure(source, *more):
        run(['cmake', '-G', 'Ninja', '-S', source, '-B', consumer.folder / 'build', f'-DCMAKE_PREFIX_PATH={moved}', *more],
            env=consumer.environment)

    consumer.take('cmake')
    consumer.checks.case('the program is built, and runs')
    configure(consumer.folder)
    run(['cmake', '--build', consumer.folder / 'build'])
    run([consumer.folder / 'build/server'])

    consumer.checks.case('only compatible versions are found')
    shutil.rmtree(consumer.folder / 'build')
    major, minor, patch = map(int, installation.version().split('.'))
    fitting = [f'{major}', f'{major}.{minor}', f'{major}.{minor}.{patch}', f'{major}.{minor}...<{major}.{minor + 1}']
    foreign = [f'{major + 1}', f'{major}.{minor + 1}', f'{major}.{minor}.{patch + 1}', f'{major}.{minor + 1}...{major + 1}',
               f'{major}.0...<{major}.{minor}']
    if major == 0:
        foreign += [f'0.{other}' for other in range(minor)]
    configure(HERE / 'cmake_versions', f'-DFITTING={";".join(fitting)}', f'-DFOREIGN={";".join(foreign)}')


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
    (consumer.folder / 'subprojects/tenon').symlink_to(consumer.source, target_is_directory=True)
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
    needed = {'cmake': 'cmake', 'pkg_config': 'pkg-config', 'meson_dependency': 'pkg-config'}.get(way)
    if needed and not shutil.which(needed):
        print(f'SKIPPED: found_by_{way}: there is no {needed}')
        sys.exit(77)
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        checks.case('the program is built, and runs')
        consumer = Consumer(checks, folder, pathlib.Path(source), compiler)
        try:
            globals()[way](consumer, Installation(meson, source, folder))
        except Failed as failure:
            checks.check(False, str(failure))
    checks.finish()


main()
