# SPDX-License-Identifier: BSL-1.0
"""Reads the entities that Doxygen finds in the headers from its XML output."""

import functools
import pathlib
import re
import tempfile
import xml.etree.ElementTree

KINDS = {'class', 'struct', 'union', 'concept', 'namespace'}


def text_of(element):
    return '' if element is None else ' '.join(''.join(element.itertext()).split())


class Entity:
    """A class, a concept, a namespace, or a member of one."""

    def __init__(self, element):
        self.element = element
        self.kind = element.get('kind')
        self.public = element.get('prot', 'public') == 'public'
        self.name = element.findtext('name') or element.findtext('compoundname')
        self.arguments = element.findtext('argsstring') or ''
        descriptions = [element.find(which) for which in ('briefdescription', 'detaileddescription', 'inbodydescription')]
        self.comment = ' '.join(filter(None, map(text_of, descriptions)))
        self.quoted = {text_of(code) for each in descriptions if each is not None for code in each.iter('computeroutput')}

    @functools.cached_property
    def location(self):
        found = self.element.find('location')
        return {} if found is None else dict(found.attrib)

    def __str__(self):
        name = self.element.findtext('definition') or f'{self.kind} {self.name}'
        return f'{self.location.get("file")}:{self.location.get("line")}: {name}{self.arguments}'

    @property
    def one_line(self):
        return self.location.get('bodystart') == self.location.get('bodyend')


class Member(Entity):
    def __init__(self, element, scope):
        super().__init__(element)
        self.scope = scope
        self.constant = element.get('const') == 'yes'
        self.static = element.get('static') == 'yes'
        self.parameters = element.findall('param')

    @property
    def inherited(self):
        """Whether this is an inherited constructor. Doxygen lists it as a member; its definition
        names the base class."""
        return self.kind == 'function' and f'{self.scope.short}::' not in re.sub(r'<.*?>', '', self.element.findtext('definition')) and \
            self.scope.kind in ('class', 'struct')


class Scope(Entity):
    def __init__(self, element):
        super().__init__(element)
        self.primary = self.name.split('<')[0].strip()
        self.short = self.primary.split('::')[-1]
        self.specialised = '<' in self.name
        self.bases = [text_of(base) for base in element.findall('basecompoundref')]
        self.members = [Member(member, self) for member in element.iter('memberdef')]
        self.constructors = [member for member in self.members if member.name == self.short]


def scopes_of(make):
    """Returns the scopes, and the warnings of Doxygen. `make` runs Doxygen with a folder and
    settings."""
    with tempfile.TemporaryDirectory() as folder:
        complaints = make(folder, GENERATE_HTML='NO', GENERATE_XML='YES', XML_PROGRAMLISTING='NO', SOURCE_BROWSER='NO')
        scopes = []
        for path in sorted(pathlib.Path(folder, 'xml').glob('*.xml')):
            for compound in xml.etree.ElementTree.parse(path).getroot().findall('compounddef'):
                if compound.get('kind') in KINDS:
                    scopes.append(Scope(compound))
        return scopes, complaints
