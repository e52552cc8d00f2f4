/** Tests of the project's files that need no service. */
@NullMarked
package io.replyard.pid1.project;

import org.jspecify.annotations.NullMarked;
