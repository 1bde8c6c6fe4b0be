#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks a document: its code, and the links to other documents.

    check.py --list ROOT                          prints the documents under ROOT
    check.py OPTIONS DOCUMENT -- COMPILER...      checks one

Every fenced block has a kind, the word after the fence, which says how it is checked:

    cpp                 a whole file if it has an #include, else the body of a function after
                        prelude.hpp; must compile
    cpp declarations    the same at namespace scope; the blocks that follow can use it
    cpp task            the body of a task whose parameters are a loop, and a listener, a
                        connection and a UDP socket `station` of the loop (prelude.hpp); must
                        compile
    cpp refused "words" must not compile, and the compiler's output must contain the words; several
                        arguments of words are possible; `cpp task refused "words"` likewise
    text gcc-12         lines that this compiler prints for the refused block before, compared if
                        it is the compiler of the build; "…" stands for omitted text
    cpp of PATH         lines of the file, whose path begins at ROOT; "…" stands for omitted lines.
                        Indentation is not compared. `rust of PATH` likewise
    sh                  must be parsed by sh -n; tests/install/packaging/commands.py executes those
                        of README.md
    text, meson, cmake  not checked here; tests/install/packaging/shown.py compares the blocks of
                        CMake and Meson in README.md with the build files that are tested

Any other kind, or none, is an error. Each error is reported as file:line: why.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import markdown
from markdown import Wrong

HERE = pathlib.Path(__file__).resolve().parent
FLAGS = ['-fsyntax-only', '-std=c++20', '-Wall', '-Wextra', '-Werror']
# A fragment may declare something and not use it.
FRAGMENT_FLAGS = ['-Wno-unused-variable', '-Wno-unused-but-set-variable', '-Wno-unused-parameter']
UNCHECKED = {'text', 'meson', 'cmake'}
QUOTING = {'cpp', 'rust'}
PRELUDE = '#include <prelude.hpp>\n'


def documents(root):
    found = sorted(root.glob('*.md')) + sorted((root / 'docs').rglob('*.md'))
    return [path.relative_to(root).as_posix() for path in found]


class Compiler:
    def __init__(self, command, includes, name, version, precompiled=None):
        self.command = command
        self.includes = [flag for folder in [*includes, HERE] for flag in ('-I', str(folder))]
        self.called = f'{name}-{version.split(".")[0]}'
        # Because of #line, GCC takes a document for a header, and warns of the lambdas in it.
        self.fragment_flags = FRAGMENT_FLAGS + (['-Wno-subobject-linkage'] if name == 'gcc' else [])
        # GCC uses a precompiled header in the first folder of the include path; Clang is given its
        # path.
        self.precompiled = []
        if precompiled:
            self.precompiled = ['-include-pch', str(precompiled)] if name == 'clang' else ['-I', str(precompiled.parent)]

    def run(self, source, flags=()):
        """Returns whether the source compiles, and the compiler's output."""
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / 'block.cpp'
            file.write_text(source, encoding='utf-8')
            precompiled = self.precompiled if source.startswith(PRELUDE) else []
            done = subprocess.run([*self.command, *precompiled, *self.includes, *FLAGS, *flags, str(file)],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8', errors='replace',
                                  env={**os.environ, 'LC_ALL': 'C.UTF-8'}, check=False)
        return done.returncode == 0, done.stdout


