package io.replyard.pid1.project;

/**
 * One entry of a folder's listing.
 *
 * @param name its bare name, as {@link PathText} has it
 * @param isFolder whether it is a folder, or a link that leads to one in the project
 */
public record FolderEntry(String name, boolean isFolder) {}
