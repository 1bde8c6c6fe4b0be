// SPDX-License-Identifier: BSL-1.0
#pragma once

// The `main` that the generators of documents share.

#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

namespace support {

/// Compares FILE with the generated page, or writes the page: FILE [--write]. Returns the exit
/// status.
inline int compare_or_write(int count, char** arguments, const std::string& generated) {
    if (count < 2)
        return 2;
    const std::string file = arguments[1];
    if (count > 2 && arguments[2] == std::string_view("--write"))
        return std::ofstream(file) << generated ? 0 : 1;
    std::stringstream current;
    current << std::ifstream(file).rdbuf();
    if (current.str() == generated)
        return 0;
    std::cerr << file << " differs from the generated page: write it with --write\n";
    return 1;
}

}  // namespace support
