@NullMarked
package io.replyard.operator.cluster;

import org.jspecify.annotations.NullMarked;
