// SPDX-License-Identifier: BSL-1.0
#pragma once

// Checks that an operation returns what its system calls have moved: no byte is lost, moved twice,
// or moved by a call on another socket. The system of the loop (simulated.hpp) reports its calls.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <conformance/random/observed_wait.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

/// An operation that receives into memory, or sends from it.
class transfer : public readiness_wait {
public:
    transfer(record& in, const random_limits* limits, int descriptor, int events,
             tenon::const_bytes memory)
        : readiness_wait(in, limits, descriptor, events),
          memory_(memory),
          descriptor_(descriptor),
          owners_(in.owners(descriptor)) {
        in.transfers.push_back(this);
    }
    ~transfer() override {
        in_.transfers.erase(std::find(in_.transfers.begin(), in_.transfers.end(), this));
    }

    /// Returns the transfer whose memory `data` points into, or null.
    [[nodiscard]] static transfer* of(record& in, const std::byte* data) {
        for (transfer* const each : in.transfers)
            if (data >= each->memory_.data() && data < each->memory_.data() + each->memory_.size())
                return each;
        return nullptr;
    }
    /// Called before a system call.
    void attempt(int descriptor, const std::byte* data) {
        in_.check(descriptor == descriptor_ && owners_ == in_.owners(descriptor),
                  "an operation made a call on another socket than its own");
        in_.check(data == memory_.data() + moved_.size(),
                  "an operation moves bytes twice, or leaves some out");
    }
    /// Called after a system call that moved bytes.
    void moved(std::string_view bytes) { moved_ += bytes; }

    /// Passes the result of the operation: a failure has moved no byte.
    template <class Result>
    void end_with(const Result& got, std::size_t count) {
        in_.check(moved_.size() == (got ? count : 0),
                  got ? "an operation returned another number of bytes than its calls moved"
                      : "an operation failed, although its call moved bytes");
        in_.check(tenon::as_text(memory_).substr(0, moved_.size()) == moved_,
                  "the bytes of an operation were changed");
        end(got);
    }
    /// Passes the result of an operation of several calls, which has moved `done` bytes even if it
    /// failed.
    template <class Result>
    void end_after(const Result& got, std::size_t done) {
        in_.check(moved_.size() == done, "a cursor tells another number of bytes than were moved");
        in_.check(!got || done == memory_.size(), "an operation succeeded before it was complete");
        in_.check(tenon::as_text(memory_).substr(0, moved_.size()) == moved_,
                  "the bytes of an operation were changed");
        end(got);
    }

private:
    tenon::const_bytes memory_;
    int descriptor_;
    unsigned owners_;
    std::string moved_;
};

struct receive_transfer : transfer {
    receive_transfer(record& in, const random_limits* limits, int descriptor,
                     tenon::const_bytes buffer)
        : transfer(in, limits, descriptor, receiving_events, buffer) {}
};
/// The same for an operation that is awaited with others: it may have ended before its result is
/// known.
struct late_receive_transfer : receive_transfer {
    late_receive_transfer(record& in, int descriptor, tenon::const_bytes buffer)
        : receive_transfer(in, nullptr, descriptor, buffer) {}

protected:
    [[nodiscard]] bool has_reason() const override { return true; }
};
struct send_transfer : transfer {
    send_transfer(record& in, const random_limits* limits, int descriptor, tenon::const_bytes data)
        : transfer(in, limits, descriptor, POLLOUT, data) {}
};

}  // namespace random_programs
