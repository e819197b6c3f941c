using System.Collections.Frozen;

namespace Ccsp.Gateway.Engines.ClaudeCode;

/// <summary>
/// The argument list of the drop-in, passed unchanged. Only a conversation id is added when the caller leaves it to the CLI, so that a run
/// stopped by a limit can be resumed.
/// </summary>
internal static class RawArguments
{
    private static readonly FrozenSet<string> ChoosesConversation = new[]
    {
        "--session-id", "--resume", "--continue", "--from-pr", "--teleport", "--fork-session", "--no-session-persistence",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> GoesOn = new[] { "--resume", "--continue", "--from-pr", "--teleport" }
        .ToFrozenSet(StringComparer.Ordinal);

    public static BuiltArguments Of(IReadOnlyList<string> arguments, EngineRequest request)
    {
        IReadOnlyList<string> list = arguments;
        if (request.ConversationId is { } id && !NamesAny(arguments, ChoosesConversation))
            list = [request.Start == ConversationStart.New ? $"--session-id={id}" : $"--resume={id}", .. arguments];
        return new BuiltArguments(list, [], FormatOf(arguments));
    }

    public static bool Resumes(IReadOnlyList<string>? arguments) => arguments is not null && NamesAny(arguments, GoesOn);

    /// <summary>The conversation that the arguments resume; null when they name none or use the latest one.</summary>
    public static string? Resumed(IReadOnlyList<string> arguments)
    {
        if (Flags(arguments).Any(flag => flag.Argument == "--fork-session"))
            return null;
        foreach (var (index, argument) in Flags(arguments))
        {
            if (argument.StartsWith("--resume=", StringComparison.Ordinal))
                return argument["--resume=".Length..];
            if (argument is "--resume" or "-r" && index + 1 < arguments.Count && !arguments[index + 1].StartsWith('-'))
                return arguments[index + 1];
        }

        return null;
    }

    /// <summary>The last <c>--output-format</c> counts, as for the CLI; the default is text.</summary>
    public static OutputFormat FormatOf(IReadOnlyList<string> arguments)
    {
        const string Flag = "--output-format";
        string? word = null;
        foreach (var (index, argument) in Flags(arguments))
        {
            if (argument == Flag && index + 1 < arguments.Count)
                word = arguments[index + 1];
            else if (argument.StartsWith(Flag + "=", StringComparison.Ordinal))
                word = argument[(Flag.Length + 1)..];
        }

        return word switch
        {
            "json" => OutputFormat.Json,
            "stream-json" => OutputFormat.StreamJson,
            _ => OutputFormat.Text,
        };
    }

    private static bool NamesAny(IReadOnlyList<string> arguments, FrozenSet<string> flags) =>
        Flags(arguments).Any(flag => flags.Contains(flag.Argument.Split('=', 2)[0]) || IsShortResume(flag.Argument));

    /// <summary><c>-c</c> and <c>-r</c>, also in a cluster such as <c>-pc</c>. A false positive costs the resume, never the run.</summary>
    private static bool IsShortResume(string flag) => flag.Length > 1 && flag[1] != '-' && flag.AsSpan().ContainsAny('c', 'r');

    /// <summary>All arguments that may be flags; those after <c>--</c> are not.</summary>
    private static IEnumerable<(int Index, string Argument)> Flags(IReadOnlyList<string> arguments) =>
        arguments.Index().TakeWhile(entry => entry.Item != "--").Where(entry => entry.Item.StartsWith('-'))
            .Select(entry => (entry.Index, entry.Item));
}
