/** A small client of pid1's port, for tests and for the training run. */
@NullMarked
package io.replyard.pid1.client;

import org.jspecify.annotations.NullMarked;
