// SPDX-License-Identifier: BSL-1.0

// The table is checked at compile time; the program prints the number of its cells.

#include <cstdio>

#include "compare.hpp"

namespace {

void show(const char* part, truth::cells compared) {
    std::printf("figure: %s: %zu cells in the truth table, %zu of them legal, %zu refused\n", part,
                compared.all, compared.legal, compared.all - compared.legal);
}

}  // namespace

int main() {
    show("verbs", truth::compared_verbs);
    show("operations", truth::compared_operations);
    show("operations with layers", truth::compared_layers);
    show("options", truth::compared_options);
}
