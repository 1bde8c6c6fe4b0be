include(CMakeFindDependencyMacro)
find_dependency(tenon 0.1 CONFIG)
include("${CMAKE_CURRENT_LIST_DIR}/greeterTargets.cmake")
