# SPDX-License-Identifier: BSL-1.0
"""The names that `using namespace tenon` brings, as far as a system header could have them too."""

import re

OPENING = re.compile(r'^(?:inline )?namespace ([\w: ]+) \{$')
DECLARED = re.compile(r'^(?:struct|class|enum class|concept) (\w+)\b(?!\s*<|::)'
                      r'|^using (\w+) ='
                      r'|^(?:inline )?constexpr [\w:]+(?: [\w:]+)* (\w+)(?:<.*>)? =')


def names_in(text):
    """Types, concepts, variables and namespaces of `tenon`. Not functions: they overload."""
    names = set()
    levels = []
    for line in text.splitlines():
        opening = OPENING.match(line)
        if opening:
            # An inline namespace is none to who looks for a name.
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
