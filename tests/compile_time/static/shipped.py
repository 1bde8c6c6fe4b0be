#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes the policies that are shipped as lists of types: shipped.py INCLUDE OUTPUT

A policy is found by the static_assert at the end of its header that says that it models its
concept; a state is found because it is a structure in state.hpp. A policy without a
static_assert is an error.
"""

import pathlib
import re
import sys

include = pathlib.Path(sys.argv[1]) / 'tenon'
TYPE = r'((?:[^<>]|<[^<>]*>)+)'


def texts(folder):
    return [(header, header.read_text()) for header in sorted((include / folder).glob('*.hpp'))]


def models(folder, concept, defined):
    """Returns the types that the headers of a folder assert to be models of the concept. It is
    an error if one that is defined there is missing."""
    found = []
    for header, text in texts(folder):
        asserted = re.findall(rf'static_assert\({concept}<{TYPE}>', text)
        found += asserted
        for name in re.findall(defined, text, re.MULTILINE):
            if not any(re.match(rf'{name}\b', model) for model in asserted):
                sys.exit(f'{header}: no static_assert({concept}<{name}>)')
    return found


lists = {
    'protocols': models('protocol', 'protocol', r'^struct (\w+)(?: : \w+)? {'),
    'families': models('family', 'family', r'^class (\w+)::endpoint {'),
    'states': re.findall(r'^struct (\w+)', (include / 'socket/state.hpp').read_text(), re.MULTILINE),
    'drivers': models('driver', 'driver', r'^using (\w+) = basic_'),
}
with open(sys.argv[2], 'w') as output:
    output.write('#pragma once\n\n#include <support/pairs.hpp>\n\nnamespace truth::shipped {\n\n')
    for name, types in lists.items():
        output.write(f'using {name} = support::types<{", ".join("tenon::" + each for each in types)}>;\n')
    output.write('\n}  // namespace truth::shipped\n')
