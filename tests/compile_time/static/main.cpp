// SPDX-License-Identifier: BSL-1.0

// The table is checked at compile time; the program prints its size.

#include <cstdio>

#include "compare.hpp"

namespace {

void show(const char* part, truth::cells compared) {
    std::printf("figure: %s: %zu cells in the truth table, %zu of them legal, %zu refused\n", part,
                compared.all, compared.legal, compared.all - compared.legal);
}

}  // namespace

int main() {
    std::printf("figure: %zu pairs, %zu states, %zu drivers, %zu operations in the truth table\n",
                truth::table_extent.pairs, truth::table_extent.states, truth::table_extent.drivers,
                truth::table_extent.operations);
    show("verbs", truth::compared_verbs);
    show("operations", truth::compared_operations);
    show("operations with layers", truth::compared_layers);
    show("options", truth::compared_options);
}
