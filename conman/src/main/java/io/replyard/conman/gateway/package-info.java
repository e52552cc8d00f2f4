/** The public port: upgrade, greeting, trusted keys, health and drain. */
@NullMarked
package io.replyard.conman.gateway;

import org.jspecify.annotations.NullMarked;
