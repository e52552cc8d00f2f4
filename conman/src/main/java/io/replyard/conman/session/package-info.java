/** One client's way from token to READY, and how it ends. */
@NullMarked
package io.replyard.conman.session;

import org.jspecify.annotations.NullMarked;
