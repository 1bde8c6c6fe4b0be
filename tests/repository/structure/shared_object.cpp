// SPDX-License-Identifier: BSL-1.0

// What all shared objects of shared_objects.py consist of, but for their names.
#include <repository/structure/shared_objects.hpp>

extern "C" [[gnu::visibility("hidden")]] const shared_object* functions();

const shared_object* functions() {
    static const shared_object instance = functions_of_this();
    return &instance;
}