class Document:
    def __init__(self, root, name):
        self.root = root
        self.name = name
        self.path = root / name
        self.blocks, self.prose = markdown.read(self.path.read_text(encoding='utf-8'))

    # The C++ blocks as sources, in which #line makes the compiler name the lines of the document.

    def is_file(self, block):
        return block.words[:1] != ['declarations'] and re.search(r'^\s*#\s*include\b', block.text, re.MULTILINE) is not None

    def numbered(self, block):
        return f'#line {block.first} "{self.name}"\n{block.text}'

    def placed(self, block):
        if self.is_file(block) or block.words == ['declarations']:
            return self.numbered(block)
        if block.is_task:
            return f'[[maybe_unused]] static tenon::task<> fragment_{block.line}(TASK_PARAMETERS) {{\n{self.numbered(block)}}}\n'
        return f'[[maybe_unused]] static void fragment_{block.line}() {{\n{self.numbered(block)}}}\n'

    def before(self, block):
        """Returns the source before a fragment: the prelude, and the declarations of earlier
        blocks."""
        return PRELUDE + ''.join(
            self.numbered(earlier) for earlier in self.blocks
            if earlier.line < block.line and earlier.kind == 'cpp' and earlier.words == ['declarations'])

    # The checks. Each yields the errors that it finds.

    def check(self, compiler):
        yield from self.check_kinds()
        yield from self.check_accepted(compiler)
        yield from self.check_refused(compiler)
        yield from self.check_files_quoted()
        yield from self.check_shell()
        yield from self.check_links()

    def check_kinds(self):
        for block in self.blocks:
            if block.kind == '':
                yield Wrong(block.line, 'the block has no kind')
            elif block.file is not None and block.kind in QUOTING:
                continue
            elif block.kind == 'cpp':
                if block.words not in ([], ['declarations'], ['task']) and not block.refused:
                    yield Wrong(block.line, f'cpp knows no {" ".join(block.words)!r}')
            elif block.kind not in UNCHECKED | {'sh'}:
                yield Wrong(block.line, f'unknown kind {block.kind!r}')
            elif block.words and block.kind != 'text':
                yield Wrong(block.line, f'{block.kind} knows no {" ".join(block.words)!r}')

    def check_accepted(self, compiler):
        accepted = [block for block in self.blocks if block.kind == 'cpp' and block.refused is None and block.file is None]
        for block in filter(self.is_file, accepted):
            compiles, said = compiler.run(self.placed(block))
            if not compiles:
                yield Wrong(block.line, 'the program does not compile\n' + said)
        fragments = [block for block in accepted if not self.is_file(block)]
        if fragments:
            source = PRELUDE + ''.join(map(self.placed, fragments))
            compiles, said = compiler.run(source, compiler.fragment_flags)
            if not compiles:
                yield Wrong(self.first_named(said, fragments[0].line), 'a fragment does not compile\n' + said)

    def compile_refused(self, block, compiler):
        source = self.placed(block)
        return compiler.run(source if self.is_file(block) else self.before(block) + source, compiler.fragment_flags)

    def check_refused(self, compiler):
        said = None
        for block in self.blocks:
            if block.refused is not None:
                compiles, said = self.compile_refused(block, compiler)
                if compiles:
                    yield Wrong(block.line, 'this compiles, and is said to be refused')
                elif not any(block.first <= line <= block.last for line in self.named(said)):
                    yield Wrong(block.line, 'this is refused for something outside the block\n' + said)
                else:
                    for words in block.refused:
                        if words not in said:
                            yield Wrong(block.line, f'the compiler does not report {words!r}\n' + said)
            elif block.kind == 'text' and block.words:
                if said is None:
                    yield Wrong(block.line, 'no refused block stands before this')
                elif block.words == [compiler.called]:
                    yield from self.check_quoted(block, said)

    def check_quoted(self, block, said):
        at = 0
        for number, line in enumerate(block.text.splitlines(), block.first):
            for part in filter(None, map(str.strip, line.split('…'))):
                found = said.find(part, at)
                if found < 0:
                    yield Wrong(number, f'the compiler does not report {part!r} there\n' + said)
                    return
                at = found + len(part)

    def check_files_quoted(self):
        for block in self.blocks:
            if block.file is None or block.kind not in QUOTING:
                continue
            path = self.root / block.file
            if not path.is_file():
                yield Wrong(block.line, f'there is no file {block.file}')
                continue
            lines = [line.strip() for line in path.read_text(encoding='utf-8').splitlines()]
            at, together = 0, False
            for number, line in enumerate(map(str.strip, block.text.splitlines()), block.first):
                if line == '…':
                    together = False
                elif line in (lines[at:at + 1] if together else lines[at:]):
                    at, together = lines.index(line, at) + 1, True
                else:
                    yield Wrong(number, f'{block.file} does not have {line!r} there')
                    break

    def check_shell(self):
        for block in self.blocks:
            if block.kind == 'sh':
                done = subprocess.run(['sh', '-n'], input=block.text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                      encoding='utf-8', check=False)
                if done.returncode != 0:
                    yield Wrong(block.line, 'sh does not parse this: ' + done.stdout.strip())

    def check_links(self):
        for line, target in markdown.links(self.prose):
            if re.match(r'[a-z][a-z0-9+.-]*:', target):
                continue
            file, _, anchor = target.partition('#')
            path = (self.path.parent / file).resolve() if file else self.path.resolve()
            if not path.exists() or not path.is_relative_to(self.root.resolve()):
                yield Wrong(line, f'the link leads nowhere: {target}')
            elif anchor and (path.suffix != '.md' or anchor not in markdown.anchors(
                    markdown.read(path.read_text(encoding='utf-8'))[1])):
                yield Wrong(line, f'the file has no such heading: {target}')

    # The lines of this document that the compiler's output names.

    def named(self, said):
        return [int(line) for line in re.findall(re.escape(self.name) + r':(\d+)', said)]

    def first_named(self, said, otherwise):
        errors = re.findall(re.escape(self.name) + r':(\d+):\d+: (?:fatal )?error', said)
        return int(errors[0]) if errors else next(iter(self.named(said)), otherwise)


def check(root, name, compiler):
    """Prints the errors in a document. Returns their number."""
    wrong, blocks = [], 0
    try:
        document = Document(root, name)
        blocks = len(document.blocks)
        wrong = list(document.check(compiler))
    except Wrong as error:
        wrong = [error]
    for error in wrong:
        print(f'{name}:{error.line}: {error.why}')
    print(f'{name}: {blocks} blocks, {len(wrong)} wrong')
    return len(wrong)


def add_compiler(parser):
    """Adds the arguments from which `compiler_of` makes a `Compiler`."""
    parser.add_argument('--include', type=pathlib.Path, action='append', default=[])
    parser.add_argument('--precompiled', type=pathlib.Path, help='prelude.hpp, precompiled with the FLAGS')
    parser.add_argument('--compiler-name', required=True)
    parser.add_argument('--compiler-version', required=True)


def compiler_of(given):
    return Compiler(given.compiler, given.include, given.compiler_name, given.compiler_version, given.precompiled)


def arguments():
    """Returns the root, the document and the compiler that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument('--root', type=pathlib.Path, required=True)
    add_compiler(parser)
    parser.add_argument('document')
    parser.add_argument('compiler', nargs='+')
    given = parser.parse_args()
    return given.root, given.document, compiler_of(given)


def main():
    if sys.argv[1] == '--list':
        print('\n'.join(documents(pathlib.Path(sys.argv[2]))))
        return 0
    return 1 if check(*arguments()) else 0


if __name__ == '__main__':
    sys.exit(main())
