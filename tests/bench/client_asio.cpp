// SPDX-License-Identifier: BSL-1.0

// The same client with Asio.
#include <asio.hpp>

int main() {
    asio::io_context context;
    asio::ip::tcp::socket connection(context);
    connection.connect({asio::ip::make_address("127.0.0.1"), 7000});
    asio::write(connection, asio::buffer("hello\n", 6));
    char buffer[512];
    std::error_code error;
    for (auto got = connection.read_some(asio::buffer(buffer), error); !error;
         got = connection.read_some(asio::buffer(buffer), error))
        if (::write(STDOUT_FILENO, buffer, got) < 0)
            return 1;
}
