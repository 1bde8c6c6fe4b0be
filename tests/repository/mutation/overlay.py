# SPDX-License-Identifier: BSL-1.0
"""A copy of the source tree in which a header is changed, and the objects that are compiled from
the copy."""

import dataclasses
import pathlib
import shutil

from run import run

# Options that are removed from a command: for dependency files and outputs, and for warnings as
# errors. A mutant that only causes a warning says nothing about the tests.
DROPPED = {'-MD', '-Werror', '-fpch-preprocess', '-fpch-deps'}
DROPPED_PAIRS = {'-MQ', '-MF', '-o'}


class Overlay:
    """`folder` contains the copy, because a test may take the root of the tree as an argument, and
    the objects."""

    def __init__(self, build, folder):
        self.build, self.root, self.work = build, folder / 'root', folder / 'objects'
        self.include = self.root / build.include.relative_to(build.root)
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(build.root, self.root, symlinks=True, ignore=self.left_out)
        self.work.mkdir(parents=True, exist_ok=True)
        self.clear()

    def left_out(self, folder, names):
        is_root = pathlib.Path(folder) == self.build.root
        return {name for name in names if name == '__pycache__' or (is_root and (name == '.git' or name.startswith('build')))}

    def clear(self):
        self.objects = {}      # the Outcome of each unit that was compiled
        self.precompiled = {}  # the Outcome of each header that was precompiled

    def mutate(self, site, source):
        self.clear()
        (self.include / site.path).write_text(site.apply(source), encoding='utf-8')

    def restore(self, site, source):
        (self.include / site.path).write_text(source, encoding='utf-8')

    def with_headers(self, argument):
        """Returns an argument of a command, with the paths of this copy."""
        if self.build.path(argument) == self.build.root:
            return str(self.root)
        for prefix in ('-I', ''):
            if argument.startswith(prefix) and self.build.path(argument.removeprefix(prefix)) == self.build.include:
                return f'{prefix}{self.include}'
        return argument

    def compile_command(self, command, output, *more):
        """Returns a command of the build with the headers of this copy, without precompiled headers
        of the repository, and without warnings."""
        made, arguments = [], iter(command)
        for argument in arguments:
            if argument in DROPPED_PAIRS:
                next(arguments)
            elif argument == '-include':
                name = next(arguments)
                if not any(pathlib.Path(each).stem == name for each in self.build.precompiled):
                    made += [argument, name]
            elif argument not in DROPPED and not argument.startswith('-W'):
                made.append(self.with_headers(argument))
        return [*made, *more, '-w', '-fdiagnostics-color=never', '-o', str(output)]

    def object_of(self, unit):
        return self.work / (unit.output.replace('/', '__'))

    def compile(self, unit, seconds, *more):
        """Compiles a unit. If it was compiled before, returns that outcome, with 0 seconds."""
        if unit.output in self.objects:
            return dataclasses.replace(self.objects[unit.output], seconds=0.0)
        command = self.compile_command(unit.command, self.object_of(unit), *self.build.catch_for(unit), *more)
        self.objects[unit.output] = run(command, self.build.folder, seconds)
        return self.objects[unit.output]

    def precompile(self, path, seconds):
        """Precompiles a header of this copy, with the warnings of the test. Returns its path and
        the outcome."""
        target = self.work / 'precompiled' / path.strip('/').replace('/', '__') / pathlib.Path(path).name
        if path not in self.precompiled:
            target.parent.mkdir(parents=True, exist_ok=True)
            command, arguments = [], iter(self.build.precompiled[path])
            for argument in arguments:
                if argument in DROPPED_PAIRS:
                    next(arguments)
                elif argument != '-MD':
                    command.append(self.with_headers(argument))
            self.precompiled[path] = run([*command, '-o', str(target)], self.build.folder, seconds)
        return target, self.precompiled[path]
