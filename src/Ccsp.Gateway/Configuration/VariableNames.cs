namespace Ccsp.Gateway.Configuration;

/// <summary>The names of environment variables that mean something to CCSP.</summary>
internal static class VariableNames
{
    public const string Prefix = "CCSP_";

    /// <summary>Sets any key: <c>CCSP__SECTION__KEY</c>.</summary>
    public const string KeyPrefix = "CCSP__";

    /// <summary>Each of them, and each key, may be given as the file that holds it.</summary>
    public const string FileSuffix = "_FILE";

    /// <summary>Names that are not derived from the key they set.</summary>
    public static IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CCSP_DASHBOARD_PORT"] = "listen",
        ["CCSP_DATA_DIR"] = "dataDir",
        ["CCSP_LOG_LEVEL"] = "log.level",
        ["CCSP_MAX_CONCURRENT"] = "maxConcurrent",
        ["CCSP_QUEUE_SIZE"] = "queueSize",
        ["CLAUDE_CLI_PATH"] = "engines.claude.path",
        ["GITHUB_TOKEN"] = "notify.github.token",
        ["REDIS_HOST"] = "store.redis.host",
        ["REDIS_PASSWORD"] = "store.redis.password",
        ["REDIS_PORT"] = "store.redis.port",
        ["REDIS_URL"] = "store.redis.url",
        ["REDIS_USER"] = "store.redis.user",
    };

    /// <summary>What the command line reads, what a run is given, and what scripts around the program use.</summary>
    private static readonly string[] Others =
    [
        "CCSP_AGENT", "CCSP_API_KEY", "CCSP_DEBUG", "CCSP_FAILPOINT", "CCSP_PRIORITY", "CCSP_PROFILE", "CCSP_TIMEOUT_SECONDS", "CCSP_URL",
        "CCSP_RUN", "CCSP_TASK_ID", "CCSP_TOKEN",
        "CCSP_BIN", "CCSP_BULLMQ", "CCSP_FAKE_AGENT", "CCSP_STUB", "CCSP_TEST_FULL", "CCSP_TYPESCRIPT", "CCSP_UPDATE",
    ];

    /// <summary>Whether a name beginning with ours is one of ours.</summary>
    public static bool IsKnown(string name) =>
        Known(name) || (name.EndsWith(FileSuffix, StringComparison.Ordinal) && Known(name[..^FileSuffix.Length]));

    /// <summary>Whether a name begins as if it were meant for us, and is neither one of ours nor that of a key.</summary>
    public static bool IsMisspelt(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && !name.StartsWith(KeyPrefix, StringComparison.Ordinal) && !IsKnown(name);

    /// <summary>What is said of a name that begins like ours and is none.</summary>
    public static string Unknown(string name)
    {
        var bare = name.EndsWith(FileSuffix, StringComparison.Ordinal) ? name[..^FileSuffix.Length] : name;
        if (NotBuilt.Variable(bare) is { } text)
            return text;
        return NearestOf(name) is { } nearest
            ? $"unknown variable; did you mean {nearest}?"
            : $"unknown variable; known: "
                + $"{string.Join(", ", Keys.Keys.Where(known => known.StartsWith(Prefix, StringComparison.Ordinal)))}, and "
                + "any key as CCSP__SECTION__KEY";
    }

    /// <summary>The variable that was probably meant; null: none is near.</summary>
    public static string? NearestOf(string name) =>
        NearestWord.Of(name, Keys.Keys.Concat(Others).SelectMany(known => new[] { known, known + FileSuffix }));

    /// <summary>
    /// Whether a line of a <c>.env</c> is meant for CCSP. The names of the store are common to many applications: they need another sign.
    /// </summary>
    /// <param name="isOurs">Whether the file is ours beyond doubt.</param>
    public static bool IsTaken(string name, bool isOurs)
    {
        if (name.StartsWith(Prefix, StringComparison.Ordinal))
            return true;
        var bare = name.EndsWith(FileSuffix, StringComparison.Ordinal) ? name[..^FileSuffix.Length] : name;
        return Keys.ContainsKey(bare) && (isOurs || !bare.StartsWith("REDIS_", StringComparison.Ordinal));
    }

    private static bool Known(string name) =>
        Keys.ContainsKey(name) || Others.Contains(name, StringComparer.Ordinal) || name.StartsWith("CCSP_TEST_", StringComparison.Ordinal);
}
