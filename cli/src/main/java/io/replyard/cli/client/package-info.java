/**
 * A client of the channel protocol: one connection to one Repl, its channels, requests and their replies. Made for the
 * command and for tests; {@link io.replyard.cli.client.ReplConnection} is the way in.
 */
@NullMarked
package io.replyard.cli.client;

import org.jspecify.annotations.NullMarked;
