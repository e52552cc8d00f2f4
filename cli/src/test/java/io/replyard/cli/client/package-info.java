@NullMarked
package io.replyard.cli.client;

import org.jspecify.annotations.NullMarked;
