package dev.bogie.transport;

import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;

/**
 * Who has the other end of a Unix-domain connection, as the system vouches for it: the user and the
 * group of the process when it connected, or when it began to listen.
 *
 * @param user comparable with {@link java.nio.file.Files#getOwner}
 * @param group the process's own, not all that it belongs to
 */
public record PeerCredentials(UserPrincipal user, GroupPrincipal group) {}
