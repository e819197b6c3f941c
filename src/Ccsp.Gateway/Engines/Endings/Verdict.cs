using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>An ending class and its evidence, before the common fields of an <see cref="Ending"/> are filled in.</summary>
/// <param name="Source"><c>result</c>, <c>event</c>, <c>text</c>, <c>exit</c>, <c>gateway</c> or <c>estimated</c>.</param>
internal sealed record Verdict(EndingClass Class, string Source, string Message)
{
    public DateTimeOffset? ResetsAt { get; init; }

    public long? RetryAfterMs { get; init; }

    public string? Window { get; init; }
}
