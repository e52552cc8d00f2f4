/** Clients that mean harm, and the one beside them who is to notice nothing of it. */
@NullMarked
package io.replyard.bench.soak;

import org.jspecify.annotations.NullMarked;
