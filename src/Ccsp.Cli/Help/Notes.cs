namespace Ccsp.Cli.Help;

/// <summary>Warnings about surprising behaviour of a command.</summary>
internal static class Notes
{
    private const string Ending =
        "Ctrl-C and a terminal that closes (HUP, as TERM and QUIT) cancel the task. What is to go on without you: 'ccsp submit', then "
        + "'ccsp tasks wait'; or put nohup in front, or setsid.";

    private static readonly Dictionary<string, string> All = new(StringComparer.Ordinal)
    {
        ["ccsp run"] = Ending,
        ["ccsp claude"] = Ending,
        ["ccsp submit"] = "The task goes on when the terminal closes; 'ccsp tasks cancel' ends it.",
    };

    /// <returns>Null for a command without any.</returns>
    public static string? Of(string command) => All.GetValueOrDefault(command);
}
