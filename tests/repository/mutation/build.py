# SPDX-License-Identifier: BSL-1.0
"""Reads from a build its units and what they include, the programs that the units are linked into,
and the tests that run these programs."""

import dataclasses
import json
import os
import pathlib
import re
import shlex
import subprocess
import threading


@dataclasses.dataclass
class Unit:
    output: str
    source: pathlib.Path
    command: list        # with which the build compiles it
    dependencies: set    # files of this repository
    seconds: float


@dataclasses.dataclass
class Program:
    output: str
    command: list
    units: list
    tests: list


@dataclasses.dataclass
class Test:
    name: str
    command: list
    environment: dict
    folder: str
    is_script: bool      # its command names the folder of the headers, which it reads or compiles
    compiles: bool
    dependencies: set


class Build:
    def __init__(self, root, folder):
        self.root, self.folder = root, folder
        self.include = root / 'include'
        self.seconds = self.read_log()
        commands = json.loads(self.ninja('compdb'))
        self.precompiled = {str(self.path(each['output'])): shlex.split(each['command'])
                            for each in commands if each['output'].endswith(('.gch', '.pch'))}
        compiled = json.loads((folder / 'compile_commands.json').read_text(encoding='utf-8'))
        dependencies = self.read_dependencies()
        self.units = []
        for each in compiled:
            command = shlex.split(each['command'])
            found = set(dependencies.get(each['output'], ()))
            # GCC lists a precompiled header as one dependency, or not at all. So its dependencies
            # are added here.
            seconds = self.seconds.get(each['output'], 5.0)
            for precompiled in self.precompiled_for(command):
                found |= dependencies.get(precompiled, set())
                # A mutant is not precompiled, but the unit includes only a part of the headers.
                seconds += self.seconds.get(precompiled, 5.0) / 2
            if any(path.is_relative_to(self.include) for path in found):
                self.units.append(Unit(each['output'], self.path(each['file']), command, found, seconds))
        self.compiler_name = pathlib.Path(self.compiler[-1]).name
        by_output = {unit.output: unit for unit in self.units}
        tests = self.read_tests()
        self.programs = []
        for each in commands:
            command = shlex.split(each['command'])
            units = [by_output[argument] for argument in command if argument in by_output]
            if units and '-c' not in command and each['output'] not in by_output and not each['output'].endswith('.a'):
                path = self.path(each['output'])
                used = [test for test in tests if any(self.path(argument) == path for argument in test.command)]
                self.programs.append(Program(each['output'], command, units, used))
        self.scripts = [test for test in tests if test.is_script]
        self.locks = {unit.output: threading.Lock() for unit in self.units}
        self.catch, self.catch_users, self.includes = None, set(), {}

    def path(self, name):
        return pathlib.Path(os.path.normpath(self.folder / name))

    def ninja(self, tool):
        done = subprocess.run(['ninja', '-t', tool], cwd=self.folder, stdout=subprocess.PIPE, text=True, check=True)
        return done.stdout

    def precompiled_for(self, command):
        included = {name for flag, name in zip(command, command[1:]) if flag == '-include'}
        folders = {self.path(argument[2:]) for argument in command if argument.startswith('-I')}
        return [os.path.relpath(path, self.folder) for path in map(pathlib.Path, self.precompiled)
                if path.stem in included and path.parent in folders]

    def read_log(self):
        seconds = {}
        for line in (self.folder / '.ninja_log').read_text(encoding='utf-8').splitlines()[1:]:
            begin, end, _, output, _ = line.split('\t')
            seconds[output] = (int(end) - int(begin)) / 1000
        return seconds

    def read_dependencies(self):
        dependencies, current = {}, None
        for line in self.ninja('deps').splitlines():
            if found := re.match(r'(\S.*): #deps', line):
                current = dependencies.setdefault(found.group(1), set())
            elif line.startswith('    '):
                path = self.path(line.strip())
                if path.is_relative_to(self.root):
                    current.add(path)
        return dependencies

    def read_tests(self):
        listed = subprocess.run(['meson', 'introspect', '--tests', str(self.folder)], stdout=subprocess.PIPE, text=True, check=True).stdout
        tests = []
        for each in json.loads(listed):
            # The files of the build get absolute paths, because a test runs in another folder.
            command = [str(self.path(argument)) if (self.folder / argument).is_file() else argument for argument in each['cmd']]
            headers = {str(self.root), str(self.include), f'-I{self.include}'}
            # Files that the build has generated are generated from the unchanged headers. A test
            # that compares the headers with them would fail for every mutant.
            made = any(self.is_made(argument) for argument in command)
            compiles = any(pathlib.Path(word).name == self.compiler_name for argument in command for word in argument.split())
            is_script = not made and any(argument in headers for argument in command)
            tests.append(Test(each['name'], command, each['env'], each['workdir'], is_script, compiles,
                              self.named(command) if is_script else set()))
        return tests

    def is_made(self, argument):
        path = self.path(argument)
        return path.is_relative_to(self.folder) and path.is_file() and str(path) not in self.precompiled

    def named(self, command):
        """Returns the files of this repository that a command names, and those in the folders that
        it names, without the headers."""
        files = set()
        for argument in command:
            path = self.path(argument)
            if path == self.root or path.is_relative_to(self.folder) or not path.is_relative_to(self.root):
                path = self.root / argument
            if path == self.root or path.is_relative_to(self.include) or path.is_relative_to(self.folder):
                continue
            if path.is_file():
                files.add(path)
            elif path.is_dir():
                files |= {each for each in path.rglob('*') if each.is_file()}
        return files

    @property
    def compiler(self):
        command = self.units[0].command
        return command[:next(index for index, argument in enumerate(command) if argument.startswith('-'))]

    @property
    def warnings(self):
        """Returns the warnings that are errors in this repository, without -Wparentheses: a mutant
        may be `a || b && c`."""
        command = next(unit.command for unit in self.units if '-Werror' in unit.command)
        return [argument for argument in command if argument.startswith('-W') and argument != '-Winvalid-pch'] + ['-Wno-parentheses']

    def lock_of(self, unit):
        return self.locks[unit.output]

    def may_include(self, unit, path):
        """Returns whether a unit includes a header. At first this is true for every precompiled
        header; it is exact after the unit was compiled without the precompiled headers."""
        return self.include / path in self.includes.get(unit.output, unit.dependencies)

    def remember_includes(self, unit, names, include):
        if unit.output not in self.includes:
            found = (self.path(name) for name in names.read_text(encoding='utf-8').split())
            self.includes[unit.output] = {self.include / path.relative_to(include) for path in found if path.is_relative_to(include)}

    def precompile_catch(self, work):
        """Precompiles Catch2, which does not depend on the headers, with the flags of the first
        unit that includes it."""
        header = self.root / 'tests/support/catch.hpp'
        users = [unit for unit in self.units if header in unit.dependencies]
        target = work / 'catch/catch.hpp'
        if not users:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f'#include "{header}"\n', encoding='utf-8')
        flags = [argument for argument in users[0].command if argument.startswith(('-std', '-O', '-f', '-D_', '-pthread', '-g')) and
                 not argument.startswith('-fpch')]
        command = [*self.compiler, *flags, '-w', '-x', 'c++-header', str(header), '-o', f'{target}.gch']
        done = subprocess.run(command, cwd=self.folder, check=False)
        if done.returncode == 0:
            self.catch, self.catch_users = target, {unit.output for unit in users}

    def catch_for(self, unit):
        return ['-include', str(self.catch)] if unit.output in self.catch_users else []
