namespace Ccsp.Gateway.Queue.Redis;

/// <summary>One attempt of a step.</summary>
/// <param name="Outcome">The outcome once the batch is applied.</param>
internal readonly record struct StepAttempt<T>(GuardedBatch? Batch, T Outcome);

internal static class StepAttempt
{
    public static StepAttempt<T> Of<T>(GuardedBatch batch, T outcome) => new(batch, outcome);

    public static StepAttempt<T> Nothing<T>(T outcome) => new(null, outcome);
}
