// SPDX-License-Identifier: BSL-1.0

// The table is checked when it is compiled; there is nothing left to run.

int main() {}
