/** The operator's dealings with the cluster that know nothing of Repls: client, slim stores, leader election, Events, request counts. */
@NullMarked
package io.replyard.operator.cluster;

import org.jspecify.annotations.NullMarked;
