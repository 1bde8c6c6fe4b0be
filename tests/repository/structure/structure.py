#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks the headers for the rules that no compiler checks (docs/structure.md):
structure.py INCLUDE-FOLDER"""

import pathlib
import re
import statistics
import sys

from checks import Checks, code_of, headers_under, includes_of, separate_headers

# A file may include files from its own row and the rows above.
ROWS = [
    ['base'],
    ['system', 'address'],
    ['concepts'],
    ['operation'],
    ['socket'],
    ['protocol', 'family', 'options', 'control', 'driver'],
    ['verb'],
    ['wire', 'framing', 'resolve', 'layer', 'proxy', 'loop', 'testing'],
]
ROW_OF = {folder: row for row, folders in enumerate(ROWS) for folder in folders}

# These files of system/ belong to the first row, beside base/, which needs them. They include
# nothing of tenon.
FOUNDATIONS = ['tenon/system/errors.hpp', 'tenon/system/types.hpp']

# These folders must not name the library's own policies, so that these have no advantage over
# users'.
NEUTRAL = ['address', 'concepts', 'operation', 'socket']
POLICIES = ['protocol', 'family', 'driver']

FORBIDDEN = ['chrono', 'memory', 'iostream', 'functional', 'ranges', 'thread', 'format', 'stop_token']

ABOUT_THE_COMPILER = re.compile(r'__cpp_\w+|__has_\w+|__GNUC__|__clang__|__clang_major__|__cplusplus|__ELF__|__MACH__|defined|\w+_attribute')
# Macros that make system headers declare more; this one has an effect only on Apple's systems.
OF_THE_SYSTEM = ['__APPLE_USE_RFC_3542']

# These headers include others, and no header of tenon except the latter three includes them.
WHOLES = ['tenon.hpp', 'tenon/loops.hpp', 'tenon/layers.hpp', 'tenon/testing.hpp']

LONGEST = 400
# May be longer, because users read it from top to bottom as the reference of the socket.
AS_LONG_AS_NEEDED = ['tenon/socket/basic_socket.hpp']
LONGEST_MEDIAN = 120


def folder_of(header):
    parts = header.split('/')
    if header == 'tenon/format.hpp':
        return 'verb'  # It may include the same files as tenon.hpp.
    if len(parts) == 4 and parts[1:3] in (['options', 'machinery'], ['options', 'values']):
        return 'options'
    return parts[1] if len(parts) == 3 else None


def row_of(header):
    return 0 if header in FOUNDATIONS else ROW_OF.get(folder_of(header))


def check_rows(checks, header, text):
    row = row_of(header)
    checks.check(row is not None, f'is in no folder of the table')
    for name in includes_of(text):
        checks.check(name[0] == '<', f'includes {name} by quotes')
        if not name.startswith('<tenon'):
            continue
        checks.check(header not in FOUNDATIONS, f'includes {name}, and may include nothing of tenon')
        included = row_of(name[1:-1])
        checks.check(included is not None, f'includes {name}, which is in no folder of the table')
        if included is not None and row is not None:
            checks.check(included <= row, f'includes {name} from a row below its own')


def policies_in(texts):
    """Returns the names of the library's protocols, families and drivers: the types that their
    headers declare at namespace scope."""
    names = set()
    for header, text in texts.items():
        if folder_of(header) in POLICIES:
            names |= set(re.findall(r'^(?:struct|class) (\w+)\b(?!::|;)', text, re.M))
            names |= set(re.findall(r'^using (\w+) =', text, re.M))
    return names


def named_in(name, code):
    """Returns whether the code names a policy. If the code has a variable of that name, only
    uses that must be a type count."""
    declared = re.search(rf'[\w>&*]\s+{name}\s*[,;=)({{]', re.sub(r'\b(class|struct|typename|return|using)\s+', '@ ', code))
    pattern = rf'\b{name}::|<\s*{name}\s*[,>]' if declared else rf'(?<![\w.:>]){name}\b|tenon::{name}\b'
    return re.search(pattern, code) is not None


def check_neutral(checks, header, text, policies):
    if folder_of(header) not in NEUTRAL:
        return
    code = code_of(text)
    for name in policies:
        checks.check(not named_in(name, code), f'names {name}, which is a policy like any other')
    checks.check('options::' not in code, f'names an option')


def check_conditions(checks, header, text):
    """Checks that outside system/, conditions of the preprocessor are only about the compiler,
    or test for a constant that is then used. In options/, they may also test whether the system
    has an option (system/option_names.hpp)."""
    if folder_of(header) == 'system':
        return
    lines = code_of(text).splitlines()
    for number, line in enumerate(lines, 1):
        condition = re.match(r'\s*#\s*(?:el)?if(n?def)?\b(.*)', line)
        if not condition:
            continue
        words = re.findall(r'\b[A-Za-z_]\w*', condition.group(2))
        foreign = [word for word in words if not ABOUT_THE_COMPILER.fullmatch(word)]
        if folder_of(header) == 'options':
            foreign = [word for word in foreign if not word.startswith('TENON_HAS_')]
        if condition.group(1) == 'def' and len(foreign) == 1:
            guarded = '\n'.join(lines[number:]).split('#endif')[0]
            if re.search(rf'\b{foreign[0]}\b', guarded):
                foreign = []
        checks.check(not foreign, f'line {number} tests {", ".join(foreign)} outside system/')


def check_form(checks, header, text, separate):
    lines = text.splitlines()
    checks.check(lines[:2] == ['// SPDX-License-Identifier: BSL-1.0', '#pragma once'],
                 f'does not begin with the licence and #pragma once')
    checks.check(len(lines) <= LONGEST or header in AS_LONG_AS_NEEDED, f'has {len(lines)} lines, of {LONGEST} at most')
    checks.check(text.endswith('\n') and not text.endswith('\n\n'), f'does not end with its last line')
    for name in includes_of(text):
        checks.check(name[1:-1] not in FORBIDDEN or header in separate, f'includes {name}, which costs too much to compile')
    for macro in re.findall(r'^\s*#\s*define\s+(\w+)', text, re.M):
        checks.check(macro.startswith('TENON_') or macro in OF_THE_SYSTEM, f'defines {macro}')


def check_whole(checks, whole, headers, others=()):
    included = [name[1:-1] for name in includes_of(whole.read_text()) if name[1:-1] not in others]
    for header in headers:
        checks.check(included.count(header) == 1, f'includes {header} {included.count(header)} times')
    for name in included:
        checks.check(name in headers, f'includes {name}, which is not a header of tenon')


def main():
    include = pathlib.Path(sys.argv[1])
    checks = Checks()
    headers = [header for header in headers_under(include) if header not in WHOLES]
    texts = {header: (include / header).read_text() for header in headers}
    separate = separate_headers(include)
    policies = policies_in(texts)
    for header, text in texts.items():
        checks.case(header)
        check_rows(checks, header, text)
        check_neutral(checks, header, text, policies)
        check_conditions(checks, header, text)
        check_form(checks, header, text, separate)
    checks.case('tenon.hpp')
    check_whole(checks, include / 'tenon.hpp', headers)
    for whole, folders in (('tenon/loops.hpp', ['loop']), ('tenon/layers.hpp', ['layer', 'framing', 'proxy']), ('tenon/testing.hpp', ['testing'])):
        checks.case(whole)
        check_whole(checks, include / whole, [header for header in headers if folder_of(header) in folders], ['tenon.hpp'])
    checks.case('the median header')
    median = statistics.median(len(text.splitlines()) for text in texts.values())
    checks.check(median <= LONGEST_MEDIAN, f'has {median} lines, of {LONGEST_MEDIAN} at most')
    checks.finish()


main()
