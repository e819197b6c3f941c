using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Tasks;

/// <summary>Retry budgets and the back-off formula.</summary>
internal sealed record RetryOptions
{
    /// <summary>Runs more after a transient ending.</summary>
    [Range(0, 1000)]
    public int Transient { get; init; } = 5;

    /// <summary>Runs more after a lost one; a task that takes its instance down every time must not do so for ever.</summary>
    [Range(0, 100)]
    public int Lost { get; init; } = 3;

    /// <summary>Runs more after a passed deadline.</summary>
    [Range(0, 100)]
    public int Timeout { get; init; } = 1;

    /// <summary>First step of the back-off in seconds.</summary>
    [Range(0, 3600)]
    public double BaseSeconds { get; init; } = 5;

    /// <summary>Longest back-off in seconds.</summary>
    [Range(0, 86400)]
    public double CapSeconds { get; init; } = 300;

    /// <summary>How long a task waits for a limit or a login nobody gave a time for, in seconds, before it asks again.</summary>
    [Range(1, 86400)]
    public double RecheckSeconds { get; init; } = 300;
}
