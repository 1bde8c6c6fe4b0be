// SPDX-License-Identifier: BSL-1.0

// The linker replaces the program's calls of malloc(3), realloc(3) and free(3) by these functions
// (--wrap). The operators call them.

#include <conformance/schedules/allocations.hpp>

#include <cstddef>
#include <cstdlib>
#include <new>

long schedules::allocated_blocks = 0;

extern "C" {
void* __real_malloc(std::size_t size);
void* __real_realloc(void* block, std::size_t size);
void __real_free(void* block);

void* __wrap_malloc(std::size_t size) {
    void* const block = __real_malloc(size);
    schedules::allocated_blocks += block != nullptr ? 1 : 0;
    return block;
}
void* __wrap_realloc(void* block, std::size_t size) {
    void* const moved = __real_realloc(block, size);
    schedules::allocated_blocks += block == nullptr && moved != nullptr ? 1 : 0;
    return moved;
}
void __wrap_free(void* block) {
    schedules::allocated_blocks -= block != nullptr ? 1 : 0;
    __real_free(block);
}
}

void* operator new(std::size_t size) {
    if (void* const block = __wrap_malloc(size == 0 ? 1 : size); block != nullptr)
        return block;
    std::abort();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return __wrap_malloc(size == 0 ? 1 : size);
}
void operator delete(void* block) noexcept {
    __wrap_free(block);
}
void operator delete(void* block, std::size_t) noexcept {
    __wrap_free(block);
}
