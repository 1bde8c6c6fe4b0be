#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that docs/errors.md names every `errc`, names only errors that exist, and says which
`std::errc` each error of tenon compares equal to.

    errors.py ROOT -- COMPILER...
"""

import pathlib
import re
import subprocess
import sys
import tempfile

root = pathlib.Path(sys.argv[1])
compiler = sys.argv[sys.argv.index('--') + 1:]
page = (root / 'docs/errors.md').read_text(encoding='utf-8')
header = (root / 'include/tenon/base/error.hpp').read_text(encoding='utf-8')

enumeration = re.sub(r'//.*', '', re.search(r'enum class errc : int \{(.*?)\n\};', header, re.S).group(1))
ours = set(re.findall(r'^\s*(\w+)', enumeration, re.M))
wrong = [f'docs/errors.md does not list errc::{name}' for name in sorted(ours - set(re.findall(r'`(\w+)`', page)))]

# The names in the first column of each table.
rows = [row.split('|')[1:-1] for row in page.splitlines() if row.startswith('| `')]
named = {name for row in rows for name in re.findall(r'`([a-z]\w+)`', row[0])}
# The errors whose equivalent the page must name. The others compare equal to `invalid_argument`.
told = {name: equal for name, equal in re.findall(r'\{errc::(\w+), std::errc::(\w+),', header) if equal != 'invalid_argument'}
if not told:
    wrong.append('no error of base/error.hpp has an equivalent')
last = page[page.index('## The errors of tenon'):]
for name, equal in told.items():
    if not re.search(rf'^\| `{name}`[^|]*\| `{equal}` \|$', last, re.M):
        wrong.append(f'docs/errors.md does not state that errc::{name} compares equal to std::errc::{equal}')

with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / 'names.cpp'
    checks = [f'static_cast<void>({"tenon::errc" if name in ours else "std::errc"}::{name});' for name in sorted(named)]
    file.write_text('#include <tenon/base/error.hpp>\nint main() {\n' + '\n'.join(checks) + '\n}\n', encoding='utf-8')
    done = subprocess.run([*compiler, '-std=c++20', '-fsyntax-only', '-I', str(root / 'include'), str(file)],
                          capture_output=True, text=True, check=False)
    wrong += [f'docs/errors.md: {line}' for line in done.stderr.splitlines() if 'error:' in line]

print('\n'.join(wrong) if wrong else f'docs/errors.md names {len(named)} errors, with all {len(ours)} of errc')
sys.exit(1 if wrong else 0)
