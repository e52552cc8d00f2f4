/** The gateway. What every room needs: settings and the words a connection ends with. */
@NullMarked
package io.replyard.conman;

import org.jspecify.annotations.NullMarked;
