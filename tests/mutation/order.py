# SPDX-License-Identifier: BSL-1.0
"""In which order judges are asked. It decides how soon a mutant is caught, and not whether: all are asked that depend on the header.

First a unit that is named as the header, and what reads the headers as text. Then those that use the rare words of the changed line, of the lines around it and of the
header's name, and are compiled and run soon."""

import collections
import math
import re

WORD = re.compile(r'[A-Za-z_]\w{2,}')


class Order:
    def __init__(self, judges):
        """Each judge has `files`, the files of the repository that it is made of, and `seconds`."""
        texts = {}
        self.words = {}
        for judge in judges:
            found = set()
            for path in judge.files:
                if path not in texts:
                    texts[path] = set(WORD.findall(path.read_text(encoding='utf-8', errors='replace')))
                found |= texts[path]
            self.words[judge.name] = found
        self.count = collections.Counter(word for words in self.words.values() for word in words)

    def sort(self, judges, site, source):
        lines = source.splitlines()
        near = ' '.join(lines[max(0, site.number - 4):site.number + 1])
        weights = collections.Counter()
        for text, weight in ((site.line, 3), (near, 1), (site.path.replace('/', ' ').replace('.hpp', ''), 2)):
            for word in set(WORD.findall(text)):
                weights[word] = max(weights[word], weight)

        def value(judge):
            known = self.words[judge.name]
            rare = sum(weight * math.log((len(self.words) + 1) / self.count[word]) for word, weight in weights.items() if word in known)
            return (not judge.comes_first(site), -(rare + 0.5) / (judge.seconds + 1) ** 0.7, judge.name)
        return sorted(judges, key=value)
