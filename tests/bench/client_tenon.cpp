// SPDX-License-Identifier: BSL-1.0

// A blocking TCP client: connects, sends a line, prints the reply.
#include <tenon.hpp>

int main() {
    using namespace tenon::literals;
    auto connection = tenon::connect<tenon::tcp>("127.0.0.1:7000"_v4).value();
    connection.send_all("hello\n"_bytes).value();
    std::byte buffer[512];
    for (auto got = connection.receive(buffer); got && !got->empty();
         got = connection.receive(buffer))
        if (::write(STDOUT_FILENO, got->data(), got->size()) < 0)
            return 1;
}
