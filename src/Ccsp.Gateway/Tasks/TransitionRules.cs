using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Tasks;

/// <summary>The configured values transitions depend on.</summary>
internal sealed record TransitionRules
{
    public RetryOptions Retries { get; init; } = new();

    /// <summary>Waiting time after which a ready task is promoted by one class.</summary>
    [Range(1, 86400)]
    public double AgeingStepSeconds { get; set; } = 600;

    public TimeSpan AgeingStep => TimeSpan.FromSeconds(AgeingStepSeconds);
}
