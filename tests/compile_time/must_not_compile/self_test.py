#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that check.py passes correct cases, and fails each incorrect case with the reason.

    self_test.py COMPILER...
"""

import os
import pathlib
import subprocess
import sys
import tempfile

CHECK = pathlib.Path(__file__).with_name('check.py')
COMPILER = sys.argv[1:]

HEAD = """
template <class T>
concept may_fly = requires { T::may_fly; } && T::may_fly;
template <class T>
concept may_swim = requires { T::may_swim; } && T::may_swim;
struct bird {
    static constexpr bool may_fly = true;
    static constexpr bool may_swim = false;
};
struct fish {
    static constexpr bool may_fly = false;
    static constexpr bool may_swim = true;
};
template <may_fly T>
void fly(T) {}
[[nodiscard]] inline int land() { return 0; }
"""
FLIGHT = HEAD + 'void journey() { fly(/*here*/bird()); }\n'
# One error for each name: more diagnostics than check.py looks at.
MANY = 'one(), two(), three(), four(), five(), six(), late_word()'

failures = []


def run(source, flags=('-std=c++20', '-Wall', '-Werror'), compiler=None):
    with tempfile.TemporaryDirectory() as folder:
        case = pathlib.Path(folder, 'telling_name.cpp')
        case.write_text(source, encoding='utf-8')
        return subprocess.run([sys.executable, str(CHECK), str(case), *(compiler or COMPILER), *flags],
                              capture_output=True, text=True, check=False)


def passes(what, source, **options):
    done = run(source, **options)
    if done.returncode != 0 or done.stderr or len(done.stdout.splitlines()) != 1:
        failures.append(f'{what}: should have passed with one line, but:\n{done.stdout}{done.stderr}')


def fails(what, words, source, **options):
    done = run(source, **options)
    if done.returncode != 1 or done.stdout:
        failures.append(f'{what}: should have failed, but:\n{done.stdout}{done.stderr}')
    for each in words:
        if each not in done.stderr:
            failures.append(f'{what}: should have said "{each}", but:\n{done.stderr}')


def version_of_clang():
    """Returns the major version of Clang, or 0 for another compiler."""
    done = subprocess.run([*COMPILER, '-dM', '-E', '-x', 'c++', os.devnull], capture_output=True, text=True, check=True)
    major = [int(line.split()[2]) for line in done.stdout.splitlines() if line.startswith('#define __clang_major__ ')]
    return major[0] if major else 0


CLANG = version_of_clang()
OTHER = 'gcc' if CLANG else 'clang'
CHANGE = '// change: bird -> fish\n'

passes('a concept', CHANGE + '// concept: may_fly\n' + FLIGHT)
passes('words', CHANGE + '// words: may_.ly\n' + FLIGHT)
passes('words of each compiler', CHANGE + '// words gcc: may_fly\n// words clang: may_fly\n' + FLIGHT)
passes('a static_assert', '// change: bird -> fish\n// concept: may_fly\n' + HEAD + 'static_assert(may_fly</*here*/bird>);\n')
passes('a misuse on the other compiler only', CHANGE + f'// only: {OTHER}\n// words {OTHER}: nothing of it\n' + FLIGHT)
fails('a misuse on this compiler only', ['is not in the diagnostics'],
      CHANGE + f'// only: {"clang" if CLANG else "gcc"}\n// words: nothing of it\n' + FLIGHT)
fails('an unknown compiler', ['neither gcc nor clang'], CHANGE + '// only: icc\n// words: may_fly\n' + FLIGHT)
passes('a change to nothing', '// change: static_cast<void> ->\n// words: unused\n' + HEAD
       + 'void journey() { /*here*/static_cast<void>(land()); }\n')
passes('words that come later', '// change: 0 -> ' + MANY + '\n// words: one\n// further words: late_word\n'
       + 'int journey() { return /*here*/0; }\n')
passes('a case that says how many it takes', '// change: 0 -> ' + MANY + '\n// words: late_word\n// first gcc: 9\n'
       '// first clang: 9\nint journey() { return /*here*/0; }\n')

fails('a misuse that compiles', ['the misuse compiles'], '// change: bird -> fish\n// concept: may_fly\n'
      + FLIGHT.replace('<may_fly T>', '<class T>'))
fails('a warning without -Werror', ['the misuse compiles'], '// change: static_cast<void> ->\n// words: unused\n' + HEAD
      + 'void journey() { /*here*/static_cast<void>(land()); }\n', flags=('-std=c++20', '-Wall'))
fails('a control that does not compile', ['the control does not compile', 'error: '],
      CHANGE + '// concept: may_fly\n' + FLIGHT.replace('bird()', 'bird() + 1'))
fails('words that are absent', ['"words: may_run" is not in the diagnostics', 'error: ', 'may_fly'],
      CHANGE + '// words: may_fly\n// words: may_run\n' + FLIGHT)
fails('further words that are absent', ['"further words: may_run" is not in the diagnostics'],
      CHANGE + '// words: may_fly\n// further words: may_run\n' + FLIGHT)
fails('another concept', ['"concept: may_swim" is not in the diagnostics'], CHANGE + '// concept: may_swim\n' + FLIGHT)
fails('a concept by half its name', ['"concept: may_fl" is not in the diagnostics'], CHANGE + '// concept: may_fl\n' + FLIGHT)
fails('a concept that is satisfied', ['"concept: may_swim" is not in the diagnostics'], CHANGE + '// concept: may_swim\n'
      + FLIGHT.replace('<may_fly T>', '<class T>\n    requires may_swim<fish> && may_fly<T>'))
fails('words that only the name of the file has', ['"words: telling_name" is not in the diagnostics'], CHANGE + '// words: telling_name\n' + FLIGHT)
fails('words that only the source has', ['"words: a remark" is not in the diagnostics'], CHANGE + '// words: a remark\n'
      + FLIGHT.replace(' }\n', ' /* a remark */ }\n'))
if CLANG == 0 or CLANG >= 19:
    fails('words that come too late', ['"words: late_word" is in diagnostic 7, not in the first'],
          '// change: 0 -> ' + MANY + '\n// words: late_word\nint journey() { return /*here*/0; }\n')

fails('a change without an arrow', ['changes nothing'], '// change: bird\n// concept: may_fly\n' + FLIGHT)
fails('no change', ['there must be one line'], '// concept: may_fly\n' + FLIGHT)
fails('two changes', ['there must be one line'], CHANGE + CHANGE + '// concept: may_fly\n' + FLIGHT)
fails('a change of nothing', ['the change changes nothing'], '// change: bird -> bird\n// concept: may_fly\n' + FLIGHT)
fails('no expectation', ['nothing is expected'], CHANGE + FLIGHT)
fails('an expectation of no words', ['"words" has no text'], CHANGE + '// words:\n' + FLIGHT)
fails('expectations of other compilers alone', ['nothing is expected of'], CHANGE + f'// words {OTHER}: may_fly\n' + FLIGHT)
fails('further expectations alone', ['nothing is expected of'], CHANGE + '// further words: may_fly\n' + FLIGHT)
fails('a misspelt key', ['unknown key "word"'], CHANGE + '// concept: may_fly\n// word: may_fly\n' + FLIGHT)
fails('no mark', ['must stand exactly once'], CHANGE + '// concept: may_fly\n' + FLIGHT.replace('/*here*/', ''))
fails('two marks', ['must stand exactly once'], CHANGE + '// concept: may_fly\n' + FLIGHT + '// /*here*/\n')
fails('a mark elsewhere', ['does not follow the mark'], CHANGE + '// concept: may_fly\n'
      + FLIGHT.replace('fly(/*here*/bird())', '/*here*/fly(bird())'))
fails('no compiler', ['does not work as a compiler'], CHANGE + '// concept: may_fly\n' + FLIGHT, compiler=['false'])



def controls(*sources):
    """Runs check.py --controls on several cases at once. Returns the completed process."""
    with tempfile.TemporaryDirectory() as folder:
        for number, source in enumerate(sources):
            pathlib.Path(folder, f'case_{number}.cpp').write_text(source, encoding='utf-8')
        return subprocess.run([sys.executable, str(CHECK), '--controls', folder, *COMPILER, '-std=c++20', '-Wall', '-Werror'],
                              capture_output=True, text=True, check=False)


SOUND = CHANGE + '// concept: may_fly\n#include <cstddef>\n' + FLIGHT
SPECIALISED = SOUND.replace('struct fish', 'template <class T>\nint count = 0;\ntemplate <>\nint count<bird> = 1;\nstruct fish')
done = controls(SOUND, SOUND, SPECIALISED)
if done.returncode != 0 or done.stdout != '3 controls compile\n':
    failures.append(f'several controls should have passed, but:\n{done.stdout}{done.stderr}')
for unsound, name in (SOUND, 'case_1.cpp'), (SPECIALISED, 'error: '):
    done = controls(SOUND, unsound.replace('bird()', 'bird() + 1'))
    if done.returncode != 1 or name not in done.stderr:
        failures.append(f'a control among several should have failed as {name}, but:\n{done.stdout}{done.stderr}')

print('\n'.join(failures) or 'check.py tells sound cases from unsound ones')
sys.exit(1 if failures else 0)
