# SPDX-License-Identifier: BSL-1.0
"""Shared by the scripts of this folder: installs the sources into an empty folder."""

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'repository/structure'))


class Failed(Exception):
    """A command that failed, with its output."""


def run(command, **more):
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    if done.returncode != 0:
        raise Failed(f'{" ".join(map(str, command))} ends with {done.returncode}:\n{done.stdout}')
    return done.stdout


class Installation:
    """An installation by `meson install` in FOLDER/prefix, from a build without tests and
    examples."""

    def __init__(self, meson, source, folder):
        self.meson = shlex.split(meson)
        self.build = pathlib.Path(folder, 'build')
        self.prefix = pathlib.Path(folder, 'prefix')
        run([*self.meson, 'setup', self.build, source, '-Dtests=none', '-Dexamples=false', '--prefix', self.prefix])
        run([*self.meson, 'install', '-C', self.build])

    def version(self):
        return json.loads(run([*self.meson, 'introspect', '--projectinfo', self.build]))['version']


def targets(meson, build):
    """Returns the names of the targets of a build."""
    return [target['name'] for target in json.loads(run([*meson, 'introspect', '--targets', build]))]


class CMake:
    """The commands of CMake, with one compiler."""

    def __init__(self, compiler, environment=os.environ):
        self.environment = {**environment, 'CXX': compiler}

    def configure(self, source, build, *options):
        run(['cmake', '-G', 'Ninja', '-S', source, '-B', build, *options], env=self.environment)

    def build(self, build, *options):
        run(['cmake', '--build', build, *options])

    def install(self, build, prefix):
        run(['cmake', '--install', build, '--prefix', prefix])

    def cached(self, build, name):
        """Returns the value of a variable in the cache of a build."""
        return re.search(rf'^{name}:\w+=(.*)$', pathlib.Path(build, 'CMakeCache.txt').read_text(), re.M)[1]

    def lacks(self, version, feature):
        """Returns a sentence if this CMake is older than the version that has the feature."""
        found = re.search(r'\d+(\.\d+)+', run(['cmake', '--version']))[0]
        numbers = tuple(map(int, found.split('.')))
        return '' if numbers >= version else f'{feature} needs CMake {".".join(map(str, version))}, and this is {found}'
