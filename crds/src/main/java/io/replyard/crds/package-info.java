/**
 * The Kubernetes API of Replyard, group {@code replyard.io}, version {@code v1alpha1}: data only.
 *
 * <p>The records here are the source of the CRD YAML in {@code src/main/crds}; the annotations become its schema. Everything is immutable, so two snapshots
 * of a Repl compare with {@code equals}.
 */
@NullMarked
package io.replyard.crds;

import org.jspecify.annotations.NullMarked;
