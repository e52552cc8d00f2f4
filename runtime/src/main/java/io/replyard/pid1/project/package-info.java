/**
 * The project's files, for every service: from a path as a client names it to a file, and never to one outside the
 * project folder; {@link io.replyard.pid1.project.ProjectFolder} says how. Failures are {@link java.io.IOException}s,
 * which {@link io.replyard.pid1.project.GoErrors} puts into words.
 */
@NullMarked
package io.replyard.pid1.project;

import org.jspecify.annotations.NullMarked;
