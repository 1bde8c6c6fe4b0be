#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that the list of options agrees with the headers: option_list.py INCLUDE LIST

Each option of a header in INCLUDE/tenon/options/ must have an entry in the file of the same name
in LIST, under the same #ifdef and in the same order, so that docs/options.md names the header
that declares it. The comment of an option must have the form

    /// CONSTANT: meaning; needs a privilege (source, source).

and the entry must have the same constant, meaning and sources. The manual pages among the
sources are in its field `manual`.
"""

import pathlib
import re
import sys

from checks import Checks

include, listing = (pathlib.Path(argument) for argument in sys.argv[1:])

COMMENT = re.compile(r'([A-Z0-9_]+(?:, [A-Z0-9_]+)?): (.*?)(; needs .*?)? \(((?:[^()]|\(\d\))*)\)\.')
MEANING = re.compile(r'(.*?)(?: \(((?:[^()]|\(\d\))*)\))?')
TOKEN = re.compile(r'^#ifdef (\w+)$|^(#endif)$|^((?:/// .*\n)+)|^using (\w+) =\s+(?:option|option_of_versions)<', re.M)
ENTRY = re.compile(r'^#ifdef (\w+)$|^(#endif)$|visit\.section\((?:"[^"]*"\s*)+, "(\w+)"\)|'
                   r'visit\(\s*option_case<tenon::options::(\w+)>\{(.*?)\}\);', re.M | re.S)


def sources(text):
    """Returns the sources that a text in parentheses names: RFCs, each with its section, and
    others; and the manual pages."""
    parts = re.split(r', (?!section )', text) if text else []
    pages = {part for part in parts if re.fullmatch(r'[\w-]+\(\d\)', part)}
    return set(parts) - pages, pages


def declared(text):
    """Yields the name, guard and comment of each option of a header, in their order."""
    guard, comment = None, ''
    for found in TOKEN.finditer(text):
        if found[1]:
            guard = found[1]
        elif found[2]:
            guard = None
        elif found[3]:
            comment = ' '.join(line[4:] for line in found[3].splitlines())
        else:
            yield found[4], guard, comment
            comment = ''


def entry_of(fields):
    """Returns the texts of an entry by the names of their fields. Adjacent literals are joined."""
    parts = re.findall(r'\.(\w+) =\s*((?:"(?:\\.|[^"\\])*"\s*)+)', fields)
    return {name: ''.join(re.findall(r'"((?:\\.|[^"\\])*)"', value)).replace('\\"', '"') for name, value in parts}


def listed(text):
    """Yields the name, guard, header of the section, and texts of each entry of a file, in their
    order."""
    guard, header = None, None
    for found in ENTRY.finditer(text):
        if found[1]:
            guard = found[1]
        elif found[2]:
            guard = None
        elif found[3]:
            header = found[3]
        else:
            yield found[4], guard, header, entry_of(found[5])


def check_comment(checks, comment, entry):
    said = COMMENT.fullmatch(comment)
    checks.check(said, f'its comment is not “CONSTANT: meaning (source).”: {comment}')
    if not said:
        return
    constant, meaning, needs, where = said.groups()
    other, pages = sources(where)
    text, rest = MEANING.fullmatch(entry['meaning']).groups()
    checks.check(entry['name'] and entry['constant'] == constant, f'the list has {entry["constant"]}, the header {constant}')
    checks.check({text, text[0].lower() + text[1:]} & {meaning, meaning + (needs or '')},
                 f'the list has “{text}”, the header “{meaning}”')
    checks.check(sources(rest)[0] == other, f'the list has the sources {sources(rest)[0]}, the header {other}')
    checks.check(sources(entry['manual'])[1] == pages, f'the list has the pages “{entry["manual"]}”, the header {pages}')


checks = Checks()
total = 0
for path in sorted((include / 'tenon/options').glob('*.hpp')):
    header = path.stem
    options = list(declared(path.read_text()))
    file = listing / path.name
    entries = list(listed(file.read_text())) if file.exists() else []
    checks.case(path.name)
    checks.check([option[0] for option in options] == [entry[0] for entry in entries],
                 f'declares {[option[0] for option in options]}, and the list has {[entry[0] for entry in entries]}')
    by_name = {entry[0]: entry for entry in entries}
    for name, guard, comment in options:
        total += 1
        checks.case(name)
        if name not in by_name:
            checks.check(False, f'{path.name} declares it, and {file} does not list it')
            continue
        _, guard_there, section, entry = by_name[name]
        checks.check(entry.get('name') == name, f'is listed by the name {entry.get("name")}')
        checks.check(guard == guard_there, f'declared under {guard}, and listed under {guard_there}')
        checks.check(section == header, f'declared in {path.name}, and listed in a section of {section}')
        check_comment(checks, comment, entry)
checks.case('the list')
headers = {path.stem for path in (include / 'tenon/options').glob('*.hpp')}
for path in listing.glob('*.hpp'):
    checks.check(path.stem in headers | {'list', 'option_case'}, f'{path.name} is not the list of a header')
checks.check(total >= 149, f'only {total} options were found')
checks.finish()
