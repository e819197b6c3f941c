namespace Ccsp.Gateway.Configuration;

/// <summary>The environment variables that CCSP reads.</summary>
internal static class VariableNames
{
    public const string Prefix = "CCSP_";

    /// <summary>Prefix that sets any key: <c>CCSP__SECTION__KEY</c>.</summary>
    public const string KeyPrefix = "CCSP__";

    /// <summary>Suffix for the name of a file that holds the value.</summary>
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

    /// <summary>Names that the command line reads, a run receives, or scripts around the program use.</summary>
    private static readonly string[] Others =
    [
        "CCSP_AGENT", "CCSP_API_KEY", "CCSP_DEBUG", "CCSP_FAILPOINT", "CCSP_PRIORITY", "CCSP_PROFILE", "CCSP_TIMEOUT_SECONDS", "CCSP_URL",
        "CCSP_RUN", "CCSP_TASK_ID", "CCSP_TOKEN",
        "CCSP_BIN", "CCSP_BULLMQ", "CCSP_FAKE_AGENT", "CCSP_STUB", "CCSP_TEST_FULL", "CCSP_TYPESCRIPT", "CCSP_UPDATE",
    ];

    /// <summary>Whether a name with our prefix is one of ours.</summary>
    public static bool IsKnown(string name) =>
        Known(name) || (name.EndsWith(FileSuffix, StringComparison.Ordinal) && Known(name[..^FileSuffix.Length]));

    /// <summary>Whether a name has our prefix but is neither one of ours nor that of a key.</summary>
    public static bool IsMisspelt(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && !name.StartsWith(KeyPrefix, StringComparison.Ordinal) && !IsKnown(name);

    /// <summary>The message about an unknown name with our prefix.</summary>
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

    /// <summary>The variable that was probably meant; null: none is similar.</summary>
    public static string? NearestOf(string name) =>
        NearestWord.Of(name, Keys.Keys.Concat(Others).SelectMany(known => new[] { known, known + FileSuffix }));

    /// <summary>
    /// Whether a line of a <c>.env</c> belongs to CCSP. The store's variable names are common to many applications, so they need further
    /// evidence.
    /// </summary>
    /// <param name="isOurs">Whether the file is certainly ours.</param>
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
