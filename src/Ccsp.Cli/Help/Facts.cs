namespace Ccsp.Cli.Help;

/// <summary>Help that applies to every command.</summary>
internal static class Facts
{
    public static IReadOnlyList<(string Name, string Meaning)> Variables { get; } =
    [
        ("CCSP_URL", "address of the gateway; when absent, where the gateway of the data folder listens"),
        ("CCSP_API_KEY", "the key; when absent the file local.key of the data folder (CCSP_API_KEY_FILE: a file that holds it)"),
        ("CCSP_DATA_DIR", "the data folder; when absent the configuration's dataDir, ./data where it is one, else ~/.local/share/ccsp"),
        ("CCSP_AGENT", "the agent of tasks that are submitted without --agent; last is the newest task of it"),
        ("CCSP_PRIORITY, CCSP_AGENT, CCSP_PROFILE, CCSP_TIMEOUT_SECONDS", "what ccsp claude submits its task with"),
        ("NO_COLOR", "no colours"),
        ("TZ", "the time zone of times that are read and shown; JSON has UTC"),
        ("CCSP_DEBUG", "where an error that should not have happened comes from"),
    ];

    public static IReadOnlyList<(string Code, string Meaning)> ExitCodes { get; } =
    [
        ("0", "done"),
        ("1", "failed, or there is no answer"),
        ("2", "the command line is wrong"),
        ("3", "the gateway cannot be reached"),
        ("4", "refused: key, limit, capacity"),
        ("5", "a check has findings"),
        ("130", "interrupted"),
    ];
}
