# SPDX-License-Identifier: BSL-1.0
"""In which order judges are asked. It decides how soon a mutant is caught, and not whether: all are asked that depend on the header.

First a unit that is named as the header, and what reads the headers as text. Then those that use the rare words of the changed line, of the lines around it and of the
header's name, that have caught mutants of headers of the same folder in this build, and are compiled and run soon."""

import collections
import json
import math
import re
import threading

WORD = re.compile(r'[A-Za-z_]\w{2,}')


def words_of(text):
    """Names, and the words that they are made of."""
    names = set(WORD.findall(text))
    return names | {part for name in names for part in name.split('_') if len(part) > 2}


class Order:
    def __init__(self, judges, memory):
        """Each judge has `files`, the files of the repository that it is made of, and `seconds`. `memory` is a file."""
        self.memory, self.lock = memory, threading.Lock()
        self.caught = collections.Counter(json.loads(memory.read_text(encoding='utf-8')) if memory.exists() else {})
        texts = {}
        self.words = {}
        for judge in judges:
            found = set()
            for path in judge.files:
                if path not in texts:
                    texts[path] = words_of(path.read_text(encoding='utf-8', errors='replace'))
                found |= texts[path]
            self.words[judge.name] = found
        self.count = collections.Counter(word for words in self.words.values() for word in words)

    @staticmethod
    def key(judge, site):
        return f'{site.path.rpartition("/")[0]} {judge.name}'

    def remember(self, judge, site):
        with self.lock:
            self.caught[self.key(judge, site)] += 1
            self.memory.write_text(json.dumps(self.caught), encoding='utf-8')

    def sort(self, judges, site, source):
        lines = source.splitlines()
        near = ' '.join(lines[max(0, site.number - 4):site.number + 1])
        weights = collections.Counter()
        for text, weight in ((site.line, 3), (near, 1), (site.path.replace('/', ' ').replace('.hpp', ''), 2)):
            for word in words_of(text):
                weights[word] = max(weights[word], weight)

        def value(judge):
            known = self.words[judge.name]
            rare = sum(weight * math.log((len(self.words) + 1) / self.count[word]) for word, weight in weights.items() if word in known)
            return (not judge.comes_first(site), -(rare + 0.5 + 4 * math.log2(1 + self.caught[self.key(judge, site)])) / (judge.seconds + 1) ** 0.7, judge.name)
        return sorted(judges, key=value)
