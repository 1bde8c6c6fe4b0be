# SPDX-License-Identifier: BSL-1.0
"""Who tells whether a mutant is caught: units, programs of units that do not stand alone, and tests that compile by themselves.

A unit is judged by itself: it is compiled with the mutant, linked without the other units of its program, and run as the program's
tests run it. So no other unit's instance of an inline function is run in the place of the mutant's. Where it cannot do without the
others, or does not pass without them, the whole program is compiled with the mutant. An object that is the same as without the
mutant is not run, if that would take long. What a judge does on the unchanged headers, and how long, is kept in the baseline: a judge
that fails there is not asked, and reported. A mutant that takes four times as long is caught: in a test ten seconds at least, in the
compiler a minute."""

import filecmp
import json
import re
import threading
import time

from run import run


SCRIPT_TIME = 600.0  # seconds; they do not run what the headers could make hang but a compiler


class BudgetSpent(Exception):
    pass


class NoProgram(Exception):
    """The mutant is a type error in each instance of its template; it tells nothing about the tests."""


class Unfit(Exception):
    """The judge fails on the unchanged headers."""


# What is no assertion, no constraint and no constant of the headers that has another value, but an error in what is written.
TYPE_ERROR = re.compile('error: (?:no match for|invalid operands|cannot convert|could not convert|no matching function|no viable|'
                        'invalid conversion|lvalue required|invalid use|invalid type|.* has no member|.* was not declared|.* does not name|'
                        'wrong type argument|return-statement with|no return statement|inconsistent deduction)')


class Clock:
    """What a mutant has taken of the processor. What is done for the baseline is not the mutant's."""

    def __init__(self, budget):
        self.budget, self.spent = budget, 0.0

    def run(self, start, normal, least=10.0):
        """Calls start(seconds) for a run that takes `normal` seconds by the clock without the mutant."""
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
        """The baseline, made where it is not; `kept` is where it stays from run to run."""
        with self.lock:
            if self.baseline is None:
                self.baseline = self.prepare(kept)
        if self.baseline.get('unfit'):
            raise Unfit(self.baseline['unfit'])
        return self.baseline

    def with_program(self, test, program):
        return [str(program) if self.build.path(argument) == self.program_path else argument for argument in test.command]

    def run_tests(self, program, tests, overlay, normal, clock):
        """Runs the tests of a program that is linked anew. One that fails is repeated: it may be the machine's fault."""
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
    """Some units of a program, linked without the others."""

    def __init__(self, build, program, units, name):
        files = {path for unit in units for path in unit.dependencies if path.is_relative_to(build.root / 'tests') or
                 path.is_relative_to(build.root / 'examples')}
        super().__init__(build, name, {unit.source for unit in units}, files, sum(unit.seconds for unit in units))
        self.program, self.units, self.program_path = program, units, build.path(program.output)

    def comes_first(self, site):
        """A unit that is named as the header."""
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
        """Links the build's objects and runs them; once for what was built since."""
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
        """The outcome of compiling a unit with the unchanged headers as it is compiled with the changed ones; the object stays."""
        with self.build.lock_of(unit):
            return kept.compile(unit, 600)

    def is_same(self, overlay, kept):
        """Whether the mutant makes no difference in the objects."""
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
                    raise NoProgram(error)
                if not self.unchanged(unit, kept).is_good:
                    raise Unfit(f'does not compile: {first_error(self.unchanged(unit, kept))}')
                return f'does not compile {unit.output}: {error}'
            if not outcome.is_good:
                return None
            self.build.remember_includes(unit, names, overlay.include)
        tests = [test for test in self.program.tests if test.name in baseline['tests']]
        if not tests or not any(self.build.may_include(unit, path) for unit in self.units):
            return None
        # It takes longer to run it than to see that there is no need to.
        if sum(baseline['tests'].values()) > 2 * self.seconds and self.is_same(overlay, kept):
            return None
        program = overlay.work / f'{self.name.replace("/", "__")}.program'
        linked = self.link([overlay.object_of(unit) for unit in self.units], program, 120)
        if not linked.is_good:
            raise Unfit(f'does not link any more: {first_error(linked)}')
        found = self.run_tests(program, tests, overlay, baseline['tests'], clock)
        program.unlink(missing_ok=True)
        return found


class Whole(Units):
    """All units of a program, where one of them cannot be judged alone."""

    def __init__(self, build, program, alone):
        super().__init__(build, program, program.units, program.output)
        self.seconds *= 3  # Its units are asked first, as long as they tell as much.
        self.alone = alone

    def comes_first(self, site):
        return False

    def judge(self, path, overlay, kept, clock):
        if all(set(judge.prepared(kept)['tests']) == {test.name for test in self.program.tests} for judge in self.alone):
            return None
        return super().judge(path, overlay, kept, clock)


class Script(Judge):
    """A test that is told where the headers are, and compiles. (One that only reads them as text would fail for a line that is written in
    another way.)"""

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
        self.prepared(kept)  # It takes long, and does not matter until now.
        return f'{"hangs in" if outcome.status is None else "fails"} {self.name}: {first_error(outcome)}'


def judges_of(build):
    judges = []
    for program in build.programs:
        alone = [Units(build, program, [unit], unit.output) for unit in program.units]
        judges += alone
        if len(alone) > 1:
            judges.append(Whole(build, program, alone))
    return judges + [Script(build, test) for test in build.scripts if test.compiles]
