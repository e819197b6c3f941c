namespace Ccsp.Gateway.Tasks;

/// <summary>The configured values transitions depend on.</summary>
internal sealed record TransitionRules
{
    public RetryOptions Retries { get; init; } = new();

    /// <summary>Waiting time after which a ready task is promoted by one class.</summary>
    public TimeSpan AgeingStep { get; init; } = TimeSpan.FromMinutes(10);
}
