/**
 * Sessions, channels and the rules between them. Everything a service may rely on is {@link
 * io.replyard.pid1.channel.Service}, {@link io.replyard.pid1.channel.Channel}, {@link
 * io.replyard.pid1.channel.Request} and {@link io.replyard.pid1.channel.Session}.
 */
@NullMarked
package io.replyard.pid1.channel;

import org.jspecify.annotations.NullMarked;
