#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that the headers do not call functions of the user's by accident:
overloads.py CLANG-QUERY INCLUDE-FOLDER OPTION ...

An unqualified call with an argument that is not of a fundamental type also finds the functions
in the namespaces of that type (argument-dependent lookup). A function of the user, or of std,
can then be called in place of tenon's. This checks calls of functions in tenon and std, and in
templates also the calls that are looked up again when the arguments are known. It does not check
members, operators, literals, hidden friends, and `swap`.

In a template, a type may be the user's, and then `&`, comma and placement new may be overloaded.
The headers must use detail::address_of, a cast to void, and `::new`, which cannot be.

The options are the compiler's. The code for plain POSIX is checked too; other code that the
preprocessor removes is not (<format>, if the standard library lacks it)."""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from checks import Checks, headers_under

# With `dump`, a name that is looked up in a template is marked with “(ADL)” if the lookup considers
# the arguments. A call of a known function is a reference to a declaration; only its text shows
# whether it is qualified.
QUERY = """
set traversal IgnoreUnlessSpelledInSource
set output dump
set bind-root false
match callExpr(isExpansionInFileMatching("{folder}"), unless(cxxOperatorCallExpr()), unless(userDefinedLiteral()), \
hasAnyArgument(expr(anyOf(isTypeDependent(), unless(hasType(hasCanonicalType(builtinType())))))), \
callee(expr(ignoringParenImpCasts(expr(anyOf(unresolvedLookupExpr(), declRefExpr(to(functionDecl(unless(cxxMethodDecl()), \
unless(hasParent(friendDecl())), hasAncestor(namespaceDecl(hasAnyName("::tenon", "::std")))))))).bind("callee")))))
match unaryOperator(isExpansionInFileMatching("{folder}"), hasOperatorName("&"), hasUnaryOperand(expr(isTypeDependent()))).bind("address")
match cxxFoldExpr(isExpansionInFileMatching("{folder}"), hasOperatorName(","), unless(has(explicitCastExpr()))).bind("comma")
match binaryOperator(isExpansionInFileMatching("{folder}"), hasOperatorName(","), \
hasLHS(expr(isTypeDependent(), unless(explicitCastExpr())))).bind("comma")
match cxxNewExpr(isExpansionInFileMatching("{folder}"), hasAnyPlacementArg(expr())).bind("place")
"""
FOUND = re.compile(r'^(\w+) 0x\w+ <([^<>]+?):(\d+):(\d+)[,>]')
COUNTED = re.compile(r'^\d+ match', re.M)
QUALIFIED = re.compile(r'(?:::|\w+\s*(?:<[^()]*>)?\s*::)')
# A pointer to a member, `&Class::member`, does not call an operator. In the macros of
# concepts/beside.hpp, which only test whether the expression is valid, the class is the policy.
MEMBER = re.compile(r'&(?:(?:::)?(?:\w+::)*\w+<[^()]*>::\w+|Policy::(?:template )?name(?:<Argument>)?);')

# Code to test this script: it must report the lines marked with SEEN, and no others.
PLANTED = '''
namespace mine { struct own {}; }
namespace tenon {
inline namespace v0 {
namespace detail { inline void inner(const mine::own&) {} }
struct option { friend void befriended(const option&) {} void member(const option&) {} static void fixed(const option&) {} };
inline bool operator==(const option&, const mine::own&) { return true; }
inline void plain(const mine::own&) {}
inline void number(int) {}
template <class T> void generic(const T&) {}
template <class T> struct derived { void member(const T&) {} void call(const T& t) { member(t); fixed(t); } static void fixed(const T&) {} };
inline void known(const mine::own& own, const option& option) {
    plain(own);  // SEEN
    generic(own);  // SEEN
    generic<mine::own>(own);  // SEEN
    generic(&own);  // SEEN
    move(option, own);  // SEEN
    tenon::plain(own);
    ::tenon::generic<mine::own>(own);
    detail::inner(own);
    number(1);
    befriended(option);
    static_cast<void>(option == own);
    const auto function = [](const mine::own&) {};
    function(own);
    void (*const pointer)(const mine::own&) = plain;
    pointer(own);
    option::fixed(option);
}
template <class T>
void later(const T& t) {
    generic(t);  // SEEN
    generic<T>(t);  // SEEN
    number(T::number);  // SEEN
    unknown(t);  // SEEN
    using type = decltype(generic(t));  // SEEN
    static_cast<void>(requires { generic(t); });  // SEEN
    tenon::generic(t);
    detail::inner(t);
    t.generic(t);
    static_cast<void>(t == t);
    number(sizeof(T));
    swap(t, t);
}
template <class T, class... More>
void operands(T& t, int number, const More&... more) {
    static_cast<void>(&t);  // SEEN
    static_cast<void>(&t.member);  // SEEN
    (more.member(), ...);  // SEEN
    (..., t.member(more));  // SEEN
    for (int index = 0; index != number; t.member(), ++index) {  // SEEN
    }
    new (static_cast<void*>(nullptr)) T(t);  // SEEN
    static_cast<void>(&number);
    static_cast<void>(requires { &derived<T>::member; });
    (static_cast<void>(more.member()), ...);
    for (int index = 0; index != number; static_cast<void>(t.member()), ++index) {
    }
    for (int index = 0; index != number; ++index, ++number) {
    }
    ::new (static_cast<void*>(nullptr)) T(t);
    static_cast<void>(number & 1);
}
}
}
'''
DECLARED_MOVE = 'namespace std { template <class T, class U> void move(const T&, const U&) {} }\nusing std::move;\n'


def uses_in(clang_query, include, folder, source, options):
    """Returns the findings for a source that are in the files of a folder, as FILE:LINE:COLUMN:
    TEXT."""
    with tempfile.TemporaryDirectory() as scratch:
        query, program = pathlib.Path(scratch, 'query'), pathlib.Path(scratch, 'program.cpp')
        query.write_text(QUERY.format(folder=re.escape(str(folder))))
        program.write_text(source)
        done = subprocess.run([clang_query, '-f', query, program, '--', '-std=c++20', '-I', include, *options],
                              text=True, capture_output=True)
    if done.returncode != 0 or 'error:' in done.stderr or not COUNTED.search(done.stdout):
        return [f'clang-query fails: {done.stderr}{done.stdout[:2000]}']
    calls, lines = set(), {}
    for said in done.stdout.splitlines():
        if not (match := FOUND.match(said)):
            continue
        kind, file, line, column = match.groups()
        if file not in lines:
            lines[file] = pathlib.Path(file).read_text().splitlines()
        text = lines[file][int(line) - 1][int(column) - 1:]
        if kind == 'UnresolvedLookupExpr':
            may_be_the_users = '(ADL)' in said and not text.startswith('swap(')
        elif kind == 'DeclRefExpr':
            may_be_the_users = not QUALIFIED.match(text)
        elif kind == 'CXXNewExpr':
            may_be_the_users = not text.startswith('::')
        elif kind == 'UnaryOperator':
            may_be_the_users = not MEMBER.match(text)
        else:
            may_be_the_users = True
        if may_be_the_users:
            calls.add((file, int(line), int(column), text))
    return [f'{file}:{line}:{column}: {text}' for file, line, column, text in sorted(calls)]


def try_itself(clang_query, checks):
    checks.case('the test itself')
    with tempfile.TemporaryDirectory() as folder:
        planted = pathlib.Path(folder, 'planted.hpp')
        planted.write_text(DECLARED_MOVE + PLANTED)
        said = uses_in(clang_query, folder, planted, '#include <planted.hpp>\n', [])
        seen = {int(call.split(':')[1]) for call in said if call.startswith(f'{planted}:')}
        for number, line in enumerate(planted.read_text().splitlines(), 1):
            checks.check((number in seen) == ('// SEEN' in line), f'is {"not " if number not in seen else ""}reported: {line.strip()}: {said}')
        checks.check(len(uses_in(clang_query, folder, planted, '#include <missing.hpp>\n', [])) == 1, 'a failure is not reported')


def main():
    clang_query, include, options = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    checks = Checks()
    try_itself(clang_query, checks)
    headers = headers_under(include)
    source = ''.join(f'#include <{header}>\n' for header in headers)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda more: uses_in(clang_query, include, include, source, [*options, *more]), [[], ['-DTENON_PLAIN_POSIX']])
        calls = sorted({call for some in found for call in some})
    for header in headers:
        checks.case(header)
        for call in calls:
            checks.check(not call.startswith(f'{include / header}:'), f'may call a function of a user: {call}')
    checks.case('clang-query')
    for call in calls:
        checks.check(call.startswith(f'{include}/'), call)
    checks.finish()


main()
