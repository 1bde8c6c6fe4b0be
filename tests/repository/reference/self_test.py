#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks the rules on a small header that keeps them, and on variants that break one rule each.
Each breach must be reported, and nothing else:
self_test.py DOXYGEN DOXYFILE"""

import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[1:1] = [str(ROOT / 'tests/repository/structure'), str(ROOT / 'docs')]

import reference
from checks import Checks
from rules import Rules
from xml_of import scopes_of

GOOD = r'''#pragma once
namespace tenon {
inline namespace v0 {
/// \concept protocol
/// The least to supply: `number`.
template <class T>
concept protocol = requires { T::number; };
/// A kind, such as ::ffff or "\x".
struct kind {
    static constexpr int number = 0;
};
/// An option.
template <class Value>
class option {
public:
    option() = default;
    explicit option(Value value) noexcept : value_(value) {}
    option(const option&) = delete;
    ~option();
    bool operator==(const option&) const = default;
    using value_type = Value;
    [[nodiscard]] Value value() const noexcept { return value_; }
    /// Sets it.
    void set(int value);
    void set(long value);
private:
    void hidden();
    Value value_;
};
/// What it holds.
struct plain {
    int number_of_things;
};
template <>
class option<int> {
public:
    void set(int value);
};
// A helper's.
namespace helper {
void work(int);
}
namespace options {
/// SO_ONE: a number (socket(7)).
struct one : option<int> { using option::option; };
#ifdef NOWHERE
/// TCP_TWO: another (RFC 9293).
struct two : option<int> { using option::option; };
/// SO_THREE: one more (Linux 5.1).
using three = option<int>;
#endif
}  // namespace options
namespace call {
/// send(2).
struct send {
    int flags;
    template <class System>
    int operator()(const System& system) const { return system.send(flags); }
};
/// None.
struct nothing {
    template <class System>
    int operator()(const System&) const { return 0; }
};
}  // namespace call
/// A socket.
template <class Protocol>
class basic_socket {
public:
    /// Closes it (close(2)).
    void close() {
        system().close();
    }
    /// Looks at nothing. See `kind`.
    int look(int at)
        requires protocol<Protocol>
    {
        return at;
    }
};
}  // namespace v0
}  // namespace tenon
'''
OTHER = '''#pragma once
namespace tenon {
inline namespace v0 {
/// The options: see each.
namespace options {}
/// The calls.
namespace call {}
}
'''

# The variants: a text of the header, its replacement, and words that the complaint must contain.
BAD = [
    ('/// A kind, such as ::ffff or "\\x".\n', '', 'struct tenon::kind has no comment'),
    ('set(long value)', 'other(long value)', 'void tenon::option< Value >::other(long value) has no comment'),
    ('    static constexpr int number = 0;', '    static constexpr int other = 0;', 'tenon::kind::other has no comment'),
    ('private:', 'public:', 'tenon::option< Value >::hidden() has no comment'),
    ('    bool operator==', '    bool equal(int a) const;\n    bool operator==', 'tenon::option< Value >::equal(int a) const has no comment'),
    ('value() const noexcept { return value_; }', 'value() const noexcept {\n        return value_;\n    }', '::value() const noexcept has no comment'),
    ('class basic_socket {', 'class basic_socket {\npublic:\n    int one(int other) { return other; }', '::one(int other) has no comment'),
    ('/// A socket.\n', 'int free(int);\n/// A socket.\n', 'int tenon::free(int) has no comment'),
    ('/// A socket.\n', '/// A socket.\n/// See <memory>.\n', 'Unsupported xml/html tag <memory>'),
    ('a number (socket(7))', 'a number', 'struct tenon::options::one names no manual page'),
    ('(RFC 9293)', '', 'struct tenon::options::two names no manual page'),
    (' (Linux 5.1)', '', 'tenon::options::three'),
    ('/// send(2).', '/// Sends.', 'struct tenon::call::send names no manual page'),
    (' (close(2))', '', 'tenon::basic_socket< Protocol >::close() names no manual page'),
    ('return at;', 'return perform(at);', 'tenon::basic_socket< Protocol >::look(int at) names no manual page'),
]


def complaints_about(doxygen, doxyfile, text):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder)
        include = source / 'include'
        (include / 'tenon').mkdir(parents=True)
        (include / 'tenon/all.hpp').write_text(text)
        (include / 'tenon/other.hpp').write_text(OTHER)
        (source / 'docs').mkdir()
        for document in ('README', 'CHANGELOG', 'CONTRIBUTING', 'SECURITY', 'docs/guide'):
            (source / f'{document}.md').write_text(f'# {document}\n')
        scopes, said = scopes_of(lambda *output, **settings: reference.make(doxygen, doxyfile, source, *output, **settings))
        rules = Rules(scopes)
        said += [f'{entity} has no comment' for entity in rules.without_comment()]
        said += [f'{entity} names no manual page' for entity in rules.without_source(include)]
        shown = ' '.join(member.comment for scope in scopes for member in scope.members)
        return said, shown


def main():
    doxygen, doxyfile = sys.argv[1], pathlib.Path(sys.argv[2])
    checks = Checks()
    checks.case('a good header')
    said, shown = complaints_about(doxygen, doxyfile, GOOD)
    checks.check(not said, f'is reported: {said}')
    checks.check('Exists if' in shown and 'protocol<Protocol>' in shown, f'does not show what a member requires: {shown}')
    for before, after, words in BAD:
        checks.case(words)
        assert GOOD.count(before) >= 1
        said, _ = complaints_about(doxygen, doxyfile, GOOD.replace(before, after, 1))
        checks.check(len(said) == 1 and words in said[0], f'should be the only report, but there is: {said}')
    checks.finish()


main()
