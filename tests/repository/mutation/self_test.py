#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the mutations on a few lines of C++, each with all its mutants, and that a seed always
draws the same sites."""

import sys

import mutations
from sites import drawn_sites, sites_of
from tokens import tokens_of

# For each mutation: sources, each with its mutants.
CASES = {
    'operators': [
        ('if (a < b && c<d> == 1) f(x<y>::z);', ['if (a <= b && c<d> == 1) f(x<y>::z);', 'if (a < b || c<d> == 1) f(x<y>::z);',
                                                 'if (a < b && c<d> != 1) f(x<y>::z);']),
        ('bool operator==(T&& a, T* b, T& c);', []),
        ('static_assert(a && b); c = d && e;', ['static_assert(a && b); c = d || e;']),
        ('++n;', ['--n;']),
    ],
    'truths': [('return true; // true', ['return false; // true'])],
    'numbers': [
        ("int a = 0; x = 0xFFu; y = 1'000;", ["int a = 1; x = 0xFFu; y = 1'000;", "int a = 0; x = 0x100u; y = 1'000;", "int a = 0; x = 0xFFu; y = 1001;"]),
        ('virtual void f() = 0;', []),
        ('/* 1 */ "2" R"x(3)" 4)x" // 5\n', []),
        ('#define ANSWER 42\n', ['#define ANSWER 43\n']),
        ('#define TENON_HAS_THIS 1\n#if X > 2\n#include <a3>\n#endif\n', []),
        ('/*\n#define A 1\n*/', []),
    ],
    'named_constants': [('f(SOL_SOCKET, ::SO_X, A, TENON_REFUSE(b), TENON_SO_LINGER)', [
        'f((SOL_SOCKET ^ 1), ::SO_X, A, TENON_REFUSE(b), TENON_SO_LINGER)', 'f(SOL_SOCKET, ::SO_X, A, TENON_REFUSE(b), (TENON_SO_LINGER ^ 1))'])],
    'texts': [
        ('f("a", \'b\'); static_assert(x, "c"); [[nodiscard("d")]]', ['f("Z", \'b\'); static_assert(x, "c"); [[nodiscard("d")]]',
                                                                       'f("a", \'c\'); static_assert(x, "c"); [[nodiscard("d")]]']),
        ('extern "C" {', []),
    ],
    'negations': [('return !a != !b;', ['return a != !b;', 'return !a != b;'])],
    'conditions': [
        ('if (a) if constexpr (int b = 1; b) c;', ['if (!(a)) if constexpr (int b = 1; b) c;', 'if (a) if constexpr (int b = 1; !(b)) c;']),
        ('if (int a = b) c;', []),
    ],
    'flags': [('f(a | b(c, d), e);', ['f(a, e);', 'f(b(c, d), e);'])],
    'statements': [
        ('{ f(a); int b = 1; c.d = e; T* p = g(); return f(); }', ['{ ; int b = 1; c.d = e; T* p = g(); return f(); }',
                                                                   '{ f(a); int b = 1; ; T* p = g(); return f(); }']),
        ('struct a { a(int) = default; }; { return; }', ['struct a { a(int) = default; }; { ; }']),
    ],
    'requirements': [
        ('void f() requires may<T> && can<U<V>> { }', ['void f() requires true && can<U<V>> { }', 'void f() requires may<T> && true { }']),
        ('concept a = b<T> && !c<T>;', ['concept a = true && !c<T>;']),
        ('requires(!a<T>) || requires { f<T>(); }', []),
    ],
}


def mutants(name, source):
    made = []
    for begin, end, replacement in getattr(mutations, name)(tokens_of(source)):
        text = replacement(source[begin:end]) if callable(replacement) else replacement
        made.append(source[:begin] + text + source[end:])
    return made


def main():
    failed = 0
    missing = {mutation.__name__ for mutation in mutations.ALL} ^ set(CASES)
    for name in sorted(missing):
        print(f'there is no case of {name}')
        failed += 1
    for name, cases in CASES.items():
        for source, expected in cases:
            made = mutants(name, source)
            if sorted(made) != sorted(expected):
                print(f'{name}: {source!r}\n  expected {expected}\n  made     {made}')
                failed += 1

    source = 'int f(int a) { return a == 1 || a == 1 ? 2 : 3; }\n'
    sites = sites_of('a.hpp', source)
    if len({(site.line, site.change) for site in sites}) != len(sites):
        print('two sites of a line have the same name')
        failed += 1
    if drawn_sites('x', 'a.hpp', source) != drawn_sites('x', 'a.hpp', source):
        print('one seed draws two different samples')
        failed += 1
    if drawn_sites('x', 'a.hpp', source) == drawn_sites('y', 'a.hpp', source):
        print('two seeds draw the same sample')
        failed += 1
    if any(site.apply(source) == source for site in sites):
        print('a change changes nothing')
        failed += 1
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
