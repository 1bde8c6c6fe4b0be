// SPDX-License-Identifier: BSL-1.0

// One of the shared objects of shared_objects.py: OBJECT is the name of what it shows, ALONE that of a category that no other
// has.
#include <structure/shared_objects.hpp>

extern "C" [[gnu::visibility("default")]] const shared_object& OBJECT();

const shared_object& OBJECT() {
    static const shared_object functions = functions_of_this();
    return functions;
}
