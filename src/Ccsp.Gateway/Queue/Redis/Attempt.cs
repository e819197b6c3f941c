namespace Ccsp.Gateway.Queue.Redis;

/// <summary>What one look at the store led to.</summary>
/// <param name="Draft">Null when there is nothing to write.</param>
/// <param name="Outcome">True once the draft is applied.</param>
internal readonly record struct Attempt<T>(Draft? Draft, T Outcome);

internal static class Attempt
{
    public static Attempt<T> Of<T>(Draft draft, T outcome) => new(draft, outcome);

    public static Attempt<T> Nothing<T>(T outcome) => new(null, outcome);
}
