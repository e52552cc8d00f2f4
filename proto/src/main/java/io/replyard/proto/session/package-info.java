/**
 * The contract between conman and pid1, as far as it is on the wire: where pid1 listens, how a session is opened there, how large a message may be, with which
 * codes a connection ends, and which environment tells pid1 who it is. Plain constants and values, so that every process can stand on it.
 */
@NullMarked
package io.replyard.proto.session;

import org.jspecify.annotations.NullMarked;
