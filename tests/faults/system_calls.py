#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that every system call can be made to fail: system_calls.py INCLUDE-FOLDER

os::basic_faulty must have every function of os::posix and of its bases os::posix_data,
os::posix_interfaces and os::posix_epoll under the same name, and count its calls under that name.
Outside system/, no function may be called by its global name (`::name`). First, the rules are
tested with text that breaks them."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'repository/structure'))
from checks import Checks, code_of, headers_under

# Functions that cannot fail; os::basic_faulty only forwards them.
NEVER_FAILS = {'raise_event', 'clear_event', 'free_interface_addresses'}

FUNCTION = re.compile(r'^ {4}(?:\[\[nodiscard\]\] )?(?:static )?(?:std::ptrdiff_t|std::int64_t|ending|void) (\w+)\(', re.M)
GLOBAL_CALL = re.compile(r'(?<![\w>:])::(?!new\b|delete\b)(\w+)\s*\(')


def public_part(text, opening):
    """Returns the text of a class from its opening line to its first `private:`, without
    comments."""
    begin = text.find(opening)
    if begin < 0:
        raise SystemExit(f'there is no {opening}')
    rest = code_of(text[begin:])
    return rest[:rest.index('\nprivate:')]


def functions_of(text, *openings):
    return {name for opening in openings for name in FUNCTION.findall(public_part(text, opening))}


def bodies_of(text):
    """Returns the functions of basic_faulty by name, each with the text of all its overloads."""
    part = public_part(text, 'class basic_faulty')
    functions = list(FUNCTION.finditer(part))
    bodies = {}
    for function, following in zip(functions, functions[1:] + [None]):
        body = part[function.end():following.start() if following else len(part)]
        bodies[function.group(1)] = bodies.get(function.group(1), '') + body
    return bodies


def call_names(text):
    enumeration = re.search(r'enum class call_name[^{]*\{([^}]*)\}', code_of(text))
    return set(re.findall(r'\w+', enumeration.group(1)))


def complaints(posix, faulty):
    real = functions_of(posix, 'struct posix :', 'struct posix_data', 'struct posix_interfaces', 'struct posix_epoll')
    failing = bodies_of(faulty)
    names = call_names(faulty)
    for name in sorted(real - failing.keys()):
        yield f'os::basic_faulty has no {name}'
    for name in sorted(failing.keys() - real):
        yield f'os::posix has no {name}'
    for name in sorted((real - names) - NEVER_FAILS):
        yield f'call_name has no {name}'
    for name in sorted(names - real):
        yield f'call_name has {name}, which is not a call of the system'
    for name in sorted(failing.keys() & names):
        if set(re.findall(r'call_name::(\w+)', failing[name])) != {name}:
            yield f'{name} of os::basic_faulty does not count as {name}'


def global_calls(text):
    return sorted(set(GLOBAL_CALL.findall(code_of(text))))


def main():
    include = pathlib.Path(sys.argv[1])
    system = include / 'tenon/system'
    posix = (system / 'posix_epoll.hpp').read_text() + (system / 'posix_data.hpp').read_text() + (system / 'posix.hpp').read_text() + (system / 'interface_entry.hpp').read_text()
    faulty = (system / 'faulty.hpp').read_text() + (system / 'fault_plan.hpp').read_text()
    checks = Checks()

    checks.case('rules: text that breaks them is reported')
    tried = [
        (posix, faulty.replace(' listen(', ' list('), 'has no listen'),
        (posix.replace(' bind(', ' tie('), faulty, 'posix has no bind'),
        (posix, faulty.replace('run(call_name::accept,', 'run(call_name::listen,'), 'accept of os::basic_faulty'),
        (posix, faulty.replace('    getpeername,\n', ''), 'call_name has no getpeername'),
        (posix, faulty.replace('    getpeername,\n', '    getpeername, gethost,\n'), 'has gethost'),
    ]
    for real, failing, words in tried:
        reported = list(complaints(real, failing))
        checks.check(any(words in one for one in reported), f'"{words}" is not reported, but {reported}')
    checks.check(global_calls('auto x = f(::poll(nothing, 0, 0)); return ::close (y); std::move(z); // ::open()') ==
                 ['close', 'poll'], 'a call by its global name is not found')

    checks.case('os::basic_faulty: it has every function of os::posix')
    for complaint in complaints(posix, faulty):
        checks.check(False, complaint)

    checks.case('headers: outside system/ no function is called by its global name')
    for header in headers_under(include):
        if not header.startswith('tenon/system/'):
            for name in global_calls((include / header).read_text()):
                checks.check(False, f'{header} calls ::{name}, not a member of its system')
    checks.finish()


main()
