# SPDX-License-Identifier: BSL-1.0
"""What must have a comment, and what a comment must name.

Every public entity has one. Left without it are, by rule:

- what is private, or ends in an underscore; what is deleted or defaulted; operators, destructors, deduction guides;
- what bears the name of another with a comment in its scope: overloads; specialisations, and what is in them;
- a member that a concept asks for by name, since the concept says what it is; and so for a system and `os::posix`;
- what the comment of its class quotes;
- an alias in a class: what it stands for is to its right;
- the data of a structure without constructors: its comment says what it holds;
- an enumerator: its enumeration has a comment;
- on one line: a constructor, and a member function that takes nothing and changes nothing;
- what is in `tenon::detail`, which no document names, or in another namespace that a header has for itself: it has a comment with //
  where others have one with ///."""

import re

from xml_of import text_of

# A manual page or an RFC; of what Linux has and no page tells of, since when.
SOURCE = re.compile(r'\b[a-z][a-z0-9_]*\(\d\)|\bRFC \d+|\bLinux \d+\.\d+')
# A call of the system, or an operation, in the body of a function.
CALLS = re.compile(r'\{.*(\bsystem\(\)\.|(?<![.\w])perform\()', re.S)

# What an option is made of.
OPTION = re.compile(r'(tenon::)?(options::)?\w*option\w*\s*<')

SYSTEM = 'tenon::os::posix'
SYSTEM_AND_BASES = [SYSTEM, 'tenon::os::posix_interfaces', 'tenon::os::posix_epoll']
SOCKET = ['tenon::basic_socket']


def asked_by(concepts):
    """The names that the concepts ask for: in their expressions, and quoted in their comments."""
    names = set()
    for concept in concepts:
        names |= set(re.findall(r'(?:::|\.)\s*(?:template\s+)?(\w+)', text_of(concept.element.find('initializer'))))
        for quoted in concept.quoted:
            names |= set(re.findall(r'\w+', quoted))
    return names


def bare(member):
    """The name without the arguments of a specialisation."""
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

    # That there is a comment.

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

    # That it names its source.

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
        """Most options are aliases of a template whose name says that it makes one."""
        for member in options.members:
            if member.kind == 'typedef' and OPTION.match(text_of(member.element.find('type'))) and not SOURCE.search(member.comment):
                yield member

    def has_source(self, scope, include):
        """Options do, and calls but those that answer by themselves."""
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
