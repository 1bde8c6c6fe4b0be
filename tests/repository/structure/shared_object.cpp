// SPDX-License-Identifier: BSL-1.0

// The part of the shared objects of shared_objects.py that is the same in all of them.
#include <repository/structure/shared_objects.hpp>

extern "C" [[gnu::visibility("hidden")]] const shared_object* functions();

const shared_object* functions() {
    static const shared_object instance = functions_of_this();
    return &instance;
}
