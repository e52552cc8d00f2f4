/**
 * The {@code files} service: the project folder on the local disk, read and changed by clients. Nothing outside the
 * project folder is ever read or changed; {@link io.replyard.pid1.service.files.ProjectFolder} says how.
 */
@NullMarked
package io.replyard.pid1.service.files;

import org.jspecify.annotations.NullMarked;
