/**
 * Programs as clients of a channel meet them: output that everybody attached sees and late comers see again, input that
 * may come before its program, a terminal whose size and modes outlive one program, and background processes that are
 * ended with the channel at the latest.
 */
@NullMarked
package io.replyard.pid1.program;

import org.jspecify.annotations.NullMarked;
