/** What all services share: nothing but the facts of the wire that the protocol's seeds do not name. */
@NullMarked
package io.replyard.pid1.service;

import org.jspecify.annotations.NullMarked;
