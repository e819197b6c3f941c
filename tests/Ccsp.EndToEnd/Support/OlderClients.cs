using System.Text.Json;
using System.Text.RegularExpressions;
using Ccsp.RedisServers;

namespace Ccsp.EndToEnd.Support;

/// <summary>
/// The four forms of the clients that were written for the first CCSP, as they speak to Redis; each does what that client does and no more.
/// </summary>
internal sealed partial class OlderClients(RedisServer redis)
{
    /// <summary>
    /// The agents that were written by hand: <c>type</c>, and a look at the plural list ten times a second, where foreign answers are put
    /// back.
    /// </summary>
    public async Task<JsonElement> ByHandAsync(string agent, string requestId, string prompt, CancellationToken cancellationToken)
    {
        await SendAsync(new()
        {
            ["requestId"] = requestId,
            ["fromAgent"] = agent,
            ["type"] = "analyze",
            ["prompt"] = prompt,
            ["metadata"] = new Dictionary<string, object> { ["鍵"] = new[] { 1, 2 } },
        });
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (await redis.CommandAsync("RPOP", $"ccsp:responses:{agent}") is not { Length: > 0 } text)
                continue;
            var answer = JsonDocument.Parse(text).RootElement;
            if (answer.GetProperty("requestId").GetString() == requestId)
                return answer;
            await redis.CommandAsync("LPUSH", $"ccsp:responses:{agent}", text);
        }

        throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>
    /// The client library: <c>taskType</c>, a blocking wait for the singular list, and stdout, stderr and code out of the answer.
    /// </summary>
    public async Task<(string Stdout, string Stderr, int Code, JsonElement Answer)> LibraryAsync(
        string agent, string requestId, string prompt, int? timeout, CancellationToken cancellationToken)
    {
        var message = new Dictionary<string, object>
        {
            ["requestId"] = requestId,
            ["fromAgent"] = agent,
            ["taskType"] = "claude-cli",
            ["prompt"] = prompt,
            ["modelPreference"] = new { primary = "sonnet", fallback = "haiku" },
        };
        if (timeout is { } milliseconds)
            message["context"] = new { timeout = milliseconds, priority = "high" };
        await SendAsync(message);
        var answer = await PopAsync($"ccsp:response:{agent}", cancellationToken);
        var success = answer.GetProperty("success").GetBoolean();
        return (
            success ? answer.GetProperty("result").GetString()! : "", success ? "" : answer.GetProperty("error").GetString()!,
            success ? 0 : 1, answer);
    }

    /// <summary>
    /// The one that tries again under the same name: after a limit it waits as long as it is told, after a lost session it gives up.
    /// </summary>
    public async Task<(JsonElement Answer, int Tries)> PersistentAsync(
        string agent, string requestId, string prompt, int timeout, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var (_, _, code, answer) = await LibraryAsync(agent, requestId, prompt, timeout, cancellationToken);
            if (code == 0 || tries == 4 || (answer.TryGetProperty("sessionTimeout", out var lost) && lost.GetBoolean()))
                return (answer, tries);
            if (answer.GetProperty("rateLimited").GetBoolean())
                await Task.Delay(TimeSpan.FromMilliseconds(answer.GetProperty("rateLimitInfo").GetProperty("waitTime").GetInt64()),
                    cancellationToken);
        }
    }

    /// <summary>
    /// The agents' own: its list has its name in small letters, and the first fenced block of JSON in the answer is the result.
    /// </summary>
    public async Task<JsonElement> OfAgentAsync(string agent, string requestId, string prompt, CancellationToken cancellationToken)
    {
        await SendAsync(new()
        {
            ["requestId"] = requestId,
            ["fromAgent"] = agent,
            ["taskType"] = "analysis",
            ["systemPrompt"] = "You are a reviewer.",
            ["prompt"] = "Never call Claude directly. " + prompt,
        });
        var output = (await PopAsync($"ccsp:response:{agent.ToLowerInvariant()}", cancellationToken)).GetProperty("output").GetString()!;
        var fenced = FencedJson().Match(output);
        return JsonDocument.Parse(
            fenced.Success ? fenced.Groups[1].Value : JsonSerializer.Serialize(new { output, raw = true })).RootElement;
    }

    private Task<string> SendAsync(Dictionary<string, object> message) =>
        redis.CommandAsync("LPUSH", "ccsp:requests", JsonSerializer.Serialize(message));

    private async Task<JsonElement> PopAsync(string list, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await redis.CommandAsync("BLPOP", list, "1") is { Length: > 0 } popped)
                return JsonDocument.Parse(popped[(popped.IndexOf('\n', StringComparison.Ordinal) + 1)..]).RootElement;
        }
    }

    [GeneratedRegex("```json\\s*(.*?)```", RegexOptions.Singleline)]
    private static partial Regex FencedJson();
}
