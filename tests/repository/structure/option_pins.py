#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that every option of the library has one pin: option_pins.py INCLUDE PINS

An option is an alias in the namespace `tenon::options` whose name does not begin with `on_`
(such a type says which sockets an option applies to), or a structure that derives from `option`.
Its pin is a static_assert in PINS that fixes its constants. It must be under the same #ifdef as
the option: otherwise, an option could be compiled without its pin.
"""

import pathlib
import re
import sys

from checks import Checks, code_of

include, pins = (pathlib.Path(argument) for argument in sys.argv[1:])
OPTION = re.compile(r'^using (?!on_)(\w+) =|^struct (\w+)(?: final)? : (?:public )?(?:tenon::)?option(?:_of_versions)?<')
PIN = re.compile(r'^static_assert\(\s*(?:set_and_get|get_only|set_only)(?:_in_both)?<\s*options::(\w+),')


def found(folder, ending, pattern):
    """Returns, for each name that the pattern matches in the namespace `options` or `pins`, the
    files with the conditions of the preprocessor that the matches are under."""
    places = {}
    for path in sorted(folder.glob('*' + ending)):
        conditions = []
        inside = False
        for line in re.sub(r'([(<=:,])\n\s*', r'\1 ', code_of(path.read_text())).splitlines():
            directive = re.match(r'\s*#\s*(ifdef|ifndef|if|elif|else|endif)\b\s*(.*)', line)
            if directive and directive[1] == 'endif':
                conditions.pop()
            elif directive and directive[1] in ('elif', 'else'):
                conditions[-1] = directive[0].strip()
            elif directive:
                conditions.append(directive[0].strip())
            if re.match(r'namespace ', line):
                inside = re.match(r'namespace (?:options|pins) ', line)
            match = pattern.match(line)
            if match and inside:
                name = next(group for group in match.groups() if group)
                places.setdefault(name, []).append((path.name, tuple(conditions)))
    return places


checks = Checks()
options = found(include / 'tenon/options', '.hpp', OPTION)
pinned = found(pins, '.cpp', PIN)
for name, declared in options.items():
    checks.case(name)
    if name not in pinned:
        checks.check(False, f'{declared[0][0]} declares it, and nothing in {pins} pins it')
        continue
    checks.check(len(declared) == 1, f'declared {len(declared)} times')
    checks.check(len(pinned[name]) == 1, f'pinned {len(pinned[name])} times')
    checks.check(declared[0][1] == pinned[name][0][1],
                 f'declared under {declared[0][1]}, and pinned in {pinned[name][0][0]} under {pinned[name][0][1]}')
checks.case('the pins')
for name in pinned.keys() - options.keys():
    checks.check(False, f'{name} is pinned, and is not an option')
checks.check(len(options) >= 149, f'only {len(options)} options were found')
checks.finish()
