/**
 * Tokens: PASETO {@code v2.public} around protobuf messages, signed with Ed25519, directly by a root key or through a chain
 * of certificates. Needs nothing but protobuf-java, so that it fits into every process.
 */
@NullMarked
package io.replyard.proto.token;

import org.jspecify.annotations.NullMarked;
