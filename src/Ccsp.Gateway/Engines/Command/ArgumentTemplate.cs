namespace Ccsp.Gateway.Engines.Command;

/// <summary>
/// Fills <c>{model}</c>, <c>{workingDirectory}</c>, <c>{conversationId}</c>, <c>{taskId}</c> and <c>{run}</c> in a configured command. An argument whose placeholder has no value is
/// left out, so <c>--model={model}</c> disappears when the task names none. Values never split into several arguments.
/// </summary>
internal static class ArgumentTemplate
{
    public const string Conversation = "{conversationId}";

    public static IReadOnlyList<string> Fill(IReadOnlyList<string> template, EngineRequest request)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["{model}"] = request.Spec.Model,
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
