// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <tenon/base/bytes.hpp>
#include <tenon/base/result.hpp>

namespace support {

/// What lies below a layer that sends: it keeps the bytes.
class below {
public:
    tenon::result<std::size_t> send(tenon::const_bytes data) {
        sent_ += tenon::as_text(data);
        return data.size();
    }
    tenon::result<std::size_t> send(std::span<const tenon::const_bytes> ranges) {
        std::size_t size = 0;
        for (const tenon::const_bytes& range : ranges) {
            sent_ += tenon::as_text(range);
            size += range.size();
        }
        return size;
    }

    /// Returns all bytes that were sent.
    [[nodiscard]] const std::string& sent() const noexcept { return sent_; }

private:
    std::string sent_;
};

}  // namespace support
