namespace Ccsp.Gateway.Queue.Redis;

/// <summary>What one look at the store led to.</summary>
/// <param name="Batch">Null when there is nothing to write.</param>
/// <param name="Outcome">True once the draft is applied.</param>
internal readonly record struct StepAttempt<T>(GuardedBatch? Batch, T Outcome);

internal static class StepAttempt
{
    public static StepAttempt<T> Of<T>(GuardedBatch batch, T outcome) => new(batch, outcome);

    public static StepAttempt<T> Nothing<T>(T outcome) => new(null, outcome);
}
