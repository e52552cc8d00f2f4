/** Real clients against a real cluster, through the doors that everybody uses: the WebSocket, the Kubernetes API and the command line. */
@NullMarked
package io.replyard.e2e;

import org.jspecify.annotations.NullMarked;
