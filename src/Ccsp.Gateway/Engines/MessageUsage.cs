using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// Counts tokens from messages, for runs that end without a result. Several lines share a message id and each repeats the usage of the
/// whole message, so an id counts once, with its last figures.
/// </summary>
internal sealed class MessageUsage
{
    private readonly Dictionary<string, (string Model, ModelUsage Usage)> _byMessage = new(StringComparer.Ordinal);

    public void Add(EngineEvent.Assistant assistant)
    {
        if (assistant is { MessageId: { } id, Model: { } model, Usage: { } usage } && model != "<synthetic>")
            _byMessage[id] = (model, usage);
    }

    public RunUsage Sum()
    {
        var models = _byMessage.Values.GroupBy(entry => entry.Model, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key, group => group.Select(entry => entry.Usage).Aggregate((usage, other) => usage.Plus(other)),
                StringComparer.Ordinal);
        return new RunUsage
        {
            InputTokens = models.Values.Sum(model => model.InputTokens),
            OutputTokens = models.Values.Sum(model => model.OutputTokens),
            CacheReadTokens = models.Values.Sum(model => model.CacheReadTokens),
            CacheWriteTokens = models.Values.Sum(model => model.CacheWriteTokens),
            Turns = _byMessage.Count,
            Models = models,
        };
    }
}
