namespace Ccsp.Contracts;

/// <summary>Tokens, cost and time of one run, or the sum over a task's runs.</summary>
public sealed record RunUsage
{
    /// <summary>No usage.</summary>
    public static RunUsage None { get; } = new();

    /// <summary>Input tokens, without cached ones.</summary>
    public long InputTokens { get; init; }

    /// <summary>Output tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Input tokens read from the provider's cache.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>Input tokens written to the provider's cache.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>Cost in USD as estimated by the engine; decimal, so that sums match the engine's figures to the last digit.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Turns of the conversation.</summary>
    public int Turns { get; init; }

    /// <summary>Duration as reported by the engine, in milliseconds.</summary>
    public long DurationMs { get; init; }

    /// <summary>The same per model.</summary>
    public IReadOnlyDictionary<string, ModelUsage> Models { get; init; } = new Dictionary<string, ModelUsage>();

    /// <summary>Adds another run's usage.</summary>
    /// <param name="other">The other usage.</param>
    /// <returns>The sum, models merged by name.</returns>
    public RunUsage Plus(RunUsage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var models = new Dictionary<string, ModelUsage>(Models);
        foreach (var (name, usage) in other.Models)
            models[name] = models.TryGetValue(name, out var mine) ? mine.Plus(usage) : usage;
        return new RunUsage
        {
            InputTokens = InputTokens + other.InputTokens,
            OutputTokens = OutputTokens + other.OutputTokens,
            CacheReadTokens = CacheReadTokens + other.CacheReadTokens,
            CacheWriteTokens = CacheWriteTokens + other.CacheWriteTokens,
            CostUsd = CostUsd + other.CostUsd,
            Turns = Turns + other.Turns,
            DurationMs = DurationMs + other.DurationMs,
            Models = models,
        };
    }
}
