package io.replyard.cli;

import com.google.protobuf.Timestamp;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.claims.ResourceLimits;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The fields of a ReplToken that every command can set; which Repl it names is up to the command. */
final class TokenFields {
    /** Characters of a slug, as the server counts them. */
    private static final int MAX_SLUG = 100;

    @Option(
            names = "--language",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Language of the Repl (default: ${DEFAULT-VALUE}).")
    private String language = "default";

    @Option(
            names = "--bucket",
            paramLabel = "NAME",
            defaultValue = "dev",
            description = "Bucket of its files (default: ${DEFAULT-VALUE}).")
    private String bucket = "dev";

    @Option(
            names = "--slug",
            paramLabel = "NAME",
            description = "Its project folder (default: its id, as far as a slug may be long: 100 characters).")
    private @Nullable String slug;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "dev",
            description = "Its owner (default: ${DEFAULT-VALUE}).")
    private String user = "dev";

    @Option(names = "--source-repl", paramLabel = "ID", description = "Start from this Repl's files.")
    private @Nullable String sourceRepl;

    @Option(
            names = "--persistence",
            paramLabel = "KIND",
            defaultValue = "PERSISTENT",
            description = "persistent, ephemeral or none (default: persistent).")
    private ReplToken.Persistence persistence = ReplToken.Persistence.PERSISTENT;

    @Option(names = "--net", negatable = true, description = "Programs may use the network.")
    private @Nullable Boolean net;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "Memory for programs, as 512Mi.")
    private @Nullable Long memory;

    @Option(names = "--threads", paramLabel = "N", description = "Cores, fractions allowed.")
    private @Nullable Double threads;

    @Option(
            names = "--shares",
            paramLabel = "N",
            description = "CPU weight: docker shares, or a factor of 1024 below 2.")
    private @Nullable Double shares;

    @Option(names = "--disk", paramLabel = "SIZE", converter = ByteSize.class, description = "Disk, as 1Gi.")
    private @Nullable Long disk;

    @Option(names = "--flag", paramLabel = "TEXT", description = "A switch passed on to the Repl; may be repeated.")
    private List<String> flags = List.of();

    @Option(names = "--bearer-id", paramLabel = "N", description = "Number of the person connecting.")
    private @Nullable Integer bearerId;

    @Option(
            names = "--bearer-name",
            paramLabel = "NAME",
            description = "Name of the person connecting (default: the user).")
    private @Nullable String bearerName;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "The cluster that may honour the token (default: $$REPLYARD_CLUSTER, else development).")
    private @Nullable String cluster;

    @Option(names = "--salt", paramLabel = "TEXT", description = "Makes equal tokens distinct (default: random).")
    private @Nullable String salt;

    @Option(
            names = "--iat",
            paramLabel = "TIME",
            converter = TimePoint.Converter.class,
            defaultValue = "+0s",
            description = "Issued at: Unix seconds, ISO 8601, +10m, -2h, or none (default: now).")
    private TimePoint issuedAt = new TimePoint.Absent();

    @Option(
            names = "--exp",
            paramLabel = "TIME",
            converter = TimePoint.Converter.class,
            defaultValue = "+1h",
            description = "Expires at, relative to now (default: ${DEFAULT-VALUE}).")
    private TimePoint expiresAt = new TimePoint.Absent();

    @Option(
            names = "--format",
            paramLabel = "KIND",
            defaultValue = "PROTOBUF",
            description = "Wire format (default: protobuf).")
    private ReplToken.WireFormat format = ReplToken.WireFormat.PROTOBUF;

    /** Everything but the metadata. */
    ReplToken.Builder token(Instant now) {
        ReplToken.Builder token = ReplToken.newBuilder()
                .setSalt(salt == null ? UUID.randomUUID().toString() : salt)
                .setCluster(cluster())
                .setPersistence(persistence)
                .setFormat(format)
                .addAllFlags(flags);
        Instant iat = issuedAt.from(now);
        Instant exp = expiresAt.from(now);
        if (iat != null) {
            token.setIat(timestamp(iat));
        }
        if (exp != null) {
            token.setExp(timestamp(exp));
        }
        if (net != null || memory != null || threads != null || shares != null || disk != null) {
            token.setResourceLimits(limits());
        }
        return token.setPresenced(ReplToken.Presenced.newBuilder()
                .setBearerID(bearerId == null ? 0 : bearerId)
                .setBearerName(bearerName == null ? user : bearerName));
    }

    Repl repl(String id) {
        Repl.Builder repl = Repl.newBuilder()
                .setId(id)
                .setLanguage(language)
                .setBucket(bucket)
                .setSlug(slug == null ? defaultSlug(id) : slug)
                .setUser(user);
        if (sourceRepl != null) {
            repl.setSourceRepl(sourceRepl);
        }
        return repl.build();
    }

    /** An id may be longer than a slug. */
    private static String defaultSlug(String id) {
        return id.codePointCount(0, id.length()) <= MAX_SLUG ? id : id.substring(0, id.offsetByCodePoints(0, MAX_SLUG));
    }

    ReplToken.ReplID replId(String id) {
        ReplToken.ReplID.Builder metadata = ReplToken.ReplID.newBuilder().setId(id);
        if (sourceRepl != null) {
            metadata.setSourceRepl(sourceRepl);
        }
        return metadata.build();
    }

    ReplToken.ClassroomMetadata classroom(String id) {
        return ReplToken.ClassroomMetadata.newBuilder()
                .setId(id)
                .setLanguage(language)
                .build();
    }

    private String cluster() {
        return cluster == null ? EnvironmentVariable.get("REPLYARD_CLUSTER", "development") : cluster;
    }

    private ResourceLimits limits() {
        ResourceLimits.Builder limits = ResourceLimits.newBuilder();
        if (net != null) {
            limits.setNet(net);
        }
        if (memory != null) {
            limits.setMemory(memory);
        }
        if (threads != null) {
            limits.setThreads(threads);
        }
        if (shares != null) {
            limits.setShares(shares);
        }
        if (disk != null) {
            limits.setDisk(disk);
        }
        return limits.build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
