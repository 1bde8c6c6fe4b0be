// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"

#include <algorithm>
#include <memory>
#include <vector>

// Cursors in ranges of any sizes, compared with a text and the number of bytes before the position.

using fuzz::expect;
using tenon::const_bytes;
using tenon::mutable_bytes;

namespace {

/// A range in memory of its own, so that the sanitizer detects an access after its end.
class range {
public:
    range(std::size_t size, char& letter) : bytes_(new std::byte[size]), size_(size) {
        for (std::size_t index = 0; index != size; ++index)
            bytes_[index] = static_cast<std::byte>(letter++);
    }
    [[nodiscard]] mutable_bytes bytes() const { return {bytes_.get(), size_}; }

private:
    std::unique_ptr<std::byte[]> bytes_;
    std::size_t size_;
};

template <class View>
std::string text_of(View view) {
    return std::string(reinterpret_cast<const char*>(view.data()), view.size());
}
template <class Views>
std::string joined(const Views& views, std::size_t count) {
    std::string all;
    for (std::size_t index = 0; index != count; ++index)
        all += text_of(views.data()[index]);
    return all;
}

/// Checks that a window has the beginning of the rest without empty ranges, and all of the rest
/// unless it is full.
template <class View>
void check_next(const tenon::window<View>& next, const std::string& left) {
    const std::string text = joined(next, next.size());
    expect(left.starts_with(text), "the next bytes are the beginning of the rest");
    expect(next.size() <= tenon::window<View>::capacity && (next.full() || text == left),
           "the next bytes are as many as fit");
    expect(std::none_of(next.data(), next.data() + next.size(),
                        [](View view) { return view.empty(); }),
           "no range in a window is empty");
}
template <class View>
    requires std::is_same_v<View, const_bytes> || std::is_same_v<View, mutable_bytes>
void check_next(View next, const std::string& left) {
    expect(text_of(next) == left, "the next bytes are the rest");
}

/// Advances through all bytes in steps of 0 to `longest` bytes, which the fuzzer chooses.
template <class Cursor>
void walk(Cursor position, const std::string& all, std::size_t longest, fuzz::decisions choose) {
    std::size_t done = 0;
    do {
        expect(position.done() == done && position.left() == all.size() - done,
               "done and left count the bytes before and after the position");
        expect(position.empty() == (done == all.size()), "a cursor is empty if no bytes are left");
        check_next(position.rest(), all.substr(done));
        const std::size_t step = std::min(choose.below(longest + 1), all.size() - done);
        position.advance(step);
        done += step;
    } while (!choose.over());
    position.advance(all.size() - done);
    expect(position.empty() && position.left() == 0 && position.done() == all.size(),
           "a step over all bytes that are left ends at the end");
    check_next(position.rest(), "");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    const std::size_t count = choose.below(40);
    const std::size_t longest = choose.below(256);
    std::vector<range> ranges;
    std::vector<const_bytes> to_send;
    std::vector<mutable_bytes> to_fill;
    std::string all;
    char letter = 'a';
    for (std::size_t index = 0; index != count; ++index) {
        // Many ranges are empty.
        const std::size_t number = choose.below(64);
        ranges.emplace_back(number < 24 ? 0 : number - 23, letter);
        to_send.push_back(ranges.back().bytes());
        to_fill.push_back(ranges.back().bytes());
        all += text_of(to_send.back());
    }

    expect(tenon::total_size(to_send) == all.size(), "total_size is the number of all bytes");
    walk(tenon::unsent(to_send), all, longest, choose);
    walk(tenon::unfilled(to_fill), all, longest, choose);
    if (count >= 3) {
        const std::string three =
            all.substr(0, to_fill[0].size() + to_fill[1].size() + to_fill[2].size());
        const tenon::pieces held{to_fill[0], to_fill[1], to_fill[2]};
        walk(tenon::unsent(held), three, longest, choose);
        walk(tenon::unfilled(held), three, longest, choose);
        walk(tenon::unsent(tenon::pieces{to_send[0], to_send[1], to_send[2]}), three, longest,
             choose);
    }
    walk(tenon::unsent(all), all, longest, choose);
    walk(tenon::unfilled(all), all, longest, choose);
    return 0;
}
