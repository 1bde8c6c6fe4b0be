# SPDX-License-Identifier: BSL-1.0
"""The judges, which decide whether a mutant is caught: single units, whole programs, and tests that
compile the headers themselves.

A unit is compiled with the mutant, linked without the other units of its program, and run with the
arguments of the program's tests. So the instance of an inline function that runs is the mutant's,
and not that of another unit. If a unit cannot be linked or does not pass without the others, the
whole program is compiled with the mutant. If the object is the same as without the mutant, it is
not run if that would take long. The baseline records what a judge does with the unchanged headers, and
its time. A judge that fails there is reported, and not used. A mutant is also caught if it takes
four times as long, and at least ten seconds in a test, or a minute in the compiler."""

import filecmp
import json
import re
import threading
import time

from run import run


SCRIPT_TIME = 600.0  # seconds; scripts run a compiler, and no code of the headers, which could hang


class BudgetSpent(Exception):
    pass


class HeaderError(Exception):
    """The mutant has a type error in each instance of its template, which says nothing about the
    tests."""


class Unfit(Exception):
    """The judge fails on the unchanged headers."""


# A type error in the code of the headers. Other errors come from an assertion, a constraint or a
# constant that has another value: these mutants are caught.
TYPE_ERROR = re.compile('error: (?:no match for|invalid operands|cannot convert|could not convert|no matching function|no viable|'
                        'invalid conversion|lvalue required|invalid use|invalid type|.* has no member|.* was not declared|.* does not name|'
                        'wrong type argument|return-statement with|no return statement|inconsistent deduction)')


class Clock:
    """The processor time that a mutant has used. The time for the baseline does not count."""

    def __init__(self, budget):
        self.budget, self.spent = budget, 0.0

    def run(self, start, normal, least=10.0):
        """Calls start(seconds) for a run that takes `normal` seconds of real time without the
        mutant."""
        if self.spent > self.budget:
            raise BudgetSpent
        outcome = start(max(least, 4 * normal))
        self.spent += outcome.seconds
        return outcome


def first_error(outcome):
    if outcome.status is None:
        return 'it took too long'
    lines = [line for line in outcome.output.splitlines() if 'error:' in line]
    lines = lines or [line for line in outcome.output.splitlines() if 'fail' in line.lower()]
    return (lines or outcome.output.splitlines() or [f'status {outcome.status}'])[0].strip()


class Judge:
    def __init__(self, build, name, own, files, seconds):
        self.build, self.name, self.own, self.files, self.seconds = build, name, own, own | files, seconds
        self.lock, self.baseline = threading.Lock(), None

    def comes_first(self, site):
        return False

    def prepared(self, kept):
        """Returns the baseline, after making it if there is none. It is kept in `kept` between
        runs."""
        with self.lock:
            if self.baseline is None:
                self.baseline = self.prepare(kept)
        if self.baseline.get('unfit'):
            raise Unfit(self.baseline['unfit'])
        return self.baseline

    def with_program(self, test, program):
        return [str(program) if self.build.path(argument) == self.program_path else argument for argument in test.command]

    def run_tests(self, program, tests, overlay, normal, clock):
        """Runs the tests of a program that was linked with the mutant. A test that fails is
        repeated, because it may have failed by chance."""
        for test in tests:
            command = self.with_program(test, program)
            for attempt in (1, 2):
                outcome = clock.run(lambda seconds: run(command, test.folder or overlay.work, seconds, test.environment),
                                    normal.get(test.name, 60))
                if outcome.is_good or outcome.status is None:
                    break
            if not outcome.is_good:
                return f'{"hangs in" if outcome.status is None else "fails"} {self.name}: {first_error(outcome)}'
        return None


