@NullMarked
package io.replyard.crds;

import org.jspecify.annotations.NullMarked;
