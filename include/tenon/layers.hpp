// SPDX-License-Identifier: BSL-1.0
#pragma once

// Includes tenon.hpp, and the layers: framing, decorators, handshakes. tenon.hpp does not include
// these, so that programs without them compile faster.

#include <tenon.hpp>
#include <tenon/framing/frame.hpp>
#include <tenon/layer/checksumming.hpp>
#include <tenon/layer/counting.hpp>
#include <tenon/layer/crc32.hpp>
#include <tenon/layer/hex_dump.hpp>
#include <tenon/layer/inbox.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/layered.hpp>
#include <tenon/layer/message_buffer.hpp>
#include <tenon/layer/outbox.hpp>
#include <tenon/layer/rate_limiting.hpp>
#include <tenon/layer/token_bucket.hpp>
#include <tenon/layer/tracing.hpp>
#include <tenon/layer/transfer.hpp>
#include <tenon/proxy/socks5.hpp>
#include <tenon/proxy/socks5_target.hpp>
