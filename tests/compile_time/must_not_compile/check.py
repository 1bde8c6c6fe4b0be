#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that a misuse does not compile, and that the compiler says why.

    check.py CASE COMPILER FLAGS...           checks one case
    check.py --misuses FOLDER COMPILER ...    checks that the misuses of one folder are refused,
                                              and how
    check.py --controls FOLDER COMPILER ...   checks that all controls under a folder compile,
                                              most of them in one source, which is fast
    check.py --show CASE COMPILER ...         prints the compiler's output for the misuse
    check.py --list FOLDER                    prints the names of the folders of cases, one per
                                              line

A case is a source file that compiles as it stands: the control. The comment at its beginning
says what to change at the marked place to get the misuse, and what the compiler must then print:

    // A sentence or two on the misuse.
    //
    // change: tcp -> udp               the text after the mark /*here*/, and its replacement
    // concept: may_listen              the diagnostics say that this concept is not satisfied;
                                        with "!get_only", that the concept get_only is satisfied
                                        and must not be
    // words: regular expression        the diagnostics match it
    // words gcc: …                     the same on GCC only; likewise "words clang", "concept
                                        gcc", "concept clang"
    // words deleted: …                 expected if the compiler prints the reason of a deleted
                                        function, in place of what is expected of that compiler
                                        only
    // further concept: applies_to      may come in a later diagnostic: the reason for the reason;
                                        likewise "further words"

People read only the first diagnostics. So everything that is expected, except what is marked as
further, must be in the first three diagnostics on Clang and the first five on GCC, counting
errors, notes and warnings. On Clang before 19 it may be in any. If the library cannot achieve
that, a case says how many diagnostics it takes: "// first clang: 4".

