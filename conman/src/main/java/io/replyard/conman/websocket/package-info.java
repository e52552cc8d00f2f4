/** RFC 6455 on a Netty channel, for both ends: frames pass through as their bytes come, nothing is put together. */
@NullMarked
package io.replyard.conman.websocket;

import org.jspecify.annotations.NullMarked;
