using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>
/// Parses a message of a legacy client. Pure. Supports both forms: <c>type</c> or <c>taskType</c>; directory, timeout and priority under
/// <c>context</c> or next to the prompt. Unknown members are ignored, because these clients send many.
/// </summary>
internal static class MessageReader
{
    /// <summary>Ids become names of lists; braces would move those to another cluster slot than their marks.</summary>
    private static readonly System.Buffers.SearchValues<char> NotInNames = System.Buffers.SearchValues.Create("{}\r\n\0");

    /// <summary>Fields of the API that legacy clients never had: a sender relies on them, so they are refused instead of ignored.</summary>
    private static readonly string[] NotTaken =
    [
        "callbackUrl", "allowedTools", "disallowedTools", "permissionMode", "maxTurns", "maxBudgetUsd", "mcpConfig", "outputSchema",
            "appendSystemPrompt", "env", "runAt",
        "startBefore", "dependsOn", "hold",
    ];

    private const string NoCall = "This version does not call back. The answer is on the list of the agent, or on replyTo.";

    public static LegacyMessage Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement)
                : new LegacyMessage.Unreadable("It is no JSON object.");
        }
        // Half a surrogate pair is valid JSON but not a valid string.
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or ArgumentException)
        {
            return new LegacyMessage.Unreadable($"It is no JSON: {ex.Message}");
        }
    }

    private static LegacyMessage Read(JsonElement root)
    {
        if (Text(root, "requestId") is not { Length: > 0 and <= 255 } id)
            return new LegacyMessage.Unreadable("It has no requestId.");
        if ((Text(root, "fromAgent") ?? Text(root, "agent")) is not { Length: > 0 and <= 255 } agent
            || agent.AsSpan().ContainsAny(NotInNames))
            return new LegacyMessage.Unreadable("It has no fromAgent that could name a list.");
        var metadata = root.TryGetProperty("metadata", out var found) ? Writable(found) : (JsonElement?)null;
        List<string> reasons = [];
        var from = new ReturnAddress(id, agent, ReplyTo(Text(root, "replyTo"), reasons), metadata);
        var context = root.TryGetProperty("context", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : root;
        var patience = Patience(Number(context, "timeout") ?? Number(root, "timeout"), reasons);
        foreach (var field in NotTaken.Where(field => IsGiven(root, field) || IsGiven(context, field)))
            reasons.Add(field == "callbackUrl" ? $"{field}: {NoCall}"
                : $"{field}: The lists do not take it. Submit such a task over HTTP.");
        var model = Preference(root, "primary") ?? Text(root, "model");
        var goesOn = root.TryGetProperty("continueExecution", out var goOn) && goOn.ValueKind == JsonValueKind.True;
        var submission = new TaskSubmission
        {
            Prompt = Text(root, "prompt"),
            Agent = agent,
            Type = Text(root, "type") ?? Text(root, "taskType"),
            AppendSystemPrompt = Text(root, "systemPrompt") is { Length: > 0 } system ? system : null,
            Model = model,
            // The CLI refuses a model that is its own fallback.
            FallbackModel = Preference(root, "fallback") is { } fallback && fallback != model ? fallback : null,
            IncludeFiles = Files(root, reasons),
            WorkingDirectory = Text(context, "workingDirectory") ?? Text(root, "workingDirectory"),
            // These clients all use the one repository they work for, and have always run side by side in it.
            DirectoryMode = DirectoryMode.Shared,
            Priority = PriorityOf(Text(context, "priority") ?? Text(root, "priority"), reasons),
            TimeoutSeconds = patience is { } wait ? (int)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, 7 * 86_400) : null,
            Resume = goesOn ? Text(root, "sessionId") ?? Text(root, "conversationId") : null,
        };
        return reasons.Count == 0 ? new LegacyMessage.Request(from, submission, patience, goesOn && submission.Resume is null)
            : new LegacyMessage.Wrong(from, string.Join(" ", reasons));
    }

    /// <summary>Returned unchanged; metadata that cannot be serialized is rejected here, not when the answer is due.</summary>
    private static JsonElement Writable(JsonElement metadata) =>
        JsonSerializer.SerializeToElement(metadata, LegacyJson.Default.JsonElement);

    /// <summary>Refuses our own lists: an answer there would be read as a request, or break a list that others use.</summary>
    private static string? ReplyTo(string? list, List<string> reasons)
    {
        if (string.IsNullOrEmpty(list))
            return null;
        if (!list.AsSpan().ContainsAny(NotInNames) && !list.StartsWith("ccsp:requests", StringComparison.Ordinal))
            return list;
        reasons.Add("replyTo: It cannot be the name of a list for answers.");
        return null;
    }

    private static TimeSpan? Patience(double? milliseconds, List<string> reasons)
    {
        if (milliseconds is > 0)
            return TimeSpan.FromMilliseconds(Math.Min(milliseconds.Value, TimeSpan.FromDays(7).TotalMilliseconds));
        if (milliseconds is not null)
            reasons.Add("timeout: It must be a positive number of milliseconds.");
        return null;
    }

    private static Priority? PriorityOf(string? word, List<string> reasons)
    {
        if (word is null)
            return null;
        if (EnumNames<Priority>.TryParse(word, out var priority))
            return priority;
        reasons.Add($"priority: It must be one of {string.Join(", ", EnumNames<Priority>.All)}, not '{word}'.");
        return null;
    }

    private static List<string>? Files(JsonElement root, List<string> reasons)
    {
        if (!root.TryGetProperty("includeFiles", out var files) || files.ValueKind == JsonValueKind.Null)
            return null;
        if (files.ValueKind == JsonValueKind.Array && files.EnumerateArray().All(file => file.ValueKind == JsonValueKind.String))
            return [.. files.EnumerateArray().Select(file => file.GetString()!)];
        reasons.Add("includeFiles: It must be a list of paths.");
        return null;
    }

    private static string? Preference(JsonElement root, string name) =>
        root.TryGetProperty("modelPreference", out var preference) && preference.ValueKind == JsonValueKind.Object ? Text(preference, name)
        : null;

    private static bool IsGiven(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string? Text(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
