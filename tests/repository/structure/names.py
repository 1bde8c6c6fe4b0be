# SPDX-License-Identifier: BSL-1.0
"""Finds the names that `using namespace tenon` makes visible, and that a system header could
declare too."""

import re

OPENING = re.compile(r'^(?:inline )?namespace ([\w: ]+) \{$')
DECLARED = re.compile(r'^(?:struct|class|enum class|concept) (\w+)\b(?!\s*<|::)'
                      r'|^using (\w+) ='
                      r'|^(?:inline )?constexpr [\w:]+(?: [\w:]+)* (\w+)(?:<.*>)? =')


def names_in(text):
    """Returns the types, concepts, variables and namespaces of `tenon`. Functions are left out,
    because they overload."""
    names = set()
    levels = []
    for line in text.splitlines():
        opening = OPENING.match(line)
        if opening:
            # A qualified name need not contain the name of an inline namespace.
            inner = [] if line.startswith('inline') else opening.group(1).split('::')
            levels.append([name for name in inner if not name.startswith('inline ')])
            path = [name for level in levels for name in level]
            if path[:1] == ['tenon'] and len(path) > 1:
                names.add(path[1])
        elif line.startswith('}  // namespace'):
            levels.pop()
        declared = DECLARED.match(line)
        if declared and [name for level in levels for name in level] == ['tenon']:
            names.add(next(name for name in declared.groups() if name))
    return names
