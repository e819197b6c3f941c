using System.Collections.Frozen;

namespace Ccsp.Gateway.Engines.Command;

/// <summary>
/// Fills <c>{model}</c>, <c>{workingDirectory}</c>, <c>{conversationId}</c>, <c>{taskId}</c> and <c>{run}</c> in a configured command. An
/// argument whose placeholder has no value is left out, so <c>--model={model}</c> disappears when the task names none. Values never split
/// into several arguments.
/// </summary>
internal static class ArgumentTemplate
{
    public const string Conversation = "{conversationId}";

    private const string Model = "{model}";

    /// <summary>The submission settings that the command line has placeholders for.</summary>
    public static FrozenSet<RunSetting> Names(IReadOnlyList<string> template)
    {
        (string Placeholder, RunSetting Setting)[] settings = [(Model, RunSetting.Model), (Conversation, RunSetting.Resume)];
        return settings.Where(entry => template.Any(part => part.Contains(entry.Placeholder, StringComparison.Ordinal)))
            .Select(entry => entry.Setting).ToFrozenSet();
    }

    public static IReadOnlyList<string> Fill(IReadOnlyList<string> template, EngineRequest request)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [Model] = request.Spec.Model,
            ["{workingDirectory}"] = request.WorkingDirectory,
            [Conversation] = request.ConversationId,
            ["{taskId}"] = request.TaskId,
            ["{run}"] = request.Run.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        return [.. template.Select(part => FillOne(part, values)).OfType<string>()];
    }

    private static string? FillOne(string part, Dictionary<string, string?> values)
    {
        var filled = part;
        foreach (var (name, value) in values)
        {
            if (!part.Contains(name, StringComparison.Ordinal))
                continue;
            if (string.IsNullOrEmpty(value))
                return null;
            filled = filled.Replace(name, value, StringComparison.Ordinal);
        }

        return filled;
    }
}
