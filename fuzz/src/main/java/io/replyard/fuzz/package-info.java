/**
 * What all targets share. A target is a class {@code …Fuzz} in the package of what it tries, with a method {@code fuzzerTestOneInput}, which throws when a property
 * does not hold, and one that gives inputs to begin with.
 */
@NullMarked
package io.replyard.fuzz;

import org.jspecify.annotations.NullMarked;
