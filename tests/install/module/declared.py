# SPDX-License-Identifier: BSL-1.0
"""Lists the names that the headers declare in namespace `tenon`, from Clang's dump of the syntax
tree."""

import json

from checks import SWITCH, Compiler

NAMED = {'ClassTemplateDecl', 'CXXRecordDecl', 'ConceptDecl', 'TypeAliasDecl', 'TypeAliasTemplateDecl', 'VarDecl', 'VarTemplateDecl',
         'FunctionDecl', 'FunctionTemplateDecl', 'EnumDecl', 'TypedefDecl'}


def documents(text):
    """Yields the JSON documents of the dump, which follow one another."""
    decoder, at = json.JSONDecoder(), 0
    while at != len(text):
        document, at = decoder.raw_decode(text, at)
        yield document
        while at != len(text) and text[at].isspace():
            at += 1


def names_in(space, path):
    for inner in space.get('inner', []):
        if inner['kind'] == 'NamespaceDecl' and 'name' in inner:
            # A qualified name need not contain the name of an inline namespace.
            yield from names_in(inner, path if inner.get('isInline') else path + [inner['name']])
        elif inner['kind'] == 'LinkageSpecDecl':
            yield from names_in(inner, path)
        # A deduction guide belongs to its template. A declaration with a parentDeclContextId is the
        # definition of a member outside of its scope.
        elif inner['kind'] in NAMED and 'name' in inner and 'parentDeclContextId' not in inner:
            if not inner['name'].startswith('<deduction guide'):
                yield '::'.join(path + [inner['name']])


def names_declared(include, command):
    compiler = Compiler(command)
    done = compiler.run(['-fsyntax-only', '-I', include, '-Xclang', '-ast-dump=json', '-Xclang', '-ast-dump-filter=tenon', f'-D{SWITCH}'],
                        '#include <tenon.hpp>\n')
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    names = set()
    for space in documents(done.stdout):
        if space['kind'] == 'NamespaceDecl' and space.get('name') == 'tenon' and 'parentDeclContextId' not in space:
            names |= set(names_in(space, ['tenon']))
    return sorted(names)
