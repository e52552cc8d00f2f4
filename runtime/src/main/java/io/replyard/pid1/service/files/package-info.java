/** The {@code files} service: the protocol's side of the project's files. */
@NullMarked
package io.replyard.pid1.service.files;

import org.jspecify.annotations.NullMarked;
