// SPDX-License-Identifier: BSL-1.0
#pragma once

// What the programs share that make pages of the documents.

#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

namespace support {

/// The `main` of such a program: FILE says whether the file is what would be made, and FILE --write makes it so.
inline int compare_or_write(int count, char** arguments, const std::string& made) {
    if (count < 2)
        return 2;
    const std::string file = arguments[1];
    if (count > 2 && arguments[2] == std::string_view("--write"))
        return std::ofstream(file) << made ? 0 : 1;
    std::stringstream there;
    there << std::ifstream(file).rdbuf();
    if (there.str() == made)
        return 0;
    std::cerr << file << " is not what the library says: make it anew with --write\n";
    return 1;
}

}  // namespace support
