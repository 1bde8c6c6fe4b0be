# SPDX-License-Identifier: BSL-1.0
"""The rules for comments: which entities must have one, and which comments must name their
source.

Every public entity must have a comment, except these:

- entities that are private, or whose name ends in an underscore; deleted and defaulted functions;
  operators, destructors and deduction guides;
- entities with the name of another entity of their scope that has a comment: overloads,
  specialisations, and the members of specialisations;
- members that a concept requires by name, because the concept explains them; likewise members of
  a system that `os::posix` has;
- names that the comment of their class quotes;
- aliases in a class: their definition says what they mean;
- data members of a structure without constructors: the structure's comment says what it holds;
- enumerators: their enumeration has a comment;
- on one line: constructors, and member functions that take nothing and change nothing;
- entities in `tenon::detail`, which no document names, or in another namespace that only one
  header uses. Their comments begin with // and not with ///."""

import re

from xml_of import text_of

# A source: a manual page or an RFC; or the first version of Linux, for what no manual page
# describes.
SOURCE = re.compile(r'\b[a-z][a-z0-9_]*\(\d\)|\bRFC \d+|\bLinux \d+\.\d+')
# A function body that calls the system or performs an operation.
CALLS = re.compile(r'\{.*(\bsystem\(\)\.|(?<![.\w])perform\()', re.S)

# The template of which an option is an alias or a derived class.
OPTION = re.compile(r'(tenon::)?(options::)?\w*option\w*\s*<')

SYSTEM = 'tenon::os::posix'
SYSTEM_AND_BASES = [SYSTEM, 'tenon::os::posix_data', 'tenon::os::posix_interfaces', 'tenon::os::posix_epoll']
SOCKET = ['tenon::basic_socket']


def asked_by(concepts):
    """Returns the names that concepts require, in their expressions or quoted in their comments."""
    names = set()
    for concept in concepts:
        names |= set(re.findall(r'(?:::|\.)\s*(?:template\s+)?(\w+)', text_of(concept.element.find('initializer'))))
        for quoted in concept.quoted:
            names |= set(re.findall(r'\w+', quoted))
    return names


def bare(member):
    """Returns the name without the arguments of a specialisation."""
    return member.name if member.kind == 'function' else member.name.split('<')[0].strip()


class Rules:
    def __init__(self, scopes):
        own = [scope for scope in scopes if scope.public and (scope.name == 'tenon' or scope.name.startswith('tenon::'))]
        self.helpers = {space.name for space in own
                        if space.kind == 'namespace' and space.name != 'tenon' and not space.comment and
                        (space.name == 'tenon::detail' or len(self.headers_of(space, own)) == 1)}
        self.scopes = [scope for scope in own if not any((scope.name + '::').startswith(name + '::') for name in self.helpers)]
        self.asked = asked_by(scope for scope in self.scopes if scope.kind == 'concept')
        self.with_comment = {}
        for scope in self.scopes:
            names = {bare(member) for member in scope.members if member.comment}
            self.with_comment.setdefault(scope.primary, set()).update(names)
        self.classes = {scope.name for scope in self.scopes if scope.comment and scope.kind != 'namespace'}

    @staticmethod
    def headers_of(space, scopes):
        inside = [scope for scope in scopes if scope.name.startswith(space.name + '::')] + space.members
        return {entity.location.get('file') for entity in inside}

    # Which entities lack a comment.

    def without_comment(self):
        for scope in self.scopes:
            if not scope.comment and scope.name != 'tenon' and not scope.specialised and not self.is_asked(scope):
                yield scope
            for member in scope.members:
                if not member.comment and not self.left_out(member):
                    yield member

    def is_asked(self, scope):
        return scope.name.rpartition('::')[0] in self.classes and scope.short in self.asked

    def left_out(self, member):
        scope = member.scope
        if not member.public or member.name.endswith('_') or member.name.startswith(('~', 'operator')) or member.inherited:
            return True
        if re.search(r'=\s*(default|delete)$|->', member.arguments) and member.kind == 'function' and (
                '->' not in member.arguments or f'{scope.name}::{member.name}' in self.classes):
            return True
        if bare(member) in self.with_comment[scope.primary]:
            return True
        if scope.kind not in ('class', 'struct'):
            return False
        if member.name in self.asked or any(member.name in re.findall(r'\w+', quoted) for quoted in scope.quoted):
            return True
        if scope.name.rpartition('::')[0] == SYSTEM.rpartition('::')[0] and any(
                member.name in self.with_comment.get(system, ()) for system in SYSTEM_AND_BASES):
            return True
        if member.kind == 'typedef' or (member.kind == 'variable' and not member.static and not scope.constructors):
            return True
        unchanging = (member.constant or member.static) and not member.parameters
        return member.kind == 'function' and member.one_line and (unchanging or member.name == scope.short)

    # Which comments lack a source.

    def without_source(self, include):
        for scope in self.scopes:
            if not scope.comment:
                continue
            if self.has_source(scope, include) and not SOURCE.search(scope.comment):
                yield scope
            if scope.name in SOCKET:
                yield from self.members_without_source(scope, include)
            if scope.name == 'tenon::options':
                yield from self.options_without_source(scope)

    @staticmethod
    def options_without_source(options):
        """Yields the options that are aliases, as most are, and whose comment names no source."""
        for member in options.members:
            if member.kind == 'typedef' and OPTION.match(text_of(member.element.find('type'))) and not SOURCE.search(member.comment):
                yield member

    def has_source(self, scope, include):
        """Returns whether the entity must name a source: options must, and calls that call the
        system."""
        if scope.name.startswith('tenon::options::'):
            return any(map(OPTION.match, scope.bases))
        return scope.name.startswith('tenon::call::') and 'system.' in self.code(scope, include)

    def members_without_source(self, scope, include):
        functions = [member for member in scope.members if member.kind == 'function' and member.public]
        for name in dict.fromkeys(member.name for member in functions):
            same = [member for member in functions if member.name == name]
            if any(CALLS.search(self.code(member, include)) for member in same) and \
                    not any(SOURCE.search(member.comment) for member in same):
                yield same[0]

    @staticmethod
    def code(entity, include):
        where = entity.location
        if 'bodystart' not in where or int(where['bodyend']) < 0:
            return ''
        lines = (include / where['bodyfile']).read_text().splitlines()
        return '\n'.join(lines[int(where['bodystart']) - 1:int(where['bodyend'])])
