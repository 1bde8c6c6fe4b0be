// SPDX-License-Identifier: BSL-1.0
// A program of the project that does not use tenon: it keeps its standard and its flags.
static_assert(__cplusplus == 201703L);
#ifndef FLAG_OF_THE_PROJECT
#error "the flags of the project are lost"
#endif

int main() {}
