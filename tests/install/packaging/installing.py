# SPDX-License-Identifier: BSL-1.0
"""Shared by the scripts of this folder: installs the sources into an empty folder."""

import json
import pathlib
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
