// SPDX-License-Identifier: BSL-1.0

// The names in one of the shared objects of shared_objects.py: OBJECT is the function that it
// exports, ALONE the name of a category that no other object has.
struct shared_object;
extern "C" [[gnu::visibility("hidden")]] const shared_object* functions();
extern "C" [[gnu::visibility("hidden")]] const char* name_alone();
extern "C" [[gnu::visibility("default")]] const shared_object* OBJECT();

const char* name_alone() {
    return ALONE;
}

const shared_object* OBJECT() {
    return functions();
}