If the language cannot refuse a misuse, but one compiler warns of it because of an attribute, the
case is for that compiler only: "// only: clang". For the others, only the control is checked.
"""

import dataclasses
import os
import pathlib
import re
import subprocess
import sys
import tempfile

MARK = '/*here*/'
KEY = re.compile(r'(?P<further>further )?(?P<what>concept|words)(?: (?P<where>gcc|clang|deleted))?|change|only|first (?:gcc|clang)')
FIRST = {'clang': 3, 'gcc': 5}
DIAGNOSTIC = re.compile(r'^(?:\S.*?: )?(?:fatal error|error|warning|note): ')


class Unmet(Exception):
    """An expectation that was not met."""


@dataclasses.dataclass
class Expectation:
    said: str     # the line of the case
    text: str
    is_concept: bool
    where: str    # gcc, clang or deleted; None: expected of every compiler
    is_further: bool


@dataclasses.dataclass
class Case:
    name: str
    control: str
    variant: str
    expected: list
    first: dict  # the number of diagnostics by compiler, if it is not that of FIRST
    only: str    # the only compiler that refuses the misuse; None: all do


def lines_of(source):
    """Yields the key and the text of each line `// key: text` in the comment at the beginning."""
    for line in source.splitlines():
        if not line.startswith('//'):
            return
        found = re.match(r'// ([a-z]+(?: [a-z]+){0,2}):(?: (.*)|$)', line)
        if found:
            yield found.group(1), (found.group(2) or '').strip()


def read_case(path):
    """Parses a case. Every mistake in a case is an error, so that it cannot make the case pass."""
    control = path.read_text(encoding='utf-8')
    expected, first, changes, only = [], {}, [], None
    for key, text in lines_of(control):
        parts = KEY.fullmatch(key)
        if not parts:
            raise Unmet(f'unknown key "{key}"')
        if not text:
            raise Unmet(f'"{key}" has no text')
        if key == 'change':
            changes.append(text)
        elif key == 'only':
            if text not in FIRST:
                raise Unmet(f'"{text}" is neither gcc nor clang')
            only = text
        elif key.startswith('first '):
            first[key.removeprefix('first ')] = int(text)
        else:
            expected.append(Expectation(f'{key}: {text}', text, parts['what'] == 'concept', parts['where'],
                                        bool(parts['further'])))
    if len(changes) != 1:
        raise Unmet('there must be one line "// change: this -> that" among the first ones')

    before, arrow, after = (part.strip() for part in f'{changes[0]} '.partition(' -> '))
    if not arrow or before == after:
        raise Unmet('the change changes nothing')
    if control.count(MARK) != 1:
        raise Unmet(f'the mark {MARK} must stand exactly once')
    head, tail = control.split(MARK)
    if not tail.lstrip().startswith(before):
        raise Unmet(f'"{before}" does not follow the mark {MARK}')
    variant = f'{head}{MARK} {after}{tail.lstrip().removeprefix(before)}'
    return Case(f'{path.parent.name}/{path.stem}', control, variant, expected, first, only)


@dataclasses.dataclass
class Compiler:
    command: list
    is_clang: bool
    version: int
    prints_sentences: bool

    @property
    def kind(self):
        return 'clang' if self.is_clang else 'gcc'

    @property
    def is_lenient(self):
        """Whether what is expected may be in any diagnostic."""
        return self.is_clang and self.version < 19

    def run(self, *arguments):
        return subprocess.run([*self.command, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              errors='replace', env={**os.environ, 'LC_ALL': 'C'}, check=False)

    def compile(self, source):
        """Returns whether the source compiles, and the compiler's output. The output has no
        quoted source lines and a neutral file name, so that it cannot match by text that is in
        the source or its name."""
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, 'case.cpp')
            file.write_text(source, encoding='utf-8')
            bare = '-fno-caret-diagnostics' if self.is_clang else '-fno-diagnostics-show-caret'
            done = self.run('-fsyntax-only', bare, '-fmessage-length=0', '-fdiagnostics-color=never', str(file))
            return done.returncode == 0, (done.stdout + done.stderr).replace(f'{folder}/', '')


def look_at(command):
    compiler = Compiler(command, False, 0, False)
    done = compiler.run('-dM', '-E', '-x', 'c++', os.devnull)
    macros = dict(re.findall(r'^#define (\w+) (.*)$', done.stdout, re.MULTILINE))
    if done.returncode != 0 or '__GNUC__' not in macros:
        raise Unmet(f'{" ".join(command)} does not work as a compiler:\n{done.stderr}')
    compiler.is_clang = '__clang__' in macros
    compiler.version = int(macros['__clang_major__' if compiler.is_clang else '__GNUC__'])
    compiler.prints_sentences = '__cpp_deleted_function' in macros
    return compiler


def diagnostics_of(output):
    """Returns the diagnostics, each with the lines before it that lead to it ("required from
    here")."""
    diagnostics, lines = [], []
    for line in output.splitlines():
        lines.append(line)
        if DIAGNOSTIC.match(line):
            diagnostics.append('\n'.join(lines))
            lines = []
    return diagnostics


def unsatisfied(concept, is_clang):
    """Returns a regular expression for the words by which the compiler says that a concept is not
    satisfied."""
    prefix = '(?:tenon::)?(?:v0::)?'
    if concept.startswith('!'):
        name = prefix + re.escape(concept[1:])
        return rf"(?:because|and) '!{name}<.*' evaluated to false" if is_clang else rf"'!\({name}<.*' evaluated to 'false'"
    name = prefix + re.escape(concept)
    if is_clang:
        return rf"does not satisfy '{name}'|(?:because|and) '{name}<.*' evaluated to false"
    return (rf"required for the satisfaction of '{name}<"
            rf"|required by the constraints of 'template<.*> concept {name}'"
            rf"|the expression '\(\.\.\. && {name}<.*evaluated to 'false'")


def expected_of(case, compiler):
    """Returns the expectations that this compiler has to meet."""
    sentences = compiler.prints_sentences and any(each.where == 'deleted' for each in case.expected)
    expected = [each for each in case.expected if each.where in (None, 'deleted' if sentences else compiler.kind)]
    if all(each.is_further for each in expected):
        raise Unmet(f'nothing is expected of {compiler.kind}')
    return expected


def position(expression, diagnostics):
    for number, text in enumerate(diagnostics, start=1):
        if re.search(expression, text):
            return number
    return None


def check_control(case, compiler):
    compiles, output = compiler.compile(case.control)
    if not compiles:
        raise Unmet(f'the control does not compile:\n{output}')


def check_controls(cases, compiler):
    """Compiles the controls as one source: first everything that they include, then each in a
    namespace of its own."""
    includes, together, alone = set(), [], []
    for case in cases:
        includes.update(re.findall(r'^#include <.*>$', case.control, re.MULTILINE))
        # A case that specialises a template of the library must not be inside of a namespace.
        (alone if re.search(r'^template <>', case.control, re.MULTILINE) else together).append(case)
    source = ''.join(f'{line}\n' for line in sorted(includes))
    for number, case in enumerate(together):
        source += f'namespace control_{number} {{\n#line 1 "{case.name}.cpp"\n{case.control}\n}}\n'
    compiles, output = compiler.compile(source)
    if not compiles:
        raise Unmet(f'some controls do not compile:\n{output}')
    for case in alone:
        check_control(case, compiler)


def check_misuse(case, compiler):
    """Returns the number of the last diagnostic that was needed to meet all expectations."""
    compiles, output = compiler.compile(case.variant)
    if compiles:
        raise Unmet('the misuse compiles')
    diagnostics = diagnostics_of(output)
    first = case.first.get(compiler.kind, FIRST[compiler.kind])
    furthest = 0
    for each in expected_of(case, compiler):
        found = position(unsatisfied(each.text, compiler.is_clang) if each.is_concept else each.text, diagnostics)
        if found is None:
            raise Unmet(f'"{each.said}" is not in the diagnostics:\n{output}')
        if found > first and not each.is_further and not compiler.is_lenient:
            raise Unmet(f'"{each.said}" is in diagnostic {found}, not in the first {first}:\n{output}')
        furthest = max(furthest, found)
    return furthest


def check_misuses(folder, compiler):
    """Prints a line for each case, and how many passed. Returns whether all passed."""
    passed = failed = 0
    for path in sorted(folder.glob('*.cpp')):
        try:
            print(check_case(path, compiler, False))
            passed += 1
        except Unmet as why:
            print(f'{path}: {why}', file=sys.stderr)
            failed += 1
    print(f'{passed} passed, {failed} failed')
    return failed == 0 and passed > 0


def check_case(path, compiler, with_control):
    """Returns the line to print for a case that passes."""
    case = read_case(path)
    here = case.only in (None, compiler.kind)
    if with_control or not here:
        check_control(case, compiler)
    if not here:
        return f'{case.name}: the control compiles; the misuse is refused on {case.only} only'
    furthest = check_misuse(case, compiler)
    return f'{case.name}: refused; {compiler.kind} {compiler.version} reports the reason by diagnostic {furthest}'


def main(arguments):
    mode = arguments.pop(0) if arguments[:1] and arguments[0].startswith('--') else ''
    if mode not in ('', '--misuses', '--controls', '--show', '--list') or len(arguments) < (1 if mode == '--list' else 2):
        print(__doc__, file=sys.stderr)
        return 2
    path = pathlib.Path(arguments[0])
    if mode == '--list':
        print('\n'.join(sorted({case.parent.name for case in path.rglob('*.cpp')})))
        return 0
    try:
        compiler = look_at(arguments[1:])
        if mode == '--controls':
            cases = [read_case(each) for each in sorted(path.rglob('*.cpp'))]
            check_controls(cases, compiler)
            print(f'{len(cases)} controls compile')
        elif mode == '--misuses':
            return 0 if check_misuses(path, compiler) else 1
        elif mode == '--show':
            print(compiler.compile(read_case(path).variant)[1], end='')
        else:
            print(check_case(path, compiler, True))
    except Unmet as why:
        print(f'{path}: {why}', file=sys.stderr)
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
