using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>
/// Reads a message of the older clients. Pure. Both of their forms: <c>type</c> or <c>taskType</c>; directory, timeout and priority under
/// <c>context</c> or beside the prompt. Members nobody knows are passed over, as these clients send many.
/// </summary>
internal static class MessageReader
{
    /// <summary>Names become names of lists; braces would move these to another slot of a cluster than their marks.</summary>
    private static readonly System.Buffers.SearchValues<char> NotInNames = System.Buffers.SearchValues.Create("{}\r\n\0");

    /// <summary>What these clients never had and the API takes: who sends it relies on it, so it is not passed over.</summary>
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
        // Half a surrogate pair is valid JSON and no text.
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
            // The CLI refuses a model as its own fallback.
            FallbackModel = Preference(root, "fallback") is { } fallback && fallback != model ? fallback : null,
            IncludeFiles = Files(root, reasons),
            WorkingDirectory = Text(context, "workingDirectory") ?? Text(root, "workingDirectory"),
            // These clients all name the one repository they work for, and were always served side by side in it.
            DirectoryMode = DirectoryMode.Shared,
            Priority = PriorityOf(Text(context, "priority") ?? Text(root, "priority"), reasons),
            TimeoutSeconds = patience is { } wait ? (int)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, 7 * 86_400) : null,
            Resume = goesOn ? Text(root, "sessionId") ?? Text(root, "conversationId") : null,
        };
        return reasons.Count == 0 ? new LegacyMessage.Request(from, submission, patience, goesOn && submission.Resume is null)
            : new LegacyMessage.Wrong(from, string.Join(" ", reasons));
    }

    /// <summary>Given back as it is; what cannot be written again is found out here and not when the answer is due.</summary>
    private static JsonElement Writable(JsonElement metadata) =>
        JsonSerializer.SerializeToElement(metadata, LegacyJson.Default.JsonElement);

    /// <summary>Not one of our own lists: an answer there would be taken for a request, or end a list that others wait for.</summary>
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
        if (Words<Priority>.TryParse(word, out var priority))
            return priority;
        reasons.Add($"priority: It must be one of {string.Join(", ", Words<Priority>.All)}, not '{word}'.");
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
