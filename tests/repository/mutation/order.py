# SPDX-License-Identifier: BSL-1.0
"""The order in which the judges run. It determines how soon a mutant is caught, and not whether:
all judges that depend on the header run.

The first judge is the unit with the name of the header. The others are sorted by the rare words
that they share with the changed line, with the lines around it and with the name of the header, by
the number of mutants of the same folder that they have caught in this build, and by their time."""

import collections
import json
import math
import re
import threading

WORD = re.compile(r'[A-Za-z_]\w{2,}')
SHARED = 0.5  # The weight of a word in a file that the judge shares with other judges.


def words_of(text):
    """Returns the names in a text, and the words that they consist of."""
    names = set(WORD.findall(text))
    return names | {part for name in names for part in name.split('_') if len(part) > 2}


class Order:
    def __init__(self, judges, memory):
        """A judge has `files`, the files of the repository that it is built from; `own`, those of
        them that no other judge has; and `seconds`. `memory` is the file that keeps the catches."""
        self.memory, self.lock = memory, threading.Lock()
        self.caught = collections.Counter(json.loads(memory.read_text(encoding='utf-8')) if memory.exists() else {})
        texts = {}

        def words(paths):
            for path in paths:
                if path not in texts:
                    texts[path] = words_of(path.read_text(encoding='utf-8', errors='replace'))
            return set().union(*(texts[path] for path in paths))
        self.own = {judge.name: words(judge.own) for judge in judges}
        self.included = {judge.name: words(judge.files) for judge in judges}
        self.count = collections.Counter(word for found in self.included.values() for word in found)

    @staticmethod
    def key(judge, site):
        return f'{site.path.rpartition("/")[0]} {judge.name}'

    def remember(self, judge, site):
        with self.lock:
            self.caught[self.key(judge, site)] += 1
            self.memory.write_text(json.dumps(self.caught), encoding='utf-8')

    def sort(self, judges, site, source):
        lines = source.splitlines()
        around = ' '.join(lines[max(0, site.number - 4):site.number + 1])
        weights = collections.Counter()
        for text, weight in ((site.line, 3), (around, 1), (site.path.replace('/', ' ').replace('.hpp', ''), 2)):
            for word in words_of(text):
                weights[word] = max(weights[word], weight)

        def value(judge):
            own, included = self.own[judge.name], self.included[judge.name]
            rare = sum(weight * (1.0 if word in own else SHARED) * math.log((len(self.own) + 1) / self.count[word])
                       for word, weight in weights.items() if word in included)
            before = 4 * math.log2(1 + self.caught[self.key(judge, site)])
            return (not judge.comes_first(site), -(rare + before + 0.5) / (judge.seconds + 1) ** 0.7, judge.name)
        return sorted(judges, key=value)
