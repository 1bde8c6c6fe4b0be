#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Generates the reference with Doxygen:
reference.py DOXYGEN DOXYFILE SOURCE-FOLDER OUTPUT-FOLDER

Doxygen reads a copy of the sources, in which every line keeps its number. The copy of the
headers differs from the sources:

- The inline namespace `v0`, which users do not write, is removed.
- Specialisations of templates of the standard library are removed.
- Outside system/, every #ifdef is true, so that options that this system lacks are documented
  too.
- In comments, everything that Doxygen would mistake for a command or a global name is escaped.
  The only command is `concept`.
- The `requires` clause of a member is added to the member's comment.

The copy of the documents differs, too. Headings have labels, which other renderers generate by
themselves; a label begins with the file's name, because labels are global. Links to headings
point to the labels. Of the words after a fence, only the language is kept. A picture is an element
of HTML, because Doxygen would show the alternative text below it."""

import pathlib
import re
import subprocess
import sys
import tempfile

DOCUMENTS = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', *['docs/' + '*/' * depth + '*.md' for depth in range(2)]]

SPECIALISATION = re.compile(r'^template <>\n.*\bstd::\w+.*;$', re.M)
HEADING = re.compile(r'(#{1,6}) (.*?)\s*#*$')
LINK = re.compile(r'\]\(([^)#\s]*)#([^)\s]+)\)')
PICTURE = re.compile(r'!\[([^\]]*)\]\(([^)\s]+)\)')
COMMENT = re.compile(r'^ *///.*$', re.M)
# Text in a comment that Doxygen would mistake for a global name; and for a command or a global name.
GLOBAL = re.compile(r'(?<![\w:>`])::(?=\w)')
MISTAKEN = re.compile(r'\\(?!concept\b)|' + GLOBAL.pattern)
# A member: its comment, its declaration, and its `requires` clause, up to the body.
CONSTRAINED = re.compile(r'''
    (?P<comment>     (?: ^[ ]{4}///.*\n )+ )
    (?P<declaration> (?: ^[ ]{4}(?![ ]|///|\}).*\n (?: ^[ ]{5}.*\n )*? )+? )
    ^[ ]{8}requires\b (?P<what> .*\n (?: ^[ ]{9}.*\n )*? )
    (?= ^[ ]{4}(?:\{|=[ ]default;) )''', re.M | re.X)
FENCE = re.compile(r'(\s*```)(\w*)')


def with_constraint(member):
    what = ' '.join(member['what'].split())
    rest = member.group()[len(member['comment']):]
    return f'{member["comment"].rstrip()} \\exists `{what}`\n{rest}'


def header(file, text):
    text = re.sub(r'^(inline namespace v\d+ \{|\}  // namespace v\d+)$', '', text, flags=re.M)
    if file.parent.name != 'system':
        text = re.sub(r'^#\s*ifdef \w+', '#if 1', text, flags=re.M)
    text = COMMENT.sub(lambda comment: MISTAKEN.sub(r'\\\g<0>', comment.group()), text)
    text = CONSTRAINED.sub(with_constraint, text)
    return SPECIALISATION.sub('\n', text)


def document(file, text, main):
    def label(of, heading):
        return f'{of.parent.name}-{of.stem}-{heading}'.lower()

    def to_label(link):
        return f'](#{label((file.parent / link[1]).resolve() if link[1] else file, link[2])})'

    def shown(picture):
        name, alternative = pathlib.PurePath(picture[2]).name, ' '.join(picture[1].split())
        return f'<img src="{name}" alt="{alternative}"/>' + '\n' * picture[1].count('\n')

    lines, in_code = [], False
    for line in PICTURE.sub(shown, text).splitlines():
        fence, heading = FENCE.match(line), HEADING.match(line)
        if fence:
            in_code = not in_code
            line = fence.group()
        elif heading and not in_code:
            name = re.sub(r'[^\w\- ]', '', heading[2].lower()).replace(' ', '-')
            line = f'{heading[1]} {heading[2]} {{#{"mainpage" if main and not lines else label(file, name)}}}'
        elif not in_code:
            line = GLOBAL.sub(r'\\\g<0>', LINK.sub(to_label, line))
        lines.append(line)
    return '\n'.join(lines) + '\n'


def copy(source, target):
    """Copies the sources. Returns the pictures."""
    for pattern in ['include/**/*.hpp', *DOCUMENTS]:
        for file in source.glob(pattern):
            text = file.read_text(encoding='utf-8')
            copied = target / file.relative_to(source)
            copied.parent.mkdir(parents=True, exist_ok=True)
            main = file == source / 'README.md'
            copied.write_text(header(file, text) if file.suffix == '.hpp' else document(file, text, main), encoding='utf-8')
    return sorted(map(str, source.glob('docs/*.svg')))


def make(doxygen, doxyfile, source, output, **settings):
    """Runs Doxygen with the settings of the Doxyfile, and with `settings`. Returns its warnings."""
    settings['OUTPUT_DIRECTORY'] = output
    with tempfile.TemporaryDirectory() as folder:
        settings['HTML_EXTRA_FILES'] = ' '.join(copy(source, pathlib.Path(folder)))
        text = doxyfile.read_text() + ''.join(f'{name} = {value}\n' for name, value in settings.items())
        done = subprocess.run([doxygen, '-'], cwd=folder, input=text, text=True, capture_output=True)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        return sorted({line.replace(folder + '/', '') for line in done.stderr.splitlines() if line})


def main():
    doxygen, doxyfile, source, output = sys.argv[1], *map(pathlib.Path, sys.argv[2:])
    output.mkdir(parents=True, exist_ok=True)
    for complaint in make(doxygen, doxyfile, source.resolve(), output.resolve()):
        print(complaint)
    print(f'the reference is {output}/html/index.html')


if __name__ == '__main__':
    main()