class Units(Judge):
    """Units of a program, which are linked without the others."""

    def __init__(self, build, program, units, name):
        files = {path for unit in units for path in unit.dependencies if path.is_relative_to(build.root / 'tests') or
                 path.is_relative_to(build.root / 'examples')}
        super().__init__(build, name, {unit.source for unit in units}, files, sum(unit.seconds for unit in units))
        self.program, self.units, self.program_path = program, units, build.path(program.output)

    def comes_first(self, site):
        """Returns whether a unit has the name of the header."""
        path = site.path
        return any(unit.source.parent.name + '/' + unit.source.stem + '.hpp' == '/'.join(path.split('/')[-2:]) and
                   'unit' in unit.source.parts for unit in self.units)

    def depends_on(self, site):
        path = site.path
        return any(self.build.include / path in unit.dependencies for unit in self.units)

    def link(self, objects, target, seconds):
        others = {unit.output for unit in self.program.units}
        command, arguments = [], iter(self.program.command)
        for argument in arguments:
            if argument == '-o':
                next(arguments)
                command += ['-o', str(target), *map(str, objects)]
            elif argument not in others:
                command.append(argument)
        return run(command, self.build.folder, seconds)

    def prepare(self, kept):
        """Links the objects of the build and runs them, unless that was done since they were
        built."""
        built = max(self.build.path(unit.output).stat().st_mtime for unit in self.units)
        file = kept.work / (self.name.replace('/', '__') + '.json')
        if file.exists() and file.stat().st_mtime > built:
            return json.loads(file.read_text(encoding='utf-8'))
        baseline = {'links': False, 'tests': {}}
        program = kept.work / f'{self.name.replace("/", "__")}.program'
        baseline['links'] = self.link([unit.output for unit in self.units], program, 120).is_good
        for test in self.program.tests if baseline['links'] else ():
            begin = time.monotonic()
            outcome = run(self.with_program(test, program), test.folder or kept.work, 300, test.environment)
            if outcome.is_good:
                baseline['tests'][test.name] = time.monotonic() - begin
        program.unlink(missing_ok=True)
        file.write_text(json.dumps(baseline), encoding='utf-8')
        return baseline

    def unchanged(self, unit, kept):
        """Compiles a unit with the unchanged headers, as it is compiled with the mutant. Returns
        the outcome; the object is kept."""
        with self.build.lock_of(unit):
            return kept.compile(unit, 600)

    def is_same(self, overlay, kept):
        """Returns whether the objects are the same with and without the mutant."""
        return all(self.unchanged(unit, kept).is_good and filecmp.cmp(overlay.object_of(unit), kept.object_of(unit), shallow=False)
                   for unit in self.units)

    def judge(self, path, overlay, kept, clock):
        baseline = self.prepared(kept)
        if not any(self.build.may_include(unit, path) for unit in self.units):
            return None
        for unit in self.units:
            names = overlay.object_of(unit).with_suffix('.d')
            outcome = clock.run(lambda seconds: overlay.compile(unit, seconds, '-MMD', '-MF', str(names)), unit.seconds, 60.0)
            if outcome.status is None or (not outcome.is_good and 'internal compiler error' not in outcome.output):
                error = first_error(outcome)
                if str(overlay.include) in error and TYPE_ERROR.search(error):
                    raise HeaderError(error)
                if not self.unchanged(unit, kept).is_good:
                    raise Unfit(f'does not compile: {first_error(self.unchanged(unit, kept))}')
                return f'does not compile {unit.output}: {error}'
            if not outcome.is_good:
                return None
            self.build.remember_includes(unit, names, overlay.include)
        tests = [test for test in self.program.tests if test.name in baseline['tests']]
        if not tests or not any(self.build.may_include(unit, path) for unit in self.units):
            return None
        # If the run takes longer than comparing the objects does, they are compared first.
        if sum(baseline['tests'].values()) > 2 * self.seconds and self.is_same(overlay, kept):
            return None
        program = overlay.work / f'{self.name.replace("/", "__")}.program'
        linked = self.link([overlay.object_of(unit) for unit in self.units], program, 120)
        if not linked.is_good:
            raise Unfit(f'is not linked: {first_error(linked)}')
        found = self.run_tests(program, tests, overlay, baseline['tests'], clock)
        program.unlink(missing_ok=True)
        return found


class Whole(Units):
    """All units of a program, if one of them does not pass alone."""

    def __init__(self, build, program, alone):
        super().__init__(build, program, program.units, program.output)
        self.seconds *= 3  # The single units run before, because they usually catch the same mutants.
        self.alone = alone

    def comes_first(self, site):
        return False

    def judge(self, path, overlay, kept, clock):
        if all(set(judge.prepared(kept)['tests']) == {test.name for test in self.program.tests} for judge in self.alone):
            return None
        return super().judge(path, overlay, kept, clock)


class Script(Judge):
    """A test whose command names the headers and a compiler. (A test that only reads the headers as
    text would fail for any unusual line.)"""

    def __init__(self, build, test):
        super().__init__(build, test.name, test.dependencies, set(), 15.0)
        self.test, self.program_path = test, None

    def depends_on(self, site):
        return True

    def comes_first(self, site):
        return False

    def command(self, overlay, seconds):
        command = []
        for argument in self.test.command:
            for path in self.build.precompiled:
                if argument == path:
                    argument, outcome = overlay.precompile(path, seconds)
                elif argument == f'-I{self.build.path(path).parent}':
                    target, outcome = overlay.precompile(path, seconds)
                    argument = f'-I{target.parent}'
                else:
                    continue
                if not outcome.is_good:
                    return None, outcome
                break
            command.append(overlay.with_headers(str(argument)))
        return command, None

    def prepare(self, kept):
        command, outcome = self.command(kept, 60)
        outcome = outcome or run(command, self.test.folder or kept.work, SCRIPT_TIME, self.test.environment)
        return {'unfit': None if outcome.is_good else first_error(outcome)}

    def judge(self, path, overlay, kept, clock):
        command, outcome = self.command(overlay, 60)
        if not outcome:
            outcome = clock.run(lambda seconds: run(command, self.test.folder or overlay.work, seconds, self.test.environment), 0, SCRIPT_TIME)
        if outcome.is_good:
            return None
        self.prepared(kept)  # Only now, because it takes long, and is needed only if the mutant fails.
        return f'{"hangs in" if outcome.status is None else "fails"} {self.name}: {first_error(outcome)}'


def judges_of(build):
    judges = []
    for program in build.programs:
        alone = [Units(build, program, [unit], unit.output) for unit in program.units]
        judges += alone
        if len(alone) > 1:
            judges.append(Whole(build, program, alone))
    return judges + [Script(build, test) for test in build.scripts if test.compiles]
