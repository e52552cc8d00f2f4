/** Which Language a name means. */
@NullMarked
package io.replyard.operator.language;

import org.jspecify.annotations.NullMarked;
