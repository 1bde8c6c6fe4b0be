#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""That what is called for what it returns says [[nodiscard]]: nodiscard.py INCLUDE-FOLDER

It is asked of every function that a header defines or declares and that returns a value. Excepted are the types
that say so themselves, what the system returned (an operation goes by it), operators, private helpers without a reader but their class,
and the names below. The check itself is tried first."""

import pathlib
import re
import sys

from checks import Checks, code_of, headers_under

# A variable made with brackets looks the same but for what stands around: `constexpr`, `const`, `noexcept`.
FUNCTION = re.compile(
    r'^[ \t]*(?P<said>\[\[nodiscard[^\]]*\]\]\s*)?'
    r'(?P<words>(?:(?:static|inline|constexpr|consteval|virtual)\s+)*)'
    r'(?P<type>(?:const\s+)?[\w:]+(?:<[^;{}()=]*?>)?(?:::\w+)*(?:\s+const)?\s*[&*]*)\s+'
    r'(?P<name>\w+)\((?P<parameters>[^;{}]*?)\)(?P<behind>[^;{}()]*)[;{]', re.M)
NO_TYPE = re.compile(r'(?:return|else|using|template|requires|new|case|throw|class|struct|explicit|typename|delete|if|friend|operator|co_return|'
                     r'static|inline|constexpr|consteval|virtual|public|private|protected|:|\w+<.*&&)', re.S)
EXCEPTED_TYPES = re.compile(r'(?:void|(?:\w+::)*(?:result|outcome|outcome_t|call_outcome|limited_attempt|attempt_result)\b.*|std::ptrdiff_t|auto|'
                            r'decltype|Target|const fault\*)', re.S)
EXCEPTED_NAMES = {
    # What a concept asks for: called by the library alone, and written by users.
    'advance',
    # Helpers.
    'as_argument', 'checked', 'counted', 'filled_part', 'four', 'hexadecimal_digit', 'is_decimal', 'is_time_out', 'literal_value',
    'milliseconds_of', 'nanoseconds_of', 'number_of', 'option_of', 'own', 'pair', 'real_type', 'receive_batch', 'send_batch', 'to_bytes',
    # What a system has, called by the library alone.
    'now', 'receiving_ended', 'time_out',
    # Those do something, and may be called for that.
    'add', 'request', 'request_stop', 'take', 'try_lock',
}
# Where they are static: what a representation has, and a helper of the addresses.
EXCEPTED_STATIC_NAMES = {'encode', 'decode', 'rest', 'size'}


def silent_functions(text):
    """Those which should say so and do not: their lines, types and names."""
    code = code_of(text)
    for found in FUNCTION.finditer(code):
        if found['said'] or NO_TYPE.match(found['type']) or EXCEPTED_TYPES.fullmatch(found['type']):
            continue
        if found['name'] in EXCEPTED_NAMES or ('static' in found['words'] and found['name'] in EXCEPTED_STATIC_NAMES):
            continue
        if not found['words'] and not re.match(r'\s*(?:const|noexcept)\b', found['behind']):
            continue  # a variable
        yield code.count('\n', 0, found.start('name')) + 1, found['type'], found['name']


def main():
    include = pathlib.Path(sys.argv[1])
    checks = Checks()
    checks.case('the check itself')
    for text, names in (
        ('    int a() const { return 1; }', ['a']),
        ('    [[nodiscard]] int a() const { return 1; }', []),
        ('constexpr bool a(std::span<int> b) noexcept {', ['a']),
        ('    static int size() { return 1; }\n    constexpr int size() const;', ['size']),
        ('    const std::string a(b);\n    int c(d);\n    return e(f);', []),
        ('    result<int> a() const;\n    void b() const;\n    static constexpr std::ptrdiff_t c() noexcept;', []),
    ):
        checks.check([name for _, _, name in silent_functions(text)] == names, f'another answer than {names}: {text}')
    for header in headers_under(include):
        checks.case(header)
        for line, kind, name in silent_functions((include / header).read_text(encoding='utf-8')):
            checks.check(False, f'line {line}: {kind} {name} is not [[nodiscard]]')
    checks.finish()


main()
